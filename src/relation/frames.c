/* relation/frames.c - clauses: who does what to what.
 *
 *   [Japan and France] also [reaffirmed] their commitment to [an open cyberspace] and [capacity building], in order to ..., and [welcomed] [X]
 *    subject: a list       hit            object                object            after a purpose: none   the next hit ends the reach
 *
 * A hit is a frame's trigger in a sentence. Its subject is looked for before it, its objects in its reach; both may be inherited by the items of a list. */
#include <string.h>

#include "relation/clause_impl.h"

static void inherit_objects(clause_walk *w, dm_token_range sentence)
{
  const dm_text *text = w->relation->reading->text;
  uint32_t       head = text->blocks[w->block].head;
  hit           *above = head != w->block ? w->blocks[head].last : NULL;
  if (!above || (!above->of->unowned && !above->voiced && above->n_subjects == 0))
    return;
  dm_token_range passages[2] = {sentence, text->sentences[text->blocks[head].sentences.end - 1].tokens};
  uint32_t       end = w->found.n ? w->found.items[0]->range.begin : sentence.end;
  dm_objects_in(w->relation, above, (dm_token_range){sentence.begin, end}, passages, 2);
}

/* `Having considered X, the participants:`: who stands last, right before the list, is its subject, and no frame before reaches into it. */
static void take_named_head(const clause_walk *w, inheritance *left, uint32_t from, uint32_t end)
{
  const dm_mention *subjects[MAX_ACTORS];
  size_t            n = dm_subjects_before(w->relation, from, end, subjects);
  if (n == 0 || subjects[n - 1]->range.end + 1 < end)
    return;
  memcpy(left->subjects, subjects, n * sizeof *subjects);
  left->n_subjects = n;
  left->last = NULL;
}

static void leave_inheritance(clause_walk *w, dm_token_range sentence)
{
  inheritance   *left = &w->blocks[w->block];
  const dm_text *text = w->relation->reading->text;
  uint32_t       head = text->blocks[w->block].head;
  hit           *last = w->found.n ? w->found.items[w->found.n - 1] : NULL;
  left->last =
      last && last->reach_end + 1 >= sentence.end && last->of->objects != OBJECTS_BEFORE && last->of->objects != OBJECTS_INSIDE ? last : NULL;
  if (!last && head != w->block)
    left->last = w->blocks[head].last;
  left->n_subjects = last ? last->n_subjects : dm_subjects_before(w->relation, sentence.begin, sentence.end, left->subjects);
  if (last)
    memcpy(left->subjects, last->subjects, last->n_subjects * sizeof *last->subjects);
  if (last && last->range.end < sentence.end)
    take_named_head(w, left, last->range.end, sentence.end);
  if (!left->n_subjects && head != w->block) {
    memcpy(left->subjects, w->blocks[head].subjects, w->blocks[head].n_subjects * sizeof *left->subjects);
    left->n_subjects = w->blocks[head].n_subjects;
  }
}

/* `Recalling X, the two sides reaffirmed Y`: a frame that opens the sentence takes the subject of the next; without one it is the head's or the document's. */
static void settle_awaiting(clause_walk *w, dm_token_range sentence)
{
  for (size_t i = w->found.n; i-- > 0;) {
    hit       *h = w->found.items[i];
    const hit *next = i + 1 < w->found.n ? w->found.items[i + 1] : NULL;
    if (!h->awaits)
      continue;
    bool is_main = next && next->n_subjects && next->subjects[0]->range.begin >= sentence.begin &&
                   !dm_phrase_ends_before(w->relation, CLAUSE_SUBORDINATORS, sentence.begin, next->subjects[0]->range.begin);
    if (is_main)
      dm_subjects_take(h, next->subjects, next->n_subjects);
    else
      dm_subjects_inherit(w, i, i ? h->range.begin : sentence.begin, h);
  }
  for (size_t i = 1; i < w->found.n; i++) { /* what hung on those that waited */
    hit       *h = w->found.items[i];
    const hit *outer = h->of->subject == SUBJECT_OUTER ? dm_hit_outer(w, i) : NULL;
    if (!outer || !outer->awaits || h->n_subjects || h->voiced)
      continue;
    dm_subjects_take(h, outer->subjects, outer->n_subjects);
    h->voiced = outer->voiced;
  }
}

/* Frees the hits of the sentence but those that are still asked for. */
static void free_hits(clause_walk *w)
{
  const hit *last = w->blocks[w->block].last;
  size_t     n = w->n_lasting;
  for (size_t i = n; i < w->all.n; i++) {
    hit *h = w->all.items[i];
    if (h != last && h != w->said) {
      free(h);
      continue;
    }
    w->all.items[n++] = h;
    if (h != last)
      continue;
    w->all.items[n - 1] = w->all.items[w->n_lasting];
    w->all.items[w->n_lasting++] = h;
  }
  w->all.n = n;
  w->found.n = 0;
}

/* `sentence` is a whole one, or a piece where it is too long to be one. */
static void walk_sentence(clause_walk *w, const dm_block *block, dm_token_range sentence)
{
  dm_hits_find(w, sentence);
  for (size_t i = 0; i < w->found.n; i++)
    dm_subject_find(w, i, sentence);
  settle_awaiting(w, sentence);
  if (sentence.begin == block->tokens.begin)
    inherit_objects(w, sentence);
  for (size_t i = 0; i < w->found.n; i++) {
    dm_hit_qualify(w, i, sentence);
    dm_objects_find(w, i, sentence);
  }
  if (sentence.end == block->tokens.end)
    leave_inheritance(w, sentence);
  w->said = NULL;
  for (size_t i = w->found.n; i-- > 0;)
    if (w->found.items[i]->n_subjects)
      w->said = w->found.items[i];
  free_hits(w);
}

void dm_run_frames(dm_relation *relation, uint32_t number)
{
  const dm_text *text = relation->reading->text;
  clause_walk    w = {.relation = relation, .phase = number};
  if (relation->rules->phases.items[number].n_frames == 0)
    return;
  w.blocks = dm_allocate((text->n_blocks + 1) * sizeof *w.blocks);
  for (uint32_t b = 0; b < text->n_blocks; b++) {
    w.block = b;
    w.said = NULL;
    for (uint32_t s = text->blocks[b].sentences.begin; s < text->blocks[b].sentences.end; s++) {
      dm_token_range left = text->sentences[s].tokens;
      for (; left.end - left.begin > MAX_SENTENCE_TOKENS; left.begin += MAX_SENTENCE_TOKENS)
        walk_sentence(&w, &text->blocks[b], (dm_token_range){left.begin, left.begin + MAX_SENTENCE_TOKENS});
      walk_sentence(&w, &text->blocks[b], left);
    }
  }
  for (size_t i = 0; i < w.all.n; i++)
    free(w.all.items[i]);
  dm_vector_free(&w.all);
  dm_vector_free(&w.found);
  free(w.blocks);
}
