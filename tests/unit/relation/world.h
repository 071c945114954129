/* A small lexicon, small rules and one text, for tests of mentions and relations. Files are written to a folder of the test's own. */
#ifndef DM_TESTS_WORLD_H
#define DM_TESTS_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "lexicon/lexicon.h"

typedef struct {
  dm_lexicon     *lexicon;
  dm_diagnostics *diagnostics;
  dm_buffer       messages;
  char            folder[64];
} world;

static const char world_lexicon[] =
    "kinds:\n"
    "  state: {groups: [actor, side, thing, location]}\n"
    "  organization: {groups: [actor, side, thing]}\n"
    "  agency: {opens: [side], groups: [actor, body, thing]}\n"
    "  person: {groups: [actor-person]}\n"
    "  forum: {opens: [forum], groups: [thing, object, occasion]}\n"
    "  series: {opens: [side], groups: [meeting, thing, occasion]}\n"
    "  principle: {opens: [thing], groups: [concept, object]}\n"
    "  stance: {groups: []}\n"
    "  date: {groups: []}\n"
    "  reference: {groups: [actor]}\n"
    "properties: [from, until, notation]\n"
    "endings: [{ends: [e], drop: 1, add: [es, ed, ing]}, {ends: [], add: [s, ed, ing]}]\n"
    "light: [the]\n"
    "serial: [and]\n"
    "lookalikes: [Austrasia]\n"
    "persons_before: ['%title .?']\n"
    "spellings: [['&', and], [fence, fense]]\n"
    "abbreviations: [mr]\n"
    "months: {march: 3}\n"
    "classes:\n"
    "  title: [mr, ms]\n"
    "  month: [march]\n"
    "aliases: ['\\( alias=[caps] \\)']\n"
    "owners_before: ['side=<side/adjective>', \"side=<side> 's\"]\n"
    "owners_after: ['of the? side=<side>']\n"
    "holders_before: ['side=<agency> : (%title .?)?']\n"
    "holders_after: ['(, | of the?)* side=<agency>']\n"
    "guests: ['to the?']\n"
    "sides:\n"
    "  - {scope: sentence, pattern: '(on | from) the side=<side> side'}\n"
    "  - {scope: again, pattern: '^^ it'}\n"
    "  - {scope: section, pattern: '^ side=<side> $'}\n"
    "forms:\n"
    "  - {form: day, kind: date, pattern: 'day=[num] month=%month year=[num]'}\n"
    "  - {form: body, kind: agency, thing: true, pattern: 'label=(ministry of [cap])'}\n"
    "  - {form: owned, kind: agency, thing: true, pattern: 'label=(<side/inner> ministry of [cap])'}\n"
    "  - {form: mission, kind: agency, thing: true, pattern: 'label=(mission (of | to the?) <side>)'}\n"
    "  - {form: bodies, kind: agency, thing: true, head: Ministry of, pattern: 'ministries of label=([cap]) (, label=([cap]))* and label=([cap])'}\n"
    "  - {form: line, kind: person, thing: true, round: 2, over: lines, pattern: '^ label=([cap]{2,3}) $ ^ <agency>'}\n"
    "  - {form: alone, kind: series, thing: true, round: 2, pattern: 'label=(secret dialogue)'}\n"
    "  - {form: titled, kind: person, thing: true, round: 2, pattern: '%title label=([cap]{1,3})'}\n"
    "  - {form: pair, kind: series, thing: true, round: 2, pattern: 'label=(<side/inner> - <side/inner> dialogue)'}\n"
    "  - {form: both, kind: reference, round: 3, pattern: 'the two sides | they'}\n"
    "  - {form: own, kind: reference, round: 3, pattern: 'we'}\n";

static const char world_states[] = "kind: state\n"
                                   "entities:\n"
                                   "  - {id: JPN, label: Japan, adjectives: [Japanese]}\n"
                                   "  - {id: FRA, label: France, adjectives: [French]}\n"
                                   "  - {id: KOR, label: Republic of Korea, names: [South Korea], acronyms: [ROK]}\n"
                                   "  - {id: TCD, label: Chad}\n"
                                   "  - {id: AUS, label: Australia, adjectives: [Australian]}\n"
                                   "  - {id: AUT, label: Austria}\n"
                                   "  - {id: MAL, label: Marland}\n"
                                   "  - {id: MOL, label: Morland}\n";

