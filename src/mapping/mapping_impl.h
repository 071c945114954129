/* mapping/mapping_impl.h - what a mapping is once compiled, shared by the files of this module.
 *
 *   rule (families) or kind ── blocks ── properties ── predicate, choices
 *                               │                                  └── choice: template if conditions hold
 *                               └── subject, conditions                          └── parts: text or variable, with filters
 *
 * All arrays lie in the arena; names are the YAML tree's. */
#ifndef DM_MAPPING_MAPPING_IMPL_H
#define DM_MAPPING_MAPPING_IMPL_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/map.h"
#include "base/vector.h"
#include "mapping/mapping.h"
#include "yaml/tree.h"

/* What a thing has besides its kind's name. */
typedef enum {
  FIELD_NONE,
  FIELD_ID,
  FIELD_KIND,
  FIELD_LABEL,
  FIELD_ALT_LABEL,
  FIELD_OF,
  FIELD_PART_OF,
  FIELD_BROADER,
  FIELD_SUCCEEDS,
  FIELD_SUCCEEDED_BY,
  FIELD_LISTED,
  FIELD_PROPERTY /* of the lexicon, by key */
} entity_field;

typedef struct {
  const char *key;
  dm_term     term;
} table_row;

typedef struct {
  const char         *name;
  const dm_yaml_node *node; /* its name */
  table_row          *rows;
  size_t              n_rows;
} table;

typedef struct {
  const char *form; /* YYYY, MM, DD stand for year, month, day; `*` for anything */
  const char *datatype;
} typed_form;

typedef struct {
  const char         *name;
  const dm_yaml_node *node; /* its name */
  typed_form         *forms;
  size_t              n_forms;
} datatype_choice;

typedef enum { FILTER_SLUG, FILTER_LANGUAGE_TAG, FILTER_FIELD, FILTER_TABLE } filter_kind;

typedef struct {
  filter_kind  kind;
  entity_field field;    /* FILTER_FIELD */
  const char  *property; /* of FIELD_PROPERTY */
  size_t       table;    /* FILTER_TABLE */
} filter;

typedef enum {
  ROOT_NAME, /* a cell of the fact, or a field of the thing: whichever is being mapped */
  ROOT_CELL, /* `family.cell`: the first fact of the document's that has it */
  ROOT_LET,
  ROOT_DOCUMENT_NAME,
  ROOT_DOCUMENT_LENGTH,
  ROOT_BEGIN, /* of the first passage */
  ROOT_END,
  ROOT_PASSAGE_BEGIN,
  ROOT_PASSAGE_END,
  ROOT_PASSAGE_TEXT,
  ROOT_SELF,     /* the thing being mapped */
  ROOT_RULE,     /* that made the fact */
  ROOT_PROGRAM,  /* that read the document */
  ROOT_REFERENCE /* the default base */
} variable_root;

typedef struct {
  variable_root       root;
  const char         *name;   /* ROOT_NAME, ROOT_CELL: the cell */
  const char         *family; /* ROOT_CELL */
  size_t              index;  /* ROOT_CELL: slot; ROOT_LET: let */
  entity_field        field;  /* ROOT_NAME, FIELD_NONE where no thing has it */
  filter             *filters;
  size_t              n_filters;
  const dm_yaml_node *node; /* where it stands */
  size_t              offset_bytes;
} variable;

/* Text, or a variable. */
typedef struct {
  const char     *text;
  size_t          n_bytes;
  const variable *variable;
} part;

typedef enum { TEMPLATE_CONSTANT, TEMPLATE_BARE, TEMPLATE_IRI, TEMPLATE_LITERAL } template_kind;

typedef struct {
  template_kind          kind;
  dm_term                term;        /* TEMPLATE_CONSTANT */
  bool                   is_relative; /* TEMPLATE_IRI: below the base */
  part                  *parts;       /* of TEMPLATE_BARE just the variable */
  size_t                 n_parts;
  const char            *datatype;
  const datatype_choice *datatypes;
  const char            *language;
  const variable        *language_variable;
} term_template;

