/* raptor/world.h - raptor's worlds, lent. Inside this module only. */
#ifndef DM_RAPTOR_WORLD_H
#define DM_RAPTOR_WORLD_H

#include <raptor2.h>

/* Lends an open world to one user, who sets its handlers; NULL if raptor cannot be started. Thread-safe, as is giving it back. */
raptor_world *dm_raptor_world_take(void);
void          dm_raptor_world_give(raptor_world *world);

#endif
