/* lint/lint.c - runs the checks, puts what they found in order, and tells it. */
#include "lint/captures.h"
#include "lint/patterns.h"
#include "lint/rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"

static size_t file_number(const lint *l, const dm_yaml *yaml)
{
  size_t i = 0;
  while (i < l->files.n && l->files.items[i].yaml != yaml)
    i++;
  return i;
}

void dm_lint_tell(lint *l, spot at, const char *format, ...)
{
  dm_buffer text = {0};
  va_list   arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&text, format, arguments);
  va_end(arguments);
  *dm_vector_add(&l->findings) = (finding){.file = file_number(l, at.yaml),
                                           .place = dm_yaml_place(at.yaml, at.node, at.offset_bytes),
                                           .text = dm_arena_string(l->arena, dm_buffer_string(&text), text.n_bytes)};
  dm_buffer_free(&text);
}

void dm_lint_tell_in(lint *l, size_t file, size_t offset_bytes, const char *format, ...)
{
  dm_buffer          text = {0};
  va_list            arguments;
  const source_file *of = &l->files.items[file];
  dm_place           place = {0};
  va_start(arguments, format);
  dm_buffer_vprint(&text, format, arguments);
  va_end(arguments);
  dm_place_find(&place, dm_buffer_string(&of->bytes), of->bytes.n_bytes, offset_bytes);
  place.file = of->path;
  *dm_vector_add(&l->findings) = (finding){.file = file, .place = place, .text = dm_arena_string(l->arena, dm_buffer_string(&text), text.n_bytes)};
  dm_buffer_free(&text);
}

const char *dm_lint_place(lint *l, spot at)
{
  const dm_place place = dm_yaml_place(at.yaml, at.node, at.offset_bytes);
  return dm_arena_print(l->arena, "%s:%zu:%zu", place.file, place.line_1based, place.column_1based);
}

bool dm_lint_is_before(const lint *l, spot a, spot b)
{
  size_t x = file_number(l, a.yaml), y = file_number(l, b.yaml);
  if (x != y)
    return x < y;
  if (a.node == b.node)
    return a.offset_bytes < b.offset_bytes;
  return a.node->line_1based != b.node->line_1based ? a.node->line_1based < b.node->line_1based : a.node->column_1based < b.node->column_1based;
}

size_t dm_lint_list_length(const dm_yaml_node *list)
{
  return !list ? 0 : list->kind == DM_YAML_SEQUENCE ? list->n : 1;
}

const dm_yaml_node *dm_lint_list_item(const dm_yaml_node *list, size_t i)
{
  return list->kind == DM_YAML_SEQUENCE ? list->items[i] : list;
}

bool dm_lint_say_the_same(const dm_yaml_node *a, const dm_yaml_node *b)
{
  if (!a || !b || a->kind != b->kind)
    return !a && !b;
  if (a->kind == DM_YAML_SCALAR)
    return strcmp(a->text, b->text) == 0;
  if (a->n != b->n)
    return false;
  for (size_t i = 0; i < a->n; i++)
    if (a->kind == DM_YAML_SEQUENCE
            ? !dm_lint_say_the_same(a->items[i], b->items[i])
            : !dm_lint_say_the_same(a->pairs[i].key, b->pairs[i].key) || !dm_lint_say_the_same(a->pairs[i].value, b->pairs[i].value))
      return false;
  return true;
}

static int compare_findings(const void *a, const void *b)
{
  const finding *x = a, *y = b;
  if (x->file != y->file)
    return x->file < y->file ? -1 : 1;
  if (x->place.line_1based != y->place.line_1based)
    return x->place.line_1based < y->place.line_1based ? -1 : 1;
  if (x->place.column_1based != y->place.column_1based)
    return x->place.column_1based < y->place.column_1based ? -1 : 1;
  return strcmp(x->text, y->text);
}

/* Files. */

static void add_files(lint *l, const dm_yaml *const *files, size_t n_files)
{
  for (size_t i = 0; i < n_files; i++)
    *dm_vector_add(&l->files) = (source_file){.path = dm_yaml_file(files[i]), .yaml = files[i]};
}

