/* cli/session.c - what commands share: where the data are, the engine, the inputs. */
#include "cli/session.h"

#include "base/file.h"
#include "base/version.h"
#include "function/version.h"
#include "index/version.h"
#include "raptor/version.h"
#include "remote/version.h"
#include "results/version.h"
#include "serve/version.h"
#include "value/version.h"
#include "yaml/version.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PATH_BYTES = 4096 };

/* The folder that the program lies in, of /proc/self/exe; false where there is none. */
static bool program_folder(dm_buffer *folder)
{
  char          path[MAX_PATH_BYTES];
  const ssize_t n_path = readlink("/proc/self/exe", path, sizeof path);
  if (n_path <= 0 || (size_t)n_path == sizeof path)
    return false;
  size_t n_folder = (size_t)n_path;
  while (n_folder > 1 && path[n_folder - 1] != '/')
    n_folder--;
  dm_buffer_add(folder, path, n_folder > 1 ? n_folder - 1 : 1);
  return true;
}

static bool holds_data(const char *folder)
{
  dm_buffer path = {0};
  dm_buffer_print(&path, "%s/data/lexicon", folder);
  const bool holds = dm_file_is_folder(dm_buffer_string(&path));
  dm_buffer_free(&path);
  return holds;
}

/* DM_BUILD_FOLDER and DM_SOURCE_FOLDER are of the machine that built the program, so they count only for a program that still lies there. */
static bool find_beside_program(dm_buffer *folder)
{
  dm_buffer program = {0};
  if (program_folder(&program)) {
    dm_buffer_print(folder, "%s/%s", dm_buffer_string(&program), DM_DATA_FROM_PROGRAM);
    if (!holds_data(dm_buffer_string(folder))) {
      dm_buffer_clear(folder);
      if (strcmp(dm_buffer_string(&program), DM_BUILD_FOLDER) == 0)
        dm_buffer_add_string(folder, DM_SOURCE_FOLDER);
    }
  }
  dm_buffer_free(&program);
  return folder->n_bytes && holds_data(dm_buffer_string(folder));
}

dm_status dm_session_data_folder(dm_buffer *folder, dm_diagnostics *diagnostics)
{
  const char *named = getenv("DEMARCHE_DATA");
  if (named && *named) {
    dm_buffer_add_string(folder, named);
    if (holds_data(named))
      return DM_OK;
    const dm_place place = {.file = named};
    dm_report(diagnostics, DM_ERROR, &place, "DEMARCHE_DATA names this folder, but there is no data/lexicon in it");
    return DM_BAD_RULES;
  }
  if (find_beside_program(folder))
    return DM_OK;
  dm_report(diagnostics, DM_ERROR, NULL, "the program's data are not where it was installed; DEMARCHE_DATA can name their folder");
  return DM_BAD_RULES;
}

dm_status dm_session_engine(dm_engine **out, const dm_call *call)
{
  dm_buffer        folder = {0};
  const dm_common *common = call->common;
  *out = NULL;
  dm_status status = dm_session_data_folder(&folder, call->diagnostics);
  if (status == DM_OK) {
    const dm_engine_options options = {.data_folder = dm_buffer_string(&folder),
                                       .lexicon_paths = common->lexicon.items,
                                       .n_lexicon_paths = common->lexicon.n,
                                       .rule_paths = common->rules.items,
                                       .n_rule_paths = common->rules.n,
                                       .mapping_path = common->mapping,
                                       .base = common->base};
    status = dm_engine_new(out, &options, call->diagnostics);
  }
  dm_buffer_free(&folder);
  return status;
}

static bool names_standard_input(const dm_texts *operands)
{
  for (size_t i = 0; i < operands->n; i++)
    if (strcmp(operands->items[i], "-") == 0)
      return true;
  return operands->n == 0;
}

static void tell_unknown_kinds(const dm_input_count *count, dm_diagnostics *diagnostics)
{
  if (count->n_unknown_kind)
    dm_report(diagnostics, DM_NOTE, NULL, "%zu other file%s passed over, whose names do not end with .txt or .md", count->n_unknown_kind,
              count->n_unknown_kind == 1 ? " was" : "s were");
}

dm_status dm_session_inputs(dm_inputs *inputs, dm_input_count *count, const dm_input_options *options, const dm_call *call)
{
  static const char *const standard_input[] = {"-"};
  const bool               has_operands = call->operands->n > 0;
  *inputs = (dm_inputs){0};
  if (!has_operands && isatty(STDIN_FILENO) == 1) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "no input: name files or folders, or `-` to type a document");
    return DM_BAD_USAGE;
  }
  if (options->id && !names_standard_input(call->operands)) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "`--id` names the document of standard input, which is no input here");
    return DM_BAD_USAGE;
  }
  const dm_status status = dm_inputs_list(inputs, count, has_operands ? call->operands->items : standard_input, has_operands ? call->operands->n : 1,
                                          options, call->diagnostics);
  tell_unknown_kinds(count, call->diagnostics);
  if (status == DM_REFUSED && (!inputs->n || call->common->fail_fast))
    return DM_BAD_INPUT;
  return status;
}

static void drop_message(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx;
  (void)message;
  (void)n_bytes;
}

static void describe_data(dm_buffer *out)
{
  dm_diagnostics   *silent = dm_diagnostics_new(drop_message, NULL);
  dm_buffer         folder = {0};
  dm_engine        *engine = NULL;
  dm_engine_options options = {0};
  const dm_status   found = dm_session_data_folder(&folder, silent);
  options.data_folder = dm_buffer_string(&folder);
  if (found != DM_OK)
    dm_buffer_add_string(out, "data: not found\n");
  else if (dm_engine_new(&engine, &options, silent) != DM_OK)
    dm_buffer_print(out, "data: %s does not compile\n", options.data_folder);
  else
    dm_buffer_print(out, "data: SHA-256 %s, %s\n", dm_engine_data_digest(engine), options.data_folder);
  dm_engine_free(engine);
  dm_buffer_free(&folder);
  dm_diagnostics_free(silent);
}

/* Each module tells the libraries that it runs on. */
static void (*const libraries[])(dm_buffer *out) = {
    dm_raptor_describe,           dm_results_describe, dm_remote_describe, dm_index_describe, dm_value_describe,
    dm_function_describe_version, dm_serve_describe,   dm_yaml_describe,   dm_base_describe,
};

void dm_session_describe(dm_buffer *out)
{
  dm_buffer_print(out, "demarche %s\n", DM_VERSION);
  describe_data(out);
  dm_buffer_add_string(out, "libraries: ");
  for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++) {
    if (i)
      dm_buffer_add_string(out, ", ");
    libraries[i](out);
  }
  dm_buffer_add_byte(out, '\n');
}
