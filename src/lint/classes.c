/* lint/classes.c - classes without words, and classes that no pattern uses. */
#include <string.h>

#include "lint/patterns.h"

typedef struct {
  const char         *name;
  const dm_yaml      *yaml;
  const dm_yaml_node *key;
  const dm_yaml_node *words;
} class_part;

typedef struct {
  pattern_book *patterns;
  DM_VECTOR(class_part) parts;
  dm_map *used; /* by name: whether a pattern that is used names it */
} class_book;

static void add_parts(class_book *book, const dm_yaml *const *files, size_t n_files)
{
  for (size_t f = 0; f < n_files; f++) {
    const dm_yaml_node *classes = dm_yaml_get(dm_yaml_root(files[f]), "classes");
    for (size_t i = 0; classes && i < classes->n; i++)
      *dm_vector_add(&book->parts) = (class_part){classes->pairs[i].key->text, files[f], classes->pairs[i].key, classes->pairs[i].value};
  }
}

static void use_class(class_book *book, const char *name, size_t n_bytes);

/* What a pattern names, and what that names. */
static void use_all(class_book *book, const written_pattern *of)
{
  for (size_t k = 0; k < of->parts.n; k++)
    if (of->parts.items[k].use == DM_PART_CLASS)
      use_class(book, of->node->text + of->parts.items[k].begin, of->parts.items[k].end - of->parts.items[k].begin);
}

static void use_class(class_book *book, const char *name, size_t n_bytes)
{
  bool is_new = false;
  dm_map_put(book->used, name, n_bytes, 0, &is_new);
  if (!is_new)
    return;
  uint32_t list = dm_lint_class_list(book->patterns, name, n_bytes);
  for (size_t i = 0; i < book->patterns->all.n; i++)
    if (book->patterns->all.items[i].list == list)
      use_all(book, &book->patterns->all.items[i]);
}

static bool has_words(const class_book *book, const char *name)
{
  for (size_t i = 0; i < book->parts.n; i++)
    if (strcmp(book->parts.items[i].name, name) == 0 && book->parts.items[i].words->n)
      return true;
  return false;
}

void dm_lint_classes(pattern_book *patterns)
{
  lint                 *l = patterns->lint;
  class_book            book = {.patterns = patterns, .used = dm_map_new()};
  size_t                n_lexicon = 0, n_rules = 0;
  const dm_yaml *const *lexicon_files = dm_lexicon_files(l->lexicon, &n_lexicon), *const *rule_files = dm_rules_files(l->rules, &n_rules);
  add_parts(&book, lexicon_files, n_lexicon);
  add_parts(&book, rule_files, n_rules);
  for (size_t i = 0; i < patterns->all.n; i++)
    if (!(patterns->all.items[i].traits & PATTERN_OF_CLASS))
      use_all(&book, &patterns->all.items[i]);
  for (size_t i = 0; i < book.parts.n; i++) {
    const class_part *part = &book.parts.items[i];
    spot              at = {part->yaml, part->key, 0};
    if (!has_words(&book, part->name))
      dm_lint_tell(l, at, "%%%s has no words: what asks for it is met everywhere", part->name);
    else if (!dm_map_get(book.used, part->name, strlen(part->name), NULL))
      dm_lint_tell(l, at, "no pattern uses %%%s", part->name);
  }
  dm_vector_free(&book.parts);
  dm_map_free(book.used);
}
