/* question/head.c - the opening comment of a query. */
#include "question/question_impl.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/unicode.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 1024 * 1024, MAX_EDITS = 2 };

static const char *const kind_names[DM_QUESTION_N_KINDS] = {"thing", "iri", "text", "year", "date", "number"};

static const char ending[] = ".rq";
static const char any[] = "any";
static const char for_example[] = "; for example ";

/* A piece of the text that is being read, and who is told what is wrong with it. */
typedef struct {
  dm_question    *question;
  dm_diagnostics *diagnostics;
  dm_status       status;
  const char     *at;
  const char     *end;
} head_reader;

const char *question_kind_name(dm_question_kind kind)
{
  return kind_names[kind];
}

static void report(head_reader *reader, const char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void report(head_reader *reader, const char *at, const char *format, ...)
{
  const dm_question *question = reader->question;
  dm_place           place;
  dm_buffer          message = {0};
  va_list            arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&message, format, arguments);
  va_end(arguments);
  dm_place_find(&place, question->text, question->n_bytes, (size_t)(at - question->text));
  place.file = question->file;
  dm_report(reader->diagnostics, DM_ERROR, &place, "%s", dm_buffer_string(&message));
  dm_buffer_free(&message);
  reader->status = DM_BAD_RULES;
}

/* ---- pieces of a line ---- */

static void skip_blanks(head_reader *reader)
{
  while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\t'))
    reader->at++;
}

