/* The shapes of permutations, the sizes of sections. */
#include "index/layout.h"

#define S PART_SUBJECT
#define P PART_PREDICATE
#define O PART_OBJECT
#define G PART_GRAPH

const layout_permutation layout_permutations[N_PERMUTATIONS] = {
    {{S, P, O}, 3, SECTION_SPO, SECTION_UNION_BY_SUBJECT},       {{P, S, O}, 3, SECTION_PSO, SECTION_UNION_BY_PREDICATE},
    {{P, O, S}, 3, SECTION_POS, SECTION_UNION_BY_PREDICATE},     {{O, S, P}, 3, SECTION_OSP, SECTION_UNION_BY_OBJECT},
    {{S, P, O, G}, 4, SECTION_SPOG, SECTION_NAMED_BY_SUBJECT},   {{P, S, O, G}, 4, SECTION_PSOG, SECTION_NAMED_BY_PREDICATE},
    {{P, O, S, G}, 4, SECTION_POSG, SECTION_NAMED_BY_PREDICATE}, {{O, S, P, G}, 4, SECTION_OSPG, SECTION_NAMED_BY_OBJECT},
    {{G, S, P, O}, 4, SECTION_GSPO, SECTION_BY_GRAPH},           {{G, P, S, O}, 4, SECTION_GPSO, SECTION_BY_GRAPH},
    {{G, P, O, S}, 4, SECTION_GPOS, SECTION_BY_GRAPH},           {{G, O, S, P}, 4, SECTION_GOSP, SECTION_BY_GRAPH},
};

uint64_t layout_section_bytes(const layout_counts *counts, layout_section section)
{
  const uint64_t n_starts = (counts->n_terms + 2) * sizeof(uint32_t);
  switch (section) {
  case SECTION_TYPES: return counts->n_types * sizeof(layout_type);
  case SECTION_TYPE_TEXT: return counts->n_type_bytes;
  case SECTION_TERMS: return counts->n_terms * sizeof(uint64_t);
  case SECTION_TEXT: return counts->n_text_bytes;
  case SECTION_VALUES: return counts->n_literals * sizeof(dm_value);
  case SECTION_GRAPHS: return counts->n_graphs * sizeof(dm_id);
  case SECTION_UNION_BY_SUBJECT:
  case SECTION_UNION_BY_OBJECT: return n_starts;
  case SECTION_NAMED_BY_SUBJECT:
  case SECTION_NAMED_BY_OBJECT: return counts->n_named ? n_starts : 0;
  case SECTION_UNION_BY_PREDICATE: return (counts->n_union_predicates + 1) * sizeof(layout_entry);
  case SECTION_NAMED_BY_PREDICATE: return (counts->n_named_predicates + 1) * sizeof(layout_entry);
  case SECTION_BY_GRAPH: return (counts->n_all_graphs + 1) * sizeof(layout_entry);
  case SECTION_SPO:
  case SECTION_PSO:
  case SECTION_POS:
  case SECTION_OSP: return counts->n_union * 2 * sizeof(uint32_t);
  case SECTION_SPOG:
  case SECTION_PSOG:
  case SECTION_POSG:
  case SECTION_OSPG: return counts->n_named * 3 * sizeof(uint32_t);
  case SECTION_GSPO:
  case SECTION_GPSO:
  case SECTION_GPOS:
  case SECTION_GOSP: return counts->n_all * 3 * sizeof(uint32_t);
  case SECTION_N: break;
  }
  return 0;
}

const char *layout_section_name(layout_section section)
{
  static const char *const names[SECTION_N] = {
      [SECTION_TYPES] = "types of terms",
      [SECTION_TYPE_TEXT] = "names of types",
      [SECTION_TERMS] = "list of terms",
      [SECTION_TEXT] = "texts of terms",
      [SECTION_VALUES] = "values of literals",
      [SECTION_GRAPHS] = "names of graphs",
      [SECTION_UNION_BY_SUBJECT] = "begin of subjects",
      [SECTION_UNION_BY_PREDICATE] = "begin of predicates",
      [SECTION_UNION_BY_OBJECT] = "begin of objects",
      [SECTION_NAMED_BY_SUBJECT] = "begin of subjects in graphs",
      [SECTION_NAMED_BY_PREDICATE] = "begin of predicates in graphs",
      [SECTION_NAMED_BY_OBJECT] = "begin of objects in graphs",
      [SECTION_BY_GRAPH] = "begin of graphs",
      [SECTION_SPO] = "rows SPO",
      [SECTION_PSO] = "rows PSO",
      [SECTION_POS] = "rows POS",
      [SECTION_OSP] = "rows OSP",
      [SECTION_SPOG] = "rows SPOG",
      [SECTION_PSOG] = "rows PSOG",
      [SECTION_POSG] = "rows POSG",
      [SECTION_OSPG] = "rows OSPG",
      [SECTION_GSPO] = "rows GSPO",
      [SECTION_GPSO] = "rows GPSO",
      [SECTION_GPOS] = "rows GPOS",
      [SECTION_GOSP] = "rows GOSP",
  };
  return names[section];
}
