/* The exit codes, in one table. */
#include "base/status.h"

#include <stddef.h>

int dm_status_exit_code(dm_status status)
{
  static const int codes[] = {
      [DM_OK] = 0,        [DM_NOTHING] = 0,    [DM_REFUSED] = 1,     [DM_BAD_USAGE] = 2,  [DM_BAD_RULES] = 3,
      [DM_BAD_INPUT] = 4, [DM_BAD_OUTPUT] = 5, [DM_BROKEN_PIPE] = 5, [DM_OVER_LIMIT] = 6, [DM_INTERRUPTED] = 130,
  };
  return (size_t)status < sizeof codes / sizeof *codes ? codes[status] : 1;
}