static const char *copy(head_reader *reader, const char *begin, const char *end)
{
  while (end > begin && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  return dm_arena_string(reader->question->arena, begin, (size_t)(end - begin));
}

static const char *read_word(head_reader *reader)
{
  skip_blanks(reader);
  const char *begin = reader->at;
  while (reader->at < reader->end && *reader->at != ' ' && *reader->at != '\t')
    reader->at++;
  return copy(reader, begin, reader->at);
}

/* A word, or a string in double quotes without escapes. */
static const char *read_value(head_reader *reader)
{
  skip_blanks(reader);
  const char *close = reader->at < reader->end && *reader->at == '"' ? memchr(reader->at + 1, '"', (size_t)(reader->end - reader->at - 1)) : NULL;
  if (!close)
    return read_word(reader);
  const char *value = dm_arena_string(reader->question->arena, reader->at + 1, (size_t)(close - reader->at - 1));
  reader->at = close + 1;
  return value;
}

/* ` - ` and the rest of the line; NULL, reported, if that is missing. */
static const char *read_about(head_reader *reader)
{
  skip_blanks(reader);
  if (reader->end - reader->at < 3 || memcmp(reader->at, "- ", 2) != 0) {
    report(reader, reader->at, "` - ` and what it is are missing");
    return NULL;
  }
  reader->at += 2;
  skip_blanks(reader);
  return copy(reader, reader->at, reader->end);
}

/* ---- lines ---- */

static void read_question(head_reader *reader)
{
  skip_blanks(reader);
  if (*reader->question->question)
    report(reader, reader->at, "a second question");
  reader->question->question = copy(reader, reader->at, reader->end);
}

static void *grow(head_reader *reader, const void *items, size_t n, size_t item_bytes)
{
  char *larger = dm_arena_allocate(reader->question->arena, (n + 1) * item_bytes);
  if (n)
    memcpy(larger, items, n * item_bytes);
  return larger;
}

static void read_column(head_reader *reader)
{
  dm_question       *q = reader->question;
  dm_question_column column = {read_word(reader), NULL};
  column.about = read_about(reader);
  if (!column.about)
    return;
  q->columns = grow(reader, q->columns, q->n_columns, sizeof *q->columns);
  q->columns[q->n_columns++] = column;
}

static void read_example(head_reader *reader)
{
  dm_question *q = reader->question;
  skip_blanks(reader);
  q->examples = grow(reader, q->examples, q->n_examples, sizeof *q->examples);
  q->examples[q->n_examples++] = copy(reader, reader->at, reader->end);
}

/* `thing:State,Agency` */
static bool read_kind(head_reader *reader, dm_question_parameter *parameter)
{
  skip_blanks(reader);
  const char  *begin = reader->at;
  const char  *word = read_word(reader);
  const size_t n_kind = strcspn(word, ":");
  for (size_t k = 0; k < DM_QUESTION_N_KINDS; k++) {
    if (strlen(kind_names[k]) != n_kind || memcmp(kind_names[k], word, n_kind) != 0)
      continue;
    parameter->kind = (dm_question_kind)k;
    if (!word[n_kind])
      return true;
    if (parameter->kind != DM_QUESTION_THING)
      break;
    for (const char *class = word + n_kind + 1;; class += strcspn(class, ",") + 1) {
      parameter->classes = grow(reader, parameter->classes, parameter->n_classes, sizeof *parameter->classes);
      parameter->classes[parameter->n_classes++] = dm_arena_string(reader->question->arena, class, strcspn(class, ","));
      if (!class[strcspn(class, ",")])
        return true;
    }
  }
  report(reader, begin, "`%s` is no kind of parameter: thing, thing:CLASS,CLASS..., iri, text, year, date or number", word);
  return false;
}

static void split_example(dm_question_parameter *parameter, dm_arena *arena)
{
  const char *found = NULL;
  for (const char *next = strstr(parameter->about, for_example); next; next = strstr(next + 1, for_example))
    found = next;
  parameter->example = found ? found + sizeof for_example - 1 : "";
  if (found)
    parameter->about = dm_arena_string(arena, parameter->about, (size_t)(found - parameter->about));
}

static void read_parameter(head_reader *reader)
{
  dm_question          *q = reader->question;
  dm_question_parameter parameter = {0};
  skip_blanks(reader);
  const char *begin = reader->at;
  parameter.name = read_word(reader);
  if (dm_question_find_parameter(q, parameter.name))
    report(reader, begin, "a second parameter `%s`", parameter.name);
  if (!read_kind(reader, &parameter))
    return;
  skip_blanks(reader);
  if (reader->end - reader->at > 8 && memcmp(reader->at, "default ", 8) == 0) {
    reader->at += 8;
    const char *value = read_value(reader);
    parameter.default_value = strcmp(value, any) == 0 ? NULL : value;
  }
  parameter.about = read_about(reader);
  if (!parameter.about)
    return;
  split_example(&parameter, q->arena);
  parameter.begin = (size_t)(begin - q->text); /* until its block is found: where it is declared */
  q->parameters = grow(reader, q->parameters, q->n_parameters, sizeof *q->parameters);
  q->parameters[q->n_parameters++] = parameter;
}

static const struct {
  const char *mark;
  void (*read)(head_reader *reader);
} lines[] = {
    {"# Question:", read_question},
    {"# Parameter:", read_parameter},
    {"# Columns:", read_column},
    {"# Example:", read_example},
};

/* The comment lines that open the text; other comments among them are for readers of SPARQL. */
static void read_head(head_reader *reader)
{
  const dm_question *q = reader->question;
  const char        *text = q->text;
  const char        *text_end = q->text + q->n_bytes;
  while (text < text_end && strchr("#\r\n", *text)) {
    const char *end = text;
    while (end < text_end && *end != '\r' && *end != '\n')
      end++;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
      const size_t n = strlen(lines[i].mark);
      if ((size_t)(end - text) < n || memcmp(text, lines[i].mark, n) != 0)
        continue;
      reader->at = text + n;
      reader->end = end;
      lines[i].read(reader);
    }
    text = end + (end < text_end);
  }
}

/* ---- blocks ---- */

/* The one row of a block as the default of a comment writes it: `any`, a string without quotes, else the word itself. */
static const char *row_of(const dm_question *q, const question_block *block)
{
  const char *begin = q->text + block->begin;
  const char *end = q->text + block->end;
  while (begin < end && strchr(" \t\r\n", *begin))
    begin++;
  while (end > begin && strchr(" \t\r\n", end[-1]))
    end--;
  if (end - begin >= 2 && *begin == '"' && end[-1] == '"')
    return dm_arena_string(q->arena, begin + 1, (size_t)(end - begin) - 2);
  const char *word = dm_arena_string(q->arena, begin, (size_t)(end - begin));
  return strcmp(word, "UNDEF") == 0 ? any : word;
}

