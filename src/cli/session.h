/* cli/session.h - what commands share: where the data are, the engine, the inputs. */
#ifndef DM_CLI_SESSION_H
#define DM_CLI_SESSION_H

#include "base/buffer.h"
#include "cli/command.h"
#include "document/document.h"
#include "pipeline/pipeline.h"

/* Finds the folder that holds data, ontology and queries: DEMARCHE_DATA; the one that was installed with the program, wherever both were moved;
 * the source tree of a program that was not installed. DM_BAD_RULES, reported, if there is none. */
dm_status dm_session_data_folder(dm_buffer *folder, dm_diagnostics *diagnostics);

/* Compiles lexicon, rules and mapping as the call wants them. *out is the caller's. */
dm_status dm_session_engine(dm_engine **out, const dm_call *call);

/* Lists the inputs that the call names; none is standard input, but not where that is a terminal. DM_OK; DM_REFUSED if some were refused, DM_BAD_INPUT
 * if all were (or one, with --fail-fast); DM_BAD_USAGE. `inputs` is the caller's in each case. */
dm_status dm_session_inputs(dm_inputs *inputs, dm_input_count *count, const dm_input_options *options, const dm_call *call);

/* Appends the program's version, its data's digest, its libraries' versions. */
void dm_session_describe(dm_buffer *out);

#endif
