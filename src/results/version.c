/* results/version.c - for `demarche --version`. */
#include "results/version.h"

#include <expat.h>

void dm_results_describe(dm_buffer *out)
{
  const XML_Expat_Version version = XML_ExpatVersionInfo();
  dm_buffer_print(out, "expat %d.%d.%d", version.major, version.minor, version.micro);
}
