/* harvest/write.c - the harvest as YAML that loads, with all that asks for a decision in comments. */
#include <string.h>

#include "base/unicode.h"
#include "harvest/harvest_impl.h"

/* One writing. */
typedef struct {
  const dm_harvest         *harvest;
  const dm_harvest_options *options;
  dm_buffer                *out;
  dm_map                   *ids; /* kind and id of what was written */
  DM_VECTOR(const crop *) chosen;
} page;

static int compare_crops(const void *a, const void *b)
{
  const crop *x = *(const crop *const *)a, *y = *(const crop *const *)b;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  int order = strcmp(x->label, y->label);
  return order ? order : strcmp(x->key, y->key);
}

/* Those of one or two sights that are frequent enough, in their order; by whether their kind is known, if that matters. */
static void choose(page *p, sight one, sight other, int known)
{
  p->chosen.n = 0;
  for (size_t i = 0; i < p->harvest->crops.n; i++) {
    const crop *of = &p->harvest->crops.items[i];
    if ((of->what == one || of->what == other) && !of->is_merged && of->n >= p->options->min_count && (known < 0 || known == (of->kind >= 0)))
      *dm_vector_add(&p->chosen) = of;
  }
  if (p->chosen.n)
    qsort(p->chosen.items, p->chosen.n, sizeof *p->chosen.items, compare_crops);
}

/* What YAML takes for a line end, or takes nowhere. */
static bool is_unprintable(uint32_t codepoint)
{
  return codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0) || codepoint == 0x2028 || codepoint == 0x2029 || codepoint == 0xFEFF ||
         (codepoint & 0xFFFE) == 0xFFFE || codepoint == UINT32_MAX;
}

static void add_text(page *p, const char *text, bool quoted)
{
  size_t n = strlen(text);
  for (size_t i = 0, n_bytes; i < n; i += n_bytes) {
    uint32_t codepoint = dm_utf8_decode(text, n, i, &n_bytes);
    if (quoted && (codepoint == '"' || codepoint == '\\'))
      dm_buffer_add_byte(p->out, '\\');
    dm_buffer_add_codepoint(p->out, is_unprintable(codepoint) ? ' ' : codepoint);
  }
}

static void add_quoted(page *p, const char *text)
{
  dm_buffer_add_byte(p->out, '"');
  add_text(p, text, true);
  dm_buffer_add_byte(p->out, '"');
}

static void write_contexts(page *p, const crop *of, const char *indent)
{
  for (size_t i = 0; i < of->contexts.n && i < p->options->n_contexts; i++) {
    dm_buffer_print(p->out, "%s#   ", indent);
    add_text(p, of->contexts.items[i], false);
    dm_buffer_add_byte(p->out, '\n');
  }
}

static void write_count(page *p, const crop *of, const char *indent)
{
  dm_buffer_print(p->out, of->n == 1 ? "%s# once" : "%s# %zu times", indent, of->n);
}

/* An id that neither the lexicon nor this page has. */
static void write_id(page *p, const crop *of, const char *kind)
{
  dm_buffer name = {0}, slug = {0}, id = {0};
  bool      is_new = false;
  if (of->of)
    dm_buffer_print(&name, "%s ", of->of);
  dm_buffer_add_string(&name, of->label);
  dm_unicode_slug(&slug, dm_buffer_string(&name), name.n_bytes);
  for (size_t n = 1; !is_new; n++) {
    dm_buffer_clear(&id);
    dm_buffer_print(&id, n > 1 ? "%s-%zu" : "%s", dm_buffer_string(&slug), n);
    if (dm_lexicon_find(p->harvest->lexicon, kind, dm_buffer_string(&id)))
      continue;
    dm_buffer_clear(&name);
    dm_buffer_print(&name, "%s/%s", kind ? kind : "", dm_buffer_string(&id));
    dm_map_put(p->ids, name.bytes, name.n_bytes, 0, &is_new);
  }
  add_quoted(p, dm_buffer_string(&id));
  dm_buffer_free(&name);
  dm_buffer_free(&slug);
  dm_buffer_free(&id);
}

