/* Digests through nettle. */
#include "base/digest.h"

#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <string.h>

size_t dm_digest_hex(char hex[DM_DIGEST_MOST_HEX], dm_digest digest, const char *bytes, size_t n_bytes)
{
  static const char                      digits[] = "0123456789abcdef";
  static const struct nettle_hash *const hashes[] = {
      [DM_DIGEST_MD5] = &nettle_md5,       [DM_DIGEST_SHA1] = &nettle_sha1,     [DM_DIGEST_SHA256] = &nettle_sha256,
      [DM_DIGEST_SHA384] = &nettle_sha384, [DM_DIGEST_SHA512] = &nettle_sha512,
  };
  union {
    struct md5_ctx    md5;
    struct sha1_ctx   sha1;
    struct sha256_ctx sha256;
    struct sha512_ctx sha512;
  } context;
  uint8_t                   made[SHA512_DIGEST_SIZE];
  const struct nettle_hash *hash = hashes[digest];
  hash->init(&context);
  if (n_bytes)
    hash->update(&context, n_bytes, (const uint8_t *)bytes);
  hash->digest(&context, hash->digest_size, made);
  for (size_t i = 0; i < hash->digest_size; i++) {
    hex[2 * i] = digits[made[i] >> 4];
    hex[2 * i + 1] = digits[made[i] & 15];
  }
  hex[2 * hash->digest_size] = '\0';
  return 2 * (size_t)hash->digest_size;
}

void dm_digest_sha256(char hex[65], const char *bytes, size_t n_bytes)
{
  char made[DM_DIGEST_MOST_HEX];
  dm_digest_hex(made, DM_DIGEST_SHA256, bytes, n_bytes);
  memcpy(hex, made, 65);
}
