/* What a small lexicon reads in a text. */
#ifndef DM_TESTS_CHECK_H
#define DM_TESTS_CHECK_H

#include "../relation/world.h"

#include "mention/mention.h"

/* Every mention as `words=id@side`, `words~name=id` where the name is misspelt, inner ones in brackets, in order. */
static void check(world *w, const char *source, const char *expected)
{
  dm_document *document = NULL;
  dm_reading  *reading = NULL;
  dm_buffer    got = {0};
  assert_int_equal(dm_document_from_bytes(&document, "doc", "doc", source, strlen(source), w->diagnostics), DM_OK);
  dm_reading_new(&reading, w->lexicon, document);
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *m = &reading->mentions.items[i];
    bool              inner = m->form & DM_FORM_INNER;
    dm_buffer_print(&got, "%s%s%s%s%s=%s", i ? "; " : "", inner ? "(" : "", dm_reading_words(reading, m->range), m->respelt ? "~" : "",
                    m->respelt ? m->respelt : "",
                    m->entity  ? m->entity->id
                    : m->value ? m->value
                               : "-");
    if (m->side && m->side != m->entity)
      dm_buffer_print(&got, "@%s", m->side->id);
    if (inner)
      dm_buffer_add_byte(&got, ')');
  }
  assert_string_equal(dm_buffer_string(&got), expected);
  dm_buffer_free(&got);
  dm_reading_free(reading);
  dm_document_free(document);
}

#endif
