/* Two documents as the rules might have read them, made by hand: a meeting record and a statement. */
#ifndef FACTS_H
#define FACTS_H

#include <stdint.h>
#include <string.h>

#include "relation/fact.h"

#define ENTITY(e)                                                                                                                                    \
  {                                                                                                                                                  \
    DM_CELL_ENTITY, &(e), NULL                                                                                                                       \
  }
#define TEXT(t)                                                                                                                                      \
  {                                                                                                                                                  \
    DM_CELL_TEXT, NULL, t                                                                                                                            \
  }
#define WORD(t)                                                                                                                                      \
  {                                                                                                                                                  \
    DM_CELL_WORD, NULL, t                                                                                                                            \
  }
#define NUMBER(t)                                                                                                                                    \
  {                                                                                                                                                  \
    DM_CELL_NUMBER, NULL, t                                                                                                                          \
  }
#define DATE(t)                                                                                                                                      \
  {                                                                                                                                                  \
    DM_CELL_DATE, NULL, t                                                                                                                            \
  }
#define N(array)         (sizeof(array) / sizeof *(array))
#define CELLS(name, ...) static const dm_cell name[] = {__VA_ARGS__}
#define FACT(f, c, p)                                                                                                                                \
  {                                                                                                                                                  \
    .family = (f), .cells = (c), .n_cells = N(c), .passages = (p), .n_passages = N(p)                                                                \
  }
#define BARE_FACT(f, c)                                                                                                                              \
  {                                                                                                                                                  \
    .family = (f), .cells = (c), .n_cells = N(c)                                                                                                     \
  }
#define LISTED(k, i, l)                                                                                                                              \
  {                                                                                                                                                  \
    .kind = (k), .id = (i), .label = (l), .listed = true                                                                                             \
  }
#define FOUND(k, i, l)                                                                                                                               \
  {                                                                                                                                                  \
    .kind = (k), .id = (i), .label = (l), .index = UINT32_MAX                                                                                        \
  }

static const char *const jpn_names[] = {"State of Japan"};
static const dm_property jpn_properties[] = {{"iso2", "JP"}, {"m49", "392"}, {"sameAs", "http://www.wikidata.org/entity/Q17"}, {"sameAs", "no IRI"}};
static const dm_entity   japan = {.kind = "state",
                                  .id = "JPN",
                                  .label = "Japan",
                                  .alt_labels = jpn_names,
                                  .n_alt_labels = N(jpn_names),
                                  .properties = jpn_properties,
                                  .n_properties = N(jpn_properties),
                                  .listed = true};
static const dm_entity   france = LISTED("state", "FRA", "France");
static const char *const mofa_names[] = {"Ministry of Foreign Affairs", "MOFA"};
static const dm_entity   mofa = {.kind = "agency",
                                 .id = "jpn-ministry-of-foreign-affairs",
                                 .label = "Ministry of Foreign Affairs of Japan",
                                 .alt_labels = mofa_names,
                                 .n_alt_labels = N(mofa_names),
                                 .of = &japan,
                                 .listed = true};
static const char *const pec_names[] = {"PEC"};
static const dm_entity   pec = {.kind = "agency",
                                .id = "fra-pole-d-excellence-cyber",
                                .label = "Pôle d'excellence cyber",
                                .alt_labels = pec_names,
                                .n_alt_labels = N(pec_names),
                                .of = &france,
                                .index = UINT32_MAX};
static const dm_entity   otaka = FOUND("person", "jpn-masato-otaka", "Masato Otaka");
static const dm_entity   martinon = FOUND("person", "fra-david-martinon", "David Martinon");
static const dm_entity   consultations =
    FOUND("series", "france-japan-bilateral-consultations-on-cybersecurity", "Japan-France Bilateral Consultations on Cybersecurity");
static const dm_entity tokyo = LISTED("place", "tokyo", "Tokyo");
static const dm_entity oewg = LISTED("forum", "un-oewg", "UN Open-ended Working Group");
static const dm_entity norms = LISTED("principle", "norms-of-responsible-behaviour", "Voluntary, non-binding norms of responsible State behaviour");
static const dm_entity norm_f = {
    .kind = "principle", .id = "norm-f", .label = "Not damaging critical infrastructure", .broader = &norms, .listed = true};
static const dm_entity capacity = LISTED("principle", "capacity-building", "Capacity building");
static const dm_entity affirms = LISTED("stance", "affirms", "affirms");
static const dm_entity co_chair = LISTED("role", "co-chair", "co-chair");
static const dm_entity party = LISTED("role", "party", "party");
static const dm_entity delegate = LISTED("role", "delegate", "delegate");

#define PASSAGE(b, t)                                                                                                                                \
  {                                                                                                                                                  \
    .begin_cp = (b), .end_cp = (b) + sizeof(t) - 1, .anchor = (t), .n_anchor_bytes = sizeof(t) - 1                                                   \
  }
static const dm_passage held[] = {PASSAGE(60, "were held in Tokyo, on Tuesday, 12 June 2018")};
static const dm_passage chaired[] = {PASSAGE(120, "co-chaired by \"Mr. Masato Otaka\"\r\nof MOFA")};
static const dm_passage reaffirmed[] = {PASSAGE(900, "Japan and France reaffirmed capacity building"), PASSAGE(1200, "They confirmed it again.")};

