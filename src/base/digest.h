/* base/digest.h - SHA-256. The only user of nettle. */
#ifndef DM_BASE_DIGEST_H
#define DM_BASE_DIGEST_H

#include <stddef.h>

/* Writes the 64 lower-case hex digits of SHA-256 (FIPS 180-4) of `bytes` and a NUL to `hex`. */
void dm_digest_sha256(char hex[65], const char *bytes, size_t n_bytes);

#endif