typedef struct {
  const variable    *variable;
  const char *const *values;
  size_t             n_values;
} test;

/* All tests hold. */
typedef struct {
  test  *tests;
  size_t n_tests;
} condition;

/* Some condition holds; none at all holds always. */
typedef struct {
  condition *items;
  size_t     n;
} conditions;

typedef struct {
  conditions    when;
  conditions    unless;
  term_template to;
} choice;

typedef struct {
  choice *items;
  size_t  n;
} choices;

typedef struct {
  const char         *name;
  choices             choices;
  const dm_yaml_node *node;
  bool                is_of_document; /* the same for the whole document */
  bool                is_known;       /* while loading: the above is settled */
  bool                is_open;        /* while loading: being looked into */
} let_name;

typedef struct {
  term_template predicate;
  choices       objects; /* each of them */
} property;

typedef struct {
  property *items;
  size_t    n;
} properties;

typedef struct {
  const char         *name;
  const dm_yaml_node *node; /* its name */
  properties          properties;
} property_set;

typedef struct {
  bool               has_subject; /* else: the document, or the thing */
  term_template      subject;
  uint32_t           rank; /* of the subject, in the order of the mapping */
  bool               each_passage;
  conditions         when;
  conditions         unless;
  const properties **parts; /* included sets and own statements */
  size_t             n_parts;
} block;

typedef struct {
  block *items;
  size_t n;
} blocks;

/* Cell of a family that a variable asks for. */
typedef struct {
  const char *cell;
  size_t      slot;
} family_slot;

typedef struct {
  const char *name;
  DM_VECTOR(family_slot) slots;
  DM_VECTOR(const blocks *) rules;
} family;

/* Families that share blocks. */
typedef struct {
  const dm_yaml_node **families;
  size_t               n_families;
  blocks               blocks;
} rule;

typedef struct {
  const char         *name;
  const dm_yaml_node *node;
  choices             iri;
  size_t              graph;
  blocks              blocks;
} kind_rule;

typedef struct {
  const char         *name;
  const dm_yaml_node *key;
  const dm_yaml_node *node;
  term_template       iri;
} graph_name;

#define DM_RANK_LAST UINT32_MAX /* of subjects that the mapping gives no place in its order */

struct dm_mapping {
  dm_arena            *arena;
  dm_yaml             *yaml;
  const char          *default_base;
  const char          *base;
  dm_prefix           *prefixes;
  size_t               n_prefixes;
  const dm_yaml_node **property_keys;
  size_t               n_property_keys;
  datatype_choice     *datatypes;
  size_t               n_datatypes;
  table               *tables;
  size_t               n_tables;
  let_name            *lets;
  size_t               n_lets;
  property_set        *sets;
  size_t               n_sets;
  graph_name          *graphs;
  size_t               n_graphs;
  size_t               document_graph;
  uint32_t            *let_ranks;
  uint32_t             document_rank;
  blocks               document;
  rule                *rules;
  size_t               n_rules;
  kind_rule           *kinds;
  size_t               n_kinds;
  dm_map              *kind_index;
  dm_map              *family_index;
  DM_VECTOR(family) families;
  size_t  n_slots;
  dm_map *predicate_ranks; /* IRI to its place among all predicates */
  DM_VECTOR(dm_named_iri) named;
  DM_VECTOR(const char *) stems; /* how IRIs of templates begin */
  dm_map *used;                  /* names, as they are written, that something asks for */
  DM_VECTOR(const dm_yaml_node *) unused;
};

/* The nearest of several names to one that is not known. */
typedef struct {
  const char *wanted;
  const char *best; /* NULL: none is near */
  size_t      distance;
} suggestion;

void        dm_suggestion_consider(suggestion *s, const char *candidate);
/* "" or "; did you mean `x`?", in the arena. */
const char *dm_suggestion_text(const suggestion *s, dm_arena *arena);

/* The field of a thing that `name` stands for, FIELD_NONE if there is none. */
entity_field dm_mapping_field(const dm_mapping *mapping, const char *name);
void         dm_mapping_consider_fields(const dm_mapping *mapping, suggestion *s);

