/* SHA-256 through nettle. */
#include "base/digest.h"

#include <nettle/sha2.h>
#include <stdint.h>

void dm_digest_sha256(char hex[65], const char *bytes, size_t n_bytes)
{
  static const char digits[] = "0123456789abcdef";
  struct sha256_ctx context;
  uint8_t           digest[SHA256_DIGEST_SIZE];
  sha256_init(&context);
  sha256_update(&context, n_bytes, (const uint8_t *)bytes);
  sha256_digest(&context, sizeof digest, digest);
  for (size_t i = 0; i < sizeof digest; i++) {
    hex[2 * i] = digits[digest[i] >> 4];
    hex[2 * i + 1] = digits[digest[i] & 15];
  }
  hex[2 * sizeof digest] = '\0';
}