static void check_block(head_reader *reader, const question_block *block, bool *has_block)
{
  dm_question *q = reader->question;
  const char  *name = dm_arena_string(q->arena, q->text + block->variable, block->n_variable);
  const char  *place = q->text + block->begin;
  for (size_t i = 0; i < q->n_parameters; i++) {
    dm_question_parameter *parameter = &q->parameters[i];
    if (strcmp(parameter->name, name) != 0)
      continue;
    const char *default_value = parameter->default_value ? parameter->default_value : any;
    if (block->n_rows != 1)
      report(reader, place, "a parameter's block has one row, its default: `%s`", default_value);
    else if (strcmp(row_of(q, block), default_value) != 0)
      report(reader, place, "the default of `%s` is `%s` here and `%s` in its comment", name, row_of(q, block), default_value);
    if (!has_block[i]) {
      parameter->begin = block->begin;
      parameter->end = block->end;
    }
    has_block[i] = true;
    return;
  }
  if (*q->question && block->n_rows == 1)
    report(reader, place, "`%s` has a block as parameters have, but no comment `# Parameter: %s ...`", name, name);
}

static void find_blocks(head_reader *reader)
{
  dm_question    *q = reader->question;
  question_blocks blocks = {0};
  bool           *has_block = dm_allocate(q->n_parameters * sizeof *has_block);
  question_find_blocks(&blocks, q->text, q->n_bytes);
  for (size_t i = 0; i < blocks.n; i++)
    check_block(reader, &blocks.items[i], has_block);
  for (size_t i = 0; i < q->n_parameters; i++)
    if (!has_block[i])
      report(reader, q->text + q->parameters[i].begin, "there is no block `VALUES ?%s { ... }`", q->parameters[i].name);
  free(has_block);
  dm_vector_free(&blocks);
}

/* ---- questions ---- */

static const char *name_of_file(dm_arena *arena, const char *file)
{
  const char  *slash = strrchr(file, '/');
  const char  *name = slash ? slash + 1 : file;
  const size_t n = strlen(name);
  const size_t n_ending = sizeof ending - 1;
  return dm_arena_string(arena, name, n > n_ending && strcmp(name + n - n_ending, ending) == 0 ? n - n_ending : n);
}

dm_status dm_question_parse(dm_question **out, const char *file, const char *text, size_t n_bytes, dm_diagnostics *diagnostics)
{
  dm_arena    *arena = dm_arena_new();
  dm_question *question = dm_arena_allocate(arena, sizeof *question);
  question->arena = arena;
  question->file = dm_arena_string(arena, file, strlen(file));
  question->name = name_of_file(arena, file);
  question->question = "";
  question->text = dm_arena_string(arena, text, n_bytes);
  question->n_bytes = n_bytes;
  head_reader reader = {.question = question, .diagnostics = diagnostics, .status = DM_OK};
  read_head(&reader);
  find_blocks(&reader);
  *out = reader.status == DM_OK ? question : NULL;
  if (reader.status != DM_OK)
    dm_question_free(question);
  return reader.status;
}

dm_status dm_question_read(dm_question **out, const char *path, dm_diagnostics *diagnostics)
{
  dm_buffer text = {0};
  *out = NULL;
  dm_status status = dm_file_read(&text, path, MAX_BYTES, diagnostics);
  if (status == DM_OK)
    status = dm_question_parse(out, path, dm_buffer_string(&text), text.n_bytes, diagnostics);
  dm_buffer_free(&text);
  return status;
}

void dm_question_free(dm_question *question)
{
  if (question)
    dm_arena_free(question->arena);
}

const dm_question_parameter *dm_question_find_parameter(const dm_question *question, const char *name)
{
  for (size_t i = 0; i < question->n_parameters; i++)
    if (strcmp(question->parameters[i].name, name) == 0)
      return &question->parameters[i];
  return NULL;
}

