/* relation/why_text.c - reasons in words, and how the document names what is asked for. */
#include "relation/why_impl.h"

#include <string.h>

#include "base/unicode.h"

enum { MAX_NOTES = 5, MAX_CANDIDATES = 4 };

/* `{a}` is the mention, `{w}` the words that decided, `{r}` another rule, `{k}` the mention's kind, `{d}` the fact that stands instead. */
static const char *const sayings[N_WHYS] = {
    [WHY_COMPLETING] = "it only goes on what the line above its list began",
    [WHY_NOMINAL] = "`{w}` before it makes it no verb of its own",
    [WHY_RELATIVE] = "`{w}` before it makes it a relative clause",
    [WHY_SUBORDINATE] = "`{w}` makes it a subordinate clause",
    [WHY_TOLD] = "`{w}` of rule {r} only tells what it says",
    [WHY_ASKED] = "`{w}` makes it a question",
    [WHY_QUESTION] = "its sentence asks",
    [WHY_IN_NAME] = "it begins inside the name `{w}`",
    [WHY_OVERLAPPED] = "the frame `{w}` of rule {r} takes its words",
    [WHY_OWNER] = "`{a}` is no subject: `{w}` behind it makes it an owner",
    [WHY_OBLIQUE] = "`{a}` is no subject: `{w}` stands before it",
    [WHY_REMOTE] = "`{a}` is no subject: `{w}` stands between it and the trigger",
    [WHY_KIND] = "`{a}` is no object: this rule takes no {k}",
    [WHY_PURPOSE] = "`{a}` is no object: it stands in the purpose that `{w}` begins",
    [WHY_PLACE] = "`{a}` is no object: it stands as a place",
    [WHY_DIGRESSION] = "`{a}` is no object: behind `{w}` only concepts are",
    [WHY_JOINED] = "`{a}` is no object: it is joined to what is none",
    [WHY_ADJUNCT] = "`{a}` is no object: `{w}` before it makes it a place or means",
    [WHY_SPARED] = "`{a}` is no object: what stands before it makes it what was struck",
    [WHY_ASIDE] = "`{a}` is no object: `{w}` before it makes it a circumstance",
    [WHY_RENAME] = "`{a}` is no object: it only renames what stands before it",
    [WHY_FIELD] = "its passage does not speak of the field that these facts ask for",
    [WHY_LESSER] = "it was stated, but {d} says the same and more",
    [WHY_CLASH] = "it was stated, but in one sentence only one such fact stands: {d}, which is stronger or came first (rule {r})",
    [WHY_BEST] = "it was stated, but only the fact that weighs most stands: {d} (rule {r})",
    [WHY_OTHER_MATCH] = "it was stated, but only what one passage says stands: {d} (rule {r})",
    [WHY_OUTVOTED] = "it was stated, but more speaks for {d} (rule {r})",
    [TRACE_NEGATED] = "it is negated: `{w}`",
};

static bool names_draft(dm_why reason)
{
  return reason >= WHY_REPEATED && reason <= WHY_OUTVOTED;
}

static const char *name_of_rule(const why *y, const dm_trace_event *event)
{
  uint32_t number = event->other;
  if (names_draft(event->why) && number != UINT32_MAX)
    number = y->relation->drafts.items[number].rule;
  return number == UINT32_MAX ? "-" : y->rules->rules.items[number].name;
}

static const char *part_of(const why *y, const dm_trace_event *event, char part)
{
  switch (part) {
  case 'a': return event->mention ? dm_why_words(y, event->mention->range) : "";
  case 'w': return dm_why_words(y, event->words);
  case 'r': return name_of_rule(y, event);
  case 'k': return event->mention ? dm_grammar_kind_name(dm_lexicon_grammar(y->reading->lexicon), event->mention->kind) : "";
  default: return event->other == UINT32_MAX ? "another fact" : dm_why_draft(y, &y->relation->drafts.items[event->other]);
  }
}

