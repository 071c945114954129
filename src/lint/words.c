/* lint/words.c - words that no token of a text can ever be: the tokeniser cuts them, joins them, or spells them otherwise. */
#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "lint/patterns.h"

/* A word that is asked for, as it would stand in a text. */
typedef struct {
  const dm_yaml      *yaml;
  const dm_yaml_node *node;
  size_t              begin; /* bytes of its text */
  size_t              end;
  size_t              n_tokens; /* that it must be cut into */
  bool                is_sign;  /* and asked for as it is written */
  const char         *text;
} asked_word;

typedef struct {
  lint *lint;
  DM_VECTOR(asked_word) all;
} word_book;

static size_t count(const char *text, size_t n, char c)
{
  size_t n_found = 0;
  for (size_t i = 0; i < n; i++)
    n_found += text[i] == c;
  return n_found;
}

static void ask(word_book *book, const written_pattern *of, const dm_pattern_part *part)
{
  static const bool wanted[] = {
      [DM_PART_WORD] = true, [DM_PART_COMPOUND] = true, [DM_PART_EXACT] = true, [DM_PART_SIGN] = true, [DM_PART_ALTERNATIVE] = false};
  if (!wanted[part->use])
    return;
  const char *text = of->node->text + part->begin;
  size_t      n = part->end - part->begin;
  bool        ending = part->use == DM_PART_WORD && text[0] == '\''; /* it stands behind a word */
  *dm_vector_add(&book->all) = (asked_word){.yaml = of->yaml,
                                            .node = of->node,
                                            .begin = part->begin,
                                            .end = part->end,
                                            .is_sign = part->use == DM_PART_SIGN,
                                            .n_tokens = part->use == DM_PART_COMPOUND ? 2 * count(text, n, '-') + 1
                                                        : ending                      ? 2
                                                                                      : 1,
                                            .text = dm_arena_print(book->lint->arena, ending ? "x%.*s" : "%.*s", (int)n, text)};
}

/* A word of a list that is not made of patterns. */
static void ask_for(word_book *book, const dm_yaml *yaml, const dm_yaml_node *node)
{
  *dm_vector_add(&book->all) = (asked_word){.yaml = yaml, .node = node, .end = node->n_bytes, .n_tokens = 1, .text = node->text};
}

static void ask_for_lists(word_book *book, const dm_yaml *yaml)
{
  static const char *const lists[] = {"abbreviations", "light", "serial", "hyphenated"}, *const tables[] = {"inflections", "months", "numbers"};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    const dm_yaml_node *list = dm_yaml_get(dm_yaml_root(yaml), lists[i]);
    for (size_t k = 0; k < dm_lint_list_length(list); k++)
      ask_for(book, yaml, dm_lint_list_item(list, k));
  }
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    const dm_yaml_node *table = dm_yaml_get(dm_yaml_root(yaml), tables[i]);
    for (size_t k = 0; table && k < table->n; k++) {
      const dm_yaml_node *forms = table->pairs[k].value;
      ask_for(book, yaml, table->pairs[k].key);
      for (size_t f = 0; forms->kind == DM_YAML_SEQUENCE && f < forms->n; f++)
        ask_for(book, yaml, forms->items[f]);
    }
  }
}

/* What a text has in its place: `and` `/` `or`. */
static const char *tokens_of(const word_book *book, const dm_text *text, dm_token_range range)
{
  dm_buffer list = {0};
  for (uint32_t t = range.begin; t < range.end; t++)
    dm_buffer_print(&list, "%s`%s`", t > range.begin ? " " : "", text->tokens[t].folded);
  const char *kept = dm_arena_string(book->lint->arena, dm_buffer_string(&list), list.n_bytes);
  dm_buffer_free(&list);
  return kept;
}

/* Whether the last token is the word as patterns have it: folded, without points. */
static bool is_same_word(const asked_word *asked, const dm_token *last)
{
  const char *text = asked->node->text;
  size_t      begin = asked->end;
  while (begin > asked->begin && (asked->n_tokens < 3 || text[begin - 1] != '-')) /* of a compound the last word */
    begin--;
  if (asked->is_sign)
    return asked->end - begin == last->n_folded && memcmp(text + begin, last->folded, last->n_folded) == 0;
  dm_buffer plain = {0}, folded = {0};
  for (size_t i = begin; i < asked->end; i++)
    if (text[i] != '.')
      dm_buffer_add_byte(&plain, text[i]);
  dm_unicode_fold(&folded, dm_buffer_string(&plain), plain.n_bytes);
  bool same = folded.n_bytes == last->n_folded && memcmp(dm_buffer_string(&folded), last->folded, last->n_folded) == 0;
  dm_buffer_free(&plain);
  dm_buffer_free(&folded);
  return same;
}

static void look_at(const word_book *book, const dm_text *text, dm_token_range range, const asked_word *asked)
{
  if (range.end - range.begin == asked->n_tokens && is_same_word(asked, &text->tokens[range.end - 1]))
    return;
  dm_lint_tell(book->lint, (spot){asked->yaml, asked->node, asked->begin}, "`%.*s` is never met: texts have %s there",
               (int)(asked->end - asked->begin), asked->node->text + asked->begin, tokens_of(book, text, range));
}

void dm_lint_words(pattern_book *patterns)
{
  word_book book = {.lint = patterns->lint};
  dm_text  *text = NULL;
  for (size_t i = 0; i < patterns->all.n; i++)
    for (size_t k = 0; k < patterns->all.items[i].parts.n; k++)
      ask(&book, &patterns->all.items[i], &patterns->all.items[i].parts.items[k]);
  size_t                n_files = 0;
  const dm_yaml *const *files = dm_lexicon_files(book.lint->lexicon, &n_files);
  for (size_t i = 0; i < n_files; i++)
    ask_for_lists(&book, files[i]);
  const char **phrases = dm_allocate((book.all.n + 1) * sizeof *phrases);
  for (size_t i = 0; i < book.all.n; i++)
    phrases[i] = book.all.items[i].text;
  dm_text_new_phrases(&text, phrases, book.all.n, dm_lexicon_words(book.lint->lexicon));
  for (size_t i = 0; i < book.all.n; i++)
    look_at(&book, text, text->blocks[i].tokens, &book.all.items[i]);
  dm_text_free(text);
  free(phrases);
  dm_vector_free(&book.all);
}