dm_status dm_questions_read(dm_questions *questions, const char *folder, dm_diagnostics *diagnostics)
{
  dm_strings paths = {0};
  dm_status  status = dm_folder_files(&paths, folder, diagnostics);
  for (size_t i = 0; i < paths.n && status == DM_OK; i++) {
    const size_t n = strlen(paths.items[i]);
    dm_question *question = NULL;
    if (n < sizeof ending || strcmp(paths.items[i] + n - (sizeof ending - 1), ending) != 0)
      continue;
    status = dm_question_read(&question, paths.items[i], diagnostics);
    if (status == DM_OK)
      *dm_vector_add(questions) = question;
  }
  dm_strings_free(&paths);
  return status;
}

void dm_questions_free(dm_questions *questions)
{
  for (size_t i = 0; i < questions->n; i++)
    dm_question_free(questions->items[i]);
  dm_vector_free(questions);
}

const dm_question *dm_questions_find(const dm_questions *questions, const char *name, const dm_question **nearest)
{
  size_t distance = MAX_EDITS + 1;
  if (nearest)
    *nearest = NULL;
  for (size_t i = 0; i < questions->n; i++) {
    if (strcmp(questions->items[i]->name, name) == 0)
      return questions->items[i];
    const size_t d = dm_unicode_distance(name, questions->items[i]->name, MAX_EDITS);
    if (d < distance && nearest) {
      distance = d;
      *nearest = questions->items[i];
    }
  }
  return NULL;
}

/* ---- telling ---- */

void dm_questions_print(dm_buffer *out, const dm_questions *questions)
{
  size_t n_widest = 0;
  for (size_t i = 0; i < questions->n; i++)
    n_widest = strlen(questions->items[i]->name) > n_widest ? strlen(questions->items[i]->name) : n_widest;
  for (size_t i = 0; i < questions->n; i++)
    dm_buffer_print(out, "%-*s  %s\n", (int)n_widest, questions->items[i]->name, questions->items[i]->question);
}

static void print_parameter(dm_buffer *out, const dm_question_parameter *parameter)
{
  static const char *const values[DM_QUESTION_N_KINDS] = {"THING", "IRI", "TEXT", "YYYY", "DATE", "NUMBER"};
  dm_buffer_print(out, "  --%s %s\n      %s", parameter->name, values[parameter->kind], parameter->about);
  for (size_t i = 0; i < parameter->n_classes; i++)
    dm_buffer_print(out, "%s%s", i == 0 ? " (" : ", ", parameter->classes[i]);
  dm_buffer_add_string(out, parameter->n_classes ? ")" : "");
  if (!parameter->default_value)
    dm_buffer_add_string(out, "; any if not given");
  else if (*parameter->default_value)
    dm_buffer_print(out, "; `%s` if not given", parameter->default_value);
  if (*parameter->example)
    dm_buffer_print(out, "; for example `%s`", parameter->example);
  dm_buffer_add_string(out, "\n");
}

/* Where the query begins, behind the lines of the opening comment. */
static size_t skip_head(const dm_question *question)
{
  size_t at = 0;
  while (at < question->n_bytes && strchr("#\r\n", question->text[at])) {
    at += strcspn(question->text + at, "\r\n");
    at += at < question->n_bytes;
  }
  return at;
}

void dm_question_print(dm_buffer *out, const dm_question *question)
{
  dm_buffer_print(out, "%s - %s\n", question->name, *question->question ? question->question : "a query that does not tell its question");
  if (question->n_parameters)
    dm_buffer_add_string(out, "\nParameters; one that is given again takes each of its values:\n");
  for (size_t i = 0; i < question->n_parameters; i++)
    print_parameter(out, &question->parameters[i]);
  if (question->n_columns)
    dm_buffer_add_string(out, "\nColumns:\n");
  for (size_t i = 0; i < question->n_columns; i++)
    dm_buffer_print(out, "  %s: %s\n", question->columns[i].name, question->columns[i].about);
  if (question->n_examples)
    dm_buffer_add_string(out, "\nExamples:\n");
  for (size_t i = 0; i < question->n_examples; i++)
    dm_buffer_print(out, "  %s\n", question->examples[i]);
  dm_buffer_print(out, "\n%s", question->text + skip_head(question));
}