/* What facts stand of a condition's family, as far as it asks; adds nothing if there are none. */
static void add_standing(const why *y, const condition *asked, dm_buffer *out)
{
  for (size_t i = 0; i < y->relation->drafts.n; i++) {
    const draft *fact = &y->relation->drafts.items[i];
    for (size_t c = 0; c < fact->n_cells && fact->family == asked->family && !fact->dropped; c++) {
      const dm_cell_value *value = &fact->cells[c].value;
      if (asked->cell && strcmp(asked->cell, fact->cells[c].name) != 0)
        continue;
      const char *shown = value->kind == DM_CELL_ENTITY ? value->entity->id : value->text;
      if (!strstr(dm_buffer_string(out), shown))
        dm_buffer_print(out, "%s%s", out->n_bytes ? ", " : "", shown);
    }
  }
}

static void say_condition(why *y, text_lines *lines, const condition *asked)
{
  dm_buffer   words = {0}, standing = {0};
  const char *name = y->rules->families.items[asked->family].name;
  const char *where = asked->negated ? "it does not apply where" : "it applies only where";
  if (asked->cell)
    name = dm_arena_print(y->arena, "%s.%s", name, asked->cell);
  for (size_t i = 0; i < asked->n_words; i++)
    dm_buffer_print(&words, "%s%s", i ? " or " : "", asked->words[i]);
  add_standing(y, asked, &standing);
  if (asked->n_words == 0)
    dm_why_say(y, lines, "%s any %s is stated; here %s is", where, name, standing.n_bytes ? dm_buffer_string(&standing) : "none");
  else
    dm_why_say(y, lines, "%s %s is %s; here it is %s", where, name, dm_buffer_string(&words),
               standing.n_bytes ? dm_buffer_string(&standing) : "not stated");
  dm_buffer_free(&words);
  dm_buffer_free(&standing);
}

static void add_zones(dm_buffer *out, unsigned zones)
{
  size_t n = 0;
  for (unsigned z = 0; z < DM_N_ZONES; z++)
    if (zones >> z & 1)
      dm_buffer_print(out, "%s%s", n++ ? ", " : "", dm_zone_names[z]);
}

static void say_where(why *y, text_lines *lines, const dm_trace_event *event)
{
  dm_buffer asked = {0}, here = {0};
  add_zones(&asked, y->rules->rules.items[event->rule].where);
  add_zones(&here, y->relation->zones[y->reading->text->tokens[event->trigger.begin].block]);
  dm_why_say(y, lines, "it looks only in %s; this is %s", dm_buffer_string(&asked), dm_buffer_string(&here));
  dm_buffer_free(&asked);
  dm_buffer_free(&here);
}

static void say_under(why *y, text_lines *lines, const dm_trace_event *event)
{
  uint32_t block = y->reading->text->tokens[event->trigger.begin].block, heading = y->relation->heading_of[block];
  if (heading == UINT32_MAX)
    dm_why_say(y, lines, "it looks only under certain headings; there is none above");
  else
    dm_why_say(y, lines, "it looks only under certain headings; this one is `%s`", dm_why_words(y, y->reading->text->blocks[heading].tokens));
}

void dm_why_tell_event(why *y, text_lines *lines, const dm_trace_event *event)
{
  dm_buffer line = {0};
  switch (event->why) {
  case WHY_CONDITION: say_condition(y, lines, &y->rules->rules.items[event->rule].conditions[event->other]); return;
  case WHY_WHERE: say_where(y, lines, event); return;
  case WHY_UNDER: say_under(y, lines, event); return;
  case WHY_CELL: dm_why_say(y, lines, "it finds no value for %s", y->rules->families.items[y->claim->family].cells[event->other]); return;
  default: break;
  }
  for (const char *at = sayings[event->why]; at && *at; at++) {
    if (at[0] == '{' && at[1] && at[2] == '}') {
      dm_buffer_add_string(&line, part_of(y, event, at[1]));
      at += 2;
    } else {
      dm_buffer_add_byte(&line, *at);
    }
  }
  if (line.n_bytes)
    dm_why_say(y, lines, "%s", dm_buffer_string(&line));
  dm_buffer_free(&line);
}

/* Names. */

static void add_note(why *y, dm_token_range words, dm_buffer *text)
{
  *dm_vector_add(&y->notes) = (dm_naming_note){.text = dm_arena_string(y->arena, dm_buffer_string(text), text->n_bytes), .words = words};
  dm_buffer_free(text);
}

