/* remote/version.c - for `demarche --version`. */
#include "remote/version.h"

#include <curl/curl.h>

void dm_remote_describe(dm_buffer *out)
{
  dm_buffer_print(out, "libcurl %s", curl_version_info(CURLVERSION_NOW)->version);
}