/* An entry; `mark` stands before each of its lines: a comment sign where something is to be decided first. */
static void write_entry(page *p, const crop *of, const char *mark)
{
  const dm_grammar *grammar = dm_lexicon_grammar(p->harvest->lexicon);
  const char       *kind = of->kind >= 0 ? dm_grammar_kind_name(grammar, of->kind) : NULL;
  bool              owned = of->kind >= 0 && (dm_grammar_kinds(grammar, "body", 4) >> of->kind & 1);
  write_count(p, of, "  ");
  if (of->of && !owned)
    dm_buffer_print(p->out, ", beside %s", of->of);
  dm_buffer_add_byte(p->out, '\n');
  write_contexts(p, of, "  ");
  dm_buffer_print(p->out, "%s  - kind: %s\n%s    id: ", mark, kind ? kind : "\"?\"", mark);
  crop named = *of;
  named.of = owned ? of->of : NULL;
  write_id(p, &named, kind);
  dm_buffer_print(p->out, "\n%s    label: ", mark);
  add_quoted(p, of->label);
  dm_buffer_add_byte(p->out, '\n');
  if (of->what == SIGHT_ACRONYM)
    dm_buffer_print(p->out, "%s    found: false\n", mark);
  if (of->what == SIGHT_ACRONYM || of->others.n) {
    dm_buffer_print(p->out, "%s    acronyms: [", mark);
    if (of->what == SIGHT_ACRONYM)
      add_quoted(p, of->label);
    for (size_t i = 0; i < of->others.n; i++) {
      dm_buffer_add_string(p->out, i ? ", " : "");
      add_quoted(p, of->others.items[i]);
    }
    dm_buffer_add_string(p->out, "]\n");
  }
  if (named.of)
    dm_buffer_print(p->out, "%s    of: \"%s\"\n", mark, named.of);
}

static void write_names(page *p)
{
  choose(p, SIGHT_NAME, SIGHT_ACRONYM, true);
  dm_buffer_add_string(p->out, "\n# Names, with the kind that they look like: see whether it is right.\n");
  dm_buffer_add_string(p->out, p->chosen.n ? "entities:\n" : "#entities:\n");
  for (size_t i = 0; i < p->chosen.n; i++)
    write_entry(p, p->chosen.items[i], "");
  choose(p, SIGHT_NAME, SIGHT_ACRONYM, false);
  if (p->chosen.n == 0)
    return;
  const dm_grammar *grammar = dm_lexicon_grammar(p->harvest->lexicon);
  dm_buffer_add_string(p->out, "\n  # These do not show their kind: choose one for `?`, and take the `#` off. The kinds:");
  dm_kinds named = dm_grammar_kinds(grammar, "thing", 5) | dm_grammar_kinds(grammar, "object", 6) | dm_grammar_kinds(grammar, "location", 8);
  for (int i = 0; i < 64 && dm_grammar_kind_name(grammar, i); i++)
    if (named >> i & 1)
      dm_buffer_print(p->out, " %s", dm_grammar_kind_name(grammar, i));
  dm_buffer_add_byte(p->out, '\n');
  for (size_t i = 0; i < p->chosen.n; i++)
    write_entry(p, p->chosen.items[i], "#");
}

static void write_class(page *p, const char *name)
{
  if (p->chosen.n)
    dm_buffer_print(p->out, "  %s:\n", name);
  for (size_t i = 0; i < p->chosen.n; i++) {
    const crop *of = p->chosen.items[i];
    write_count(p, of, "    ");
    for (size_t k = 0; k < of->others.n; k++)
      dm_buffer_print(p->out, "%s%s", k ? ", " : ": ", of->others.items[k]);
    dm_buffer_add_byte(p->out, '\n');
    write_contexts(p, of, "    ");
    dm_buffer_add_string(p->out, "    - ");
    add_quoted(p, of->label);
    dm_buffer_add_byte(p->out, '\n');
  }
}

static void write_verbs(page *p)
{
  choose(p, SIGHT_VERB, SIGHT_EXPRESSION, -1);
  if (p->chosen.n == 0)
    return;
  dm_buffer_add_string(
      p->out,
      "\n# What stands between who and what and no rule takes. It works as soon as the class has the name of one that a rule's trigger asks for:\n"
      "# its words are added to that one. Put each word to the class that it fits.\n"
      "classes:\n");
  choose(p, SIGHT_VERB, SIGHT_VERB, -1);
  write_class(p, "unread-verbs");
  choose(p, SIGHT_EXPRESSION, SIGHT_EXPRESSION, -1);
  write_class(p, "unread-expressions");
}

void dm_harvest_write(dm_harvest *harvest, const dm_harvest_options *options, dm_buffer *out)
{
  page p = {.harvest = harvest, .options = options, .out = out, .ids = dm_map_new()};
  dm_harvest_settle(harvest);
  dm_buffer_print(out,
                  "# What documents name and say and neither lexicon nor rules know. This file loads as it is, by --lexicon.\n"
                  "# documents: %zu, seen at least: %zu\n",
                  harvest->n_documents, options->min_count);
  write_names(&p);
  write_verbs(&p);
  dm_map_free(p.ids);
  dm_vector_free(&p.chosen);
}