static bool has_candidate(const wanted *asked, const dm_mention *mention)
{
  for (size_t i = 0; i < mention->n_candidates; i++)
    if (dm_wanted_thing(asked, mention->candidates[i]))
      return true;
  return false;
}

/* A name that belongs to a wanted thing among others, and is not taken for it. */
static void note_ambiguous(why *y, const wanted *asked, const dm_mention *mention)
{
  dm_buffer text = {0};
  dm_buffer_print(&text, "`%s` may name %s, ", dm_why_words(y, mention->range), asked->words);
  if (mention->entity) {
    dm_buffer_print(&text, "but is taken for %s", mention->entity->id);
  } else {
    dm_buffer_add_string(&text, "but nothing tells which is meant:");
    for (size_t i = 0; i < mention->n_candidates && i < MAX_CANDIDATES; i++)
      dm_buffer_print(&text, "%s %s", i ? "," : "", mention->candidates[i]->id);
    if (mention->n_candidates > MAX_CANDIDATES)
      dm_buffer_print(&text, " and %zu more", mention->n_candidates - MAX_CANDIDATES);
  }
  add_note(y, mention->range, &text);
}

/* How many letters a name may differ and still be near. */
static size_t slack(size_t n_bytes)
{
  return n_bytes < 5 ? 0 : n_bytes < 9 ? 1 : 2;
}

static size_t count_words(const char *slug)
{
  size_t n = 1;
  for (; *slug; slug++)
    n += *slug == '-';
  return n;
}

/* Passages whose words are almost a name. */
static void note_near(why *y, const char *name)
{
  const dm_text *text = y->reading->text;
  dm_buffer      slug = {0}, here = {0};
  dm_unicode_slug(&slug, name, strlen(name));
  size_t n_words = count_words(dm_buffer_string(&slug)), most = slack(slug.n_bytes);
  for (uint32_t t = 0; most && t + n_words <= text->n_tokens && y->notes.n < MAX_NOTES; t++) {
    dm_token_range range = {t, t + (uint32_t)n_words};
    if (text->tokens[t].sentence != text->tokens[range.end - 1].sentence)
      continue;
    dm_buffer_clear(&here);
    for (uint32_t i = range.begin; i < range.end; i++)
      dm_buffer_print(&here, "%s%s", i > t ? "-" : "", text->tokens[i].folded);
    if (dm_unicode_distance(dm_buffer_string(&here), dm_buffer_string(&slug), most) > most)
      continue;
    dm_buffer note = {0};
    dm_buffer_print(&note, "`%s` is near to the name `%s`", dm_why_words(y, range), name);
    add_note(y, range, &note);
  }
  dm_buffer_free(&slug);
  dm_buffer_free(&here);
}

static void note_unnamed(why *y, const wanted *asked)
{
  dm_buffer text = {0};
  dm_buffer_print(&text, "the document nowhere names %s", asked->words);
  add_note(y, (dm_token_range){0, 0}, &text);
  for (size_t i = 0; i < asked->things.n; i++) {
    const dm_entity *thing = asked->things.items[i];
    if (thing->label)
      note_near(y, thing->label);
    for (size_t k = 0; k < thing->n_alt_labels; k++)
      note_near(y, thing->alt_labels[k]);
  }
}

void dm_why_names(why *y)
{
  const dm_reading *reading = y->reading;
  for (size_t c = 0; c < y->claim->n_cells; c++) {
    const wanted *asked = &y->claim->cells[c];
    size_t        n_named = 0, n_near = 0;
    if (!asked->given || asked->fixed || asked->things.n == 0 || dm_claim_is_qualified(y->claim, c))
      continue;
    for (size_t i = 0; i < reading->mentions.n; i++)
      n_named += reading->mentions.items[i].entity && dm_wanted_thing(asked, reading->mentions.items[i].entity);
    for (size_t i = 0; i < reading->mentions.n && n_named == 0; i++) {
      if (!has_candidate(asked, &reading->mentions.items[i]))
        continue;
      if (n_near < MAX_NOTES)
        note_ambiguous(y, asked, &reading->mentions.items[i]);
      n_near++;
    }
    if (n_named + n_near == 0)
      note_unnamed(y, asked);
  }
}
