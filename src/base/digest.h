/* base/digest.h - digests of bytes. The only user of nettle. */
#ifndef DM_BASE_DIGEST_H
#define DM_BASE_DIGEST_H

#include <stddef.h>

typedef enum { DM_DIGEST_MD5, DM_DIGEST_SHA1, DM_DIGEST_SHA256, DM_DIGEST_SHA384, DM_DIGEST_SHA512 } dm_digest;

#define DM_DIGEST_MOST_HEX 129 /* of SHA-512, with a NUL */

/* Writes the lower-case hex digits of the digest (RFC 1321, FIPS 180-4) of `bytes` and a NUL to `hex`. Returns how many digits there are. */
size_t dm_digest_hex(char hex[DM_DIGEST_MOST_HEX], dm_digest digest, const char *bytes, size_t n_bytes);

/* The same of SHA-256: 64 digits. */
void dm_digest_sha256(char hex[65], const char *bytes, size_t n_bytes);

#endif