CELLS(c_kind, {"kind", WORD("record")});
CELLS(c_title, {"title", TEXT("The 4th Japan-France Bilateral Consultations")});
CELLS(c_language, {"language", TEXT("en")});
CELLS(c_source, {"source", TEXT("https://www.mofa.go.jp/press.html")});
CELLS(c_publisher, {"publisher", TEXT("Ministry of Foreign Affairs of Japan")});
CELLS(c_date, {"date", DATE("2018-06-13")});
CELLS(c_event_kind, {"kind", WORD("consultation")});
CELLS(c_series, {"series", ENTITY(consultations)});
CELLS(c_ordinal, {"ordinal", NUMBER("4")});
CELLS(c_start, {"date", DATE("2018-06-12")});
CELLS(c_place, {"place", ENTITY(tokyo)});
CELLS(c_next, {"date", DATE("2019")});
CELLS(c_party, {"actor", ENTITY(japan)}, {"role", ENTITY(party)});
CELLS(c_chair, {"actor", ENTITY(otaka)}, {"role", ENTITY(co_chair)}, {"side", ENTITY(japan)});
CELLS(c_delegate, {"actor", ENTITY(pec)}, {"role", ENTITY(delegate)}, {"side", ENTITY(france)});
CELLS(c_post, {"person", ENTITY(otaka)}, {"title", TEXT("Ambassador in charge of Cyber Policy")}, {"body", ENTITY(mofa)});
CELLS(c_untitled, {"person", ENTITY(martinon)}, {"body", ENTITY(pec)});
CELLS(c_discussed, {"topic", ENTITY(norm_f)});
CELLS(c_position, {"holder", ENTITY(japan)}, {"stance", ENTITY(affirms)}, {"target", ENTITY(capacity)});
CELLS(c_mention, {"thing", ENTITY(oewg)});

static const dm_fact meeting_facts[] = {
    BARE_FACT("metadata", c_language),
    BARE_FACT("metadata", c_source),
    BARE_FACT("metadata", c_publisher),
    BARE_FACT("document-kind", c_kind),
    BARE_FACT("document-title", c_title),
    BARE_FACT("document-date", c_date),
    BARE_FACT("event-kind", c_event_kind),
    BARE_FACT("event-series", c_series),
    BARE_FACT("event-ordinal", c_ordinal),
    FACT("event-start", c_start, held),
    BARE_FACT("event-place", c_place),
    BARE_FACT("next-when", c_next),
    BARE_FACT("participation", c_party),
    FACT("participation", c_chair, chaired),
    BARE_FACT("participation", c_delegate),
    FACT("post", c_post, chaired),
    BARE_FACT("post", c_untitled),
    BARE_FACT("discussed", c_discussed),
    FACT("position", c_position, reaffirmed),
    FACT("position", c_position, reaffirmed),
    BARE_FACT("mention", c_mention),
};
static const dm_entity *const  meeting_entities[] = {&mofa,   &pec,      &oewg,          &martinon, &otaka, &tokyo,
                                                     &norm_f, &capacity, &consultations, &france,   &japan, &norms};
static const dm_document_facts meeting = {.name = "000 (final) §4",
                                          .length_cp = 2000,
                                          .facts = meeting_facts,
                                          .n_facts = N(meeting_facts),
                                          .entities = meeting_entities,
                                          .n_entities = N(meeting_entities)};

static const dm_passage we_support[] = {PASSAGE(20, "My delegation condemns such acts")};
CELLS(s_kind, {"kind", WORD("statement")});
CELLS(s_language, {"language", TEXT("English")});
CELLS(s_issued, {"issued", TEXT("May 2020")});
CELLS(s_date, {"date", DATE("2020-05")});
CELLS(s_no_day, {"date", DATE("2021-02-29")}); /* so it is not stated */
CELLS(s_forum, {"forum", ENTITY(oewg)});
CELLS(s_speaker, {"actor", ENTITY(japan)}, {"role", WORD("speaker")});
CELLS(s_position, {"holder", ENTITY(japan)}, {"stance", WORD("condemns")}, {"target", ENTITY(norm_f)});
CELLS(s_unknown, {"thing", ENTITY(oewg)});
static const dm_fact speech_facts[] = {
    BARE_FACT("metadata", s_language),     BARE_FACT("metadata", s_issued),          BARE_FACT("document-kind", s_kind),
    BARE_FACT("document-date", s_date),    BARE_FACT("event-end", s_no_day),         BARE_FACT("event-forum", s_forum),
    BARE_FACT("participation", s_speaker), FACT("position", s_position, we_support), BARE_FACT("no-such-family", s_unknown),
};
static const dm_entity *const  speech_entities[] = {&oewg, &norm_f, &japan, &norms};
static const dm_document_facts speech = {.name = "山崎大使",
                                         .length_cp = 60,
                                         .facts = speech_facts,
                                         .n_facts = N(speech_facts),
                                         .entities = speech_entities,
                                         .n_entities = N(speech_entities)};

#endif