/* Marks the files that are asked for; reports a path that is none of them. */
static dm_status choose_files(const lint *l, bool *chosen, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t f = 0; f < l->files.n; f++)
    chosen[f] = l->options->n_only == 0;
  for (size_t i = 0; i < l->options->n_only; i++) {
    bool any = false;
    for (size_t f = 0; f < l->files.n; f++) {
      bool lies = dm_file_lies_in(l->files.items[f].path, l->options->only[i]);
      chosen[f] |= lies;
      any |= lies;
    }
    if (any)
      continue;
    dm_report(diagnostics, DM_ERROR, NULL, "`%s` is none of the files that were read; `--lexicon`, `--rules` and `--mapping` name further ones",
              l->options->only[i]);
    status = DM_BAD_USAGE;
  }
  return status;
}

static size_t tell_all(lint *l, const bool *chosen, dm_diagnostics *diagnostics)
{
  size_t n = 0;
  if (l->findings.n)
    qsort(l->findings.items, l->findings.n, sizeof *l->findings.items, compare_findings);
  for (size_t i = 0; i < l->findings.n; i++) {
    const finding *now = &l->findings.items[i];
    if (!chosen[now->file] || (i && compare_findings(now - 1, now) == 0))
      continue;
    dm_report(diagnostics, DM_WARNING, &now->place, "%s", now->text);
    n++;
  }
  return n;
}

static void run_checks(lint *l)
{
  pattern_book book = {0};
  rule_book    rules = {0};
  dm_lint_names(l);
  dm_lint_gather_patterns(&book, l);
  dm_lint_alternatives(&book);
  dm_lint_words(&book);
  dm_lint_marks(&book);
  dm_lint_conditions(&book);
  dm_lint_classes(&book);
  dm_lint_gather_rules(&rules, l);
  dm_lint_overlays(&rules);
  dm_lint_keys(&rules);
  dm_lint_cells(&rules);
  dm_lint_made(&rules);
  dm_lint_captures(&book, &rules);
  dm_lint_shadows(&book, &rules);
  if (l->options->asks_examples)
    dm_lint_examples(&rules);
  dm_lint_mapping(l);
  dm_lint_free_rules(&rules);
  dm_lint_free_patterns(&book);
}

dm_status dm_lint(const dm_lint_options *options, size_t *n_files, size_t *n_findings, dm_diagnostics *diagnostics)
{
  lint                  l = {.options = options,
                             .lexicon = options->lexicon,
                             .rules = options->rules,
                             .grammar = dm_lexicon_grammar(options->lexicon),
                             .diagnostics = diagnostics,
                             .arena = dm_arena_new()};
  size_t                n_lexicon = 0, n_rules = 0;
  const dm_yaml *const *lexicon_files = dm_lexicon_files(options->lexicon, &n_lexicon);
  const dm_yaml *const *rule_files = dm_rules_files(options->rules, &n_rules);
  const dm_yaml        *mapping_file = dm_mapping_file(options->mapping);
  add_files(&l, lexicon_files, n_lexicon);
  add_files(&l, rule_files, n_rules);
  add_files(&l, &mapping_file, 1);
  dm_lint_find_ontologies(&l);
  bool     *chosen = dm_allocate(l.files.n * sizeof *chosen);
  dm_status status = choose_files(&l, chosen, diagnostics);
  *n_files = *n_findings = 0;
  if (!status) {
    run_checks(&l);
    *n_findings = tell_all(&l, chosen, diagnostics);
    for (size_t f = 0; f < l.files.n; f++)
      *n_files += chosen[f];
    status = l.status ? l.status : *n_findings ? DM_REFUSED : DM_OK;
  }
  free(chosen);
  for (size_t f = 0; f < l.files.n; f++)
    dm_buffer_free(&l.files.items[f].bytes);
  dm_vector_free(&l.files);
  dm_vector_free(&l.findings);
  dm_arena_free(l.arena);
  return status;
}
