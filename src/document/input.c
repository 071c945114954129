/* document/input.c - which documents the arguments of a command name. */
#include "document/document.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char *const document_endings[] = {".txt", ".md"};

typedef struct {
  dm_inputs              *inputs;
  dm_input_count         *count;
  const dm_input_options *options;
  dm_diagnostics         *diagnostics;
} lister;

static void refuse(lister *l, const char *path, const char *why)
{
  const dm_place place = {.file = path};
  dm_report(l->diagnostics, DM_ERROR, &place, "%s", why);
  l->count->n_refused++;
}

static const char *base_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static bool has_document_ending(const char *path)
{
  const char *point = strrchr(base_name(path), '.');
  for (size_t i = 0; point && i < sizeof document_endings / sizeof document_endings[0]; i++)
    if (strcasecmp(point, document_endings[i]) == 0)
      return true;
  return false;
}

/* Adds the document at `path`, named by `name` without its ending. */
static void add_file(lister *l, const char *path, const char *name)
{
  const char *base = base_name(name);
  const char *point = strrchr(base, '.');
  size_t      n_name = point && point > base ? (size_t)(point - name) : strlen(name);
  if (dm_utf8_check(name, n_name) < n_name) {
    refuse(l, path, "the file's name is no UTF-8, so it cannot name the document");
    return;
  }
  const dm_input input = {dm_copy_string(path, strlen(path)), dm_copy_string(name, n_name)};
  *dm_vector_add(l->inputs) = input;
}

static void add_stream(lister *l)
{
  const char    *name = l->options->id ? l->options->id : "stdin";
  const dm_input input = {dm_copy_string("-", 1), dm_copy_string(name, strlen(name))};
  *dm_vector_add(l->inputs) = input;
}

static void add_folder(lister *l, const char *folder)
{
  dm_strings   paths = {0};
  const size_t n_before = l->inputs->n;
  size_t       n_folder = strlen(folder);
  while (n_folder > 1 && folder[n_folder - 1] == '/')
    n_folder--;
  char *trimmed = dm_copy_string(folder, n_folder);
  if (dm_folder_list(&paths, trimmed, l->diagnostics) != DM_OK) {
    l->count->n_refused++;
  } else {
    for (size_t i = 0; i < paths.n; i++) {
      const char *path = paths.items[i];
      const char *below = path + n_folder;
      while (*below == '/')
        below++;
      if (strncmp(base_name(path), "README", strlen("README")) == 0)
        continue;
      if (has_document_ending(path))
        add_file(l, path, l->options->names_are_paths ? below : base_name(path));
      else
        l->count->n_unknown_kind++;
    }
    if (l->inputs->n == n_before)
      refuse(l, folder, "a folder without documents (files that end with .txt or .md)");
  }
  free(trimmed);
  dm_strings_free(&paths);
}

static void add_path(lister *l, const char *path)
{
  if (strcmp(path, "-") == 0)
    add_stream(l);
  else if (dm_file_is_folder(path))
    add_folder(l, path);
  else if (access(path, F_OK) == 0)
    add_file(l, path, base_name(path));
  else
    refuse(l, path, strerror(errno));
}

static int compare_inputs(const void *a, const void *b)
{
  const dm_input *one = a;
  const dm_input *other = b;
  const int       by_name = strcmp(one->name, other->name);
  return by_name ? by_name : strcmp(one->path, other->path);
}

static void free_input(dm_input *input)
{
  free(input->path);
  free(input->name);
}

static void report_one_name(lister *l, const dm_input *inputs, size_t n)
{
  dm_buffer paths = {0};
  for (size_t i = 1; i < n; i++)
    dm_buffer_print(&paths, "%s%s", i > 1 ? ", " : "", inputs[i].path);
  const dm_place place = {.file = inputs[0].path};
  dm_report(l->diagnostics, DM_ERROR, &place, "has the name `%s`, as has %s: none of them is taken%s", inputs[0].name, dm_buffer_string(&paths),
            l->options->names_are_paths ? "" : " (--names path tells files of a folder apart)");
  dm_buffer_free(&paths);
  l->count->n_refused += n;
}

/* Drops every group of sorted inputs that share a name. */
static void drop_same_names(lister *l)
{
  dm_inputs *inputs = l->inputs;
  size_t     n_kept = 0;
  for (size_t begin = 0, end = 0; begin < inputs->n; begin = end) {
    while (end < inputs->n && strcmp(inputs->items[begin].name, inputs->items[end].name) == 0)
      end++;
    if (end - begin == 1) {
      inputs->items[n_kept++] = inputs->items[begin];
      continue;
    }
    report_one_name(l, inputs->items + begin, end - begin);
    for (size_t i = begin; i < end; i++)
      free_input(&inputs->items[i]);
  }
  inputs->n = n_kept;
}

dm_status dm_inputs_list(dm_inputs *inputs, dm_input_count *count, const char *const *paths, size_t n_paths, const dm_input_options *options,
                         dm_diagnostics *diagnostics)
{
  lister l = {inputs, count, options, diagnostics};
  *inputs = (dm_inputs){0};
  *count = (dm_input_count){0};
  for (size_t i = 0; i < n_paths; i++)
    add_path(&l, paths[i]);
  if (inputs->n)
    qsort(inputs->items, inputs->n, sizeof *inputs->items, compare_inputs);
  drop_same_names(&l);
  return count->n_refused ? DM_REFUSED : DM_OK;
}

void dm_inputs_free(dm_inputs *inputs)
{
  for (size_t i = 0; i < inputs->n; i++)
    free_input(&inputs->items[i]);
  dm_vector_free(inputs);
}