static const char world_bodies[] =
    "kind: agency\n"
    "entities:\n"
    "  - {id: jpn-mofa, label: Ministry of Foreign Affairs of Japan, names: [Ministry of Foreign Affairs], acronyms: [MOFA], of: JPN}\n"
    "  - {id: kor-mofa, label: Ministry of Foreign Affairs of Korea, names: [Ministry of Foreign Affairs], acronyms: [MOFA], of: KOR}\n"
    "  - {id: fra-anssi, label: National Cybersecurity Agency, acronyms: [ANSSI], of: FRA}\n"
    "  - {id: fra-crafts, label: 'Ministry of Crafts, Arts and Defence', names: [Ministry of Crafts], of: FRA}\n"
    "  - {id: fra-old, label: Cyber Office, of: FRA, until: 2018}\n"
    "  - {id: fra-new, label: Cyber Office, of: FRA, from: 2018, succeeds: fra-old}\n";

static const char world_forums[] = "kind: forum\n"
                                   "entities:\n"
                                   "  - {id: group, label: Working Group, acronyms: [OEWG]}\n"
                                   "  - {id: group-1, label: Working Group on One, names: [Working Group], acronyms: [OEWG], partOf: group}\n"
                                   "  - {id: group-2, label: Working Group on Two, names: [Working Group], acronyms: [OEWG], partOf: group}\n";

static const char world_principles[] = "kind: principle\n"
                                       "entities:\n"
                                       "  - {id: law, label: Law, found: false, patterns: ['international law', 'law']}\n"
                                       "  - {id: peace, label: Peace, found: false, patterns: ['peace']}\n"
                                       "  - {id: trust, label: Trust, found: false, patterns: ['trust building', 'trust']}\n"
                                       "  - {id: treaties, label: Treaties, found: false, alsoNames: law, patterns: ['treaties', 'treaty law']}\n"
                                       "  - {id: war, label: War, found: false, patterns: ['war']}\n";

static const char world_stances[] = "kind: stance\n"
                                    "entities:\n"
                                    "  - {id: affirms, label: affirms, found: false}\n"
                                    "  - {id: welcomes, label: welcomes, found: false}\n"
                                    "  - {id: opposes, label: opposes, found: false}\n"
                                    "  - {id: asks, label: asks, found: false}\n";

static void keep_message(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static void write_text(const char *folder, const char *name, const char *text)
{
  char path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
  assert_int_equal(fclose(file), 0);
}

static const struct {
  const char *name;
  const char *text;
} world_files[] = {{"a-language.yaml", world_lexicon}, {"states.yaml", world_states},         {"bodies.yaml", world_bodies},
                   {"forums.yaml", world_forums},      {"principles.yaml", world_principles}, {"stances.yaml", world_stances}};
enum { N_WORLD_FILES = sizeof world_files / sizeof *world_files };

static dm_status world_load(world *w)
{
  const char *paths[] = {w->folder};
  return dm_lexicon_load(&w->lexicon, paths, 1, w->diagnostics);
}

static int set_up(void **state)
{
  world *w = test_calloc(1, sizeof *w);
  strcpy(w->folder, "/tmp/demarche-test-XXXXXX");
  assert_non_null(mkdtemp(w->folder));
  w->diagnostics = dm_diagnostics_new(keep_message, &w->messages);
  for (size_t i = 0; i < N_WORLD_FILES; i++)
    write_text(w->folder, world_files[i].name, world_files[i].text);
  if (world_load(w))
    fail_msg("%s", dm_buffer_string(&w->messages));
  *state = w;
  return 0;
}

static int tear_down(void **state)
{
  world *w = *state;
  char   path[128];
  for (size_t i = 0; i < N_WORLD_FILES; i++) {
    snprintf(path, sizeof path, "%s/%s", w->folder, world_files[i].name);
    unlink(path);
  }
  snprintf(path, sizeof path, "%s/%s", w->folder, "more.yaml");
  unlink(path);
  rmdir(w->folder);
  dm_lexicon_free(w->lexicon);
  dm_diagnostics_free(w->diagnostics);
  dm_buffer_free(&w->messages);
  test_free(w);
  return 0;
}

#endif