/* template.c: terms and variables, from their notation. Each reports at the place in `node` and returns DM_BAD_RULES, or DM_OK. */
dm_status dm_mapping_read_curie(dm_mapping *mapping, const dm_yaml_node *node, size_t offset_bytes, const char **iri, dm_diagnostics *diagnostics);
dm_status dm_mapping_read_term(dm_mapping *mapping, const dm_yaml_node *node, term_template *out, dm_diagnostics *diagnostics);
dm_status dm_mapping_read_variable(dm_mapping *mapping, const dm_yaml_node *node, size_t begin, size_t end, const variable **out,
                                   dm_diagnostics *diagnostics);
family   *dm_mapping_family(dm_mapping *mapping, const char *name);

/* unused.c: what is defined and never used. */
void dm_mapping_use(dm_mapping *mapping, const dm_yaml_node *name); /* NULL is nothing */
void dm_mapping_find_unused(dm_mapping *mapping);                   /* when all is loaded */

/* block.c: choices and blocks of statements. */
extern const char dm_rdf_type[]; /* what `a` stands for */
dm_status         dm_mapping_read_choices(dm_mapping *mapping, const dm_yaml_node *node, choices *out, dm_diagnostics *diagnostics);
dm_status         dm_mapping_read_properties(dm_mapping *mapping, const dm_yaml_node *node, properties *out, dm_diagnostics *diagnostics);
dm_status         dm_mapping_read_blocks(dm_mapping *mapping, const dm_yaml_node *node, blocks *out, dm_diagnostics *diagnostics);

/* check.c: whether every variable has a meaning where it is used; also finds lets that need themselves and those of the document. */
dm_status dm_mapping_check_names(dm_mapping *mapping, dm_diagnostics *diagnostics);

/* evaluate.c: what terms stand for. */
typedef enum { ITEM_ENTITY, ITEM_TERM, ITEM_TEXT } item_kind;

typedef struct {
  item_kind        kind;
  const dm_entity *entity;
  dm_term          term; /* ITEM_TEXT: value and n_bytes only */
} item;

typedef struct {
  item  *items;
  size_t n;
  bool   is_known;
} let_cache;

typedef struct {
  const dm_mapping        *mapping;
  dm_arena                *arena;
  const dm_document_facts *document; /* NULL: reference data */
  const dm_entity         *program;  /* NULL: neither it nor rules are told */
  const dm_cell_value    **slots;
  let_cache               *lets;
  dm_map                  *entity_iris; /* by pointer: index in `iris` */
  DM_VECTOR(dm_term) iris;
  DM_VECTOR(item) items;  /* a stack: whoever evaluates pushes, whoever asked pops */
  dm_buffer         text; /* a stack as well: templates within templates */
  const dm_fact    *fact;
  const dm_passage *passage;
  const dm_entity  *entity;
} evaluation;

void    dm_evaluation_begin(evaluation *e, const dm_mapping *mapping, const dm_document_facts *document, const dm_entity *program);
void    dm_evaluation_end(evaluation *e);
/* Push the terms that it stands for, none where a variable is unknown; pop by setting items.n back. */
void    dm_evaluate_template(evaluation *e, const term_template *t);
void    dm_evaluate_choices(evaluation *e, const choices *c, bool first_only);
bool    dm_conditions_hold(evaluation *e, const conditions *when, const conditions *unless);
/* The IRI of a thing; kind DM_TERM_NONE if the mapping gives none. */
dm_term dm_evaluate_entity(evaluation *e, const dm_entity *entity);

/* collect.c: the statements of one graph, each once, in order. */
typedef struct collection collection;

collection *dm_collection_new(const dm_mapping *mapping, dm_arena *arena);
void        dm_collection_free(collection *c);
void        dm_collection_add(collection *c, const dm_term *subject, const dm_term *predicate, const dm_term *object, uint32_t rank);
dm_status   dm_collection_send(collection *c, const dm_term *graph, const dm_sink *sink);

#endif
