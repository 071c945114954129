/* relation/claim_impl.h - inside of a claim; for this module only. */
#ifndef DM_RELATION_CLAIM_IMPL_H
#define DM_RELATION_CLAIM_IMPL_H

#include "relation/claim.h"
#include "relation/rule_impl.h"

/* What is asked of one cell. */
typedef struct {
  bool  given;                         /* asked for at all */
  bool  fixed;                         /* a word or thing that rules put there themselves */
  char *words;                         /* as asked for */
  DM_VECTOR(const dm_entity *) things; /* of that name; none: text */
} wanted;

struct dm_claim {
  const dm_rules *rules;
  uint32_t        family;
  size_t          n_cells;
  wanted         *cells; /* one a cell of the family */
};

/* Whether a cell takes the qualification of a frame. */
bool dm_claim_is_qualified(const dm_claim *claim, size_t cell);

/* Whether a value is what is asked for; anything is where nothing is asked. */
bool dm_wanted_is(const wanted *asked, const dm_cell_value *value);
bool dm_wanted_thing(const wanted *asked, const dm_entity *thing);

#endif
