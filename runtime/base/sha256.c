// The compression function over 64-byte blocks; the constants are FIPS 180-4's (fractional parts of roots of primes).
// Where the processor has instructions for it (x86's SHA extensions) they do it, some eight times as fast.
#include "base/sha256.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#endif

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, unsigned n) { return x >> n | x << (32 - n); }

#define ROUND(a, b, c, d, e, f, g, h, i)                                                                       \
  do {                                                                                                         \
    uint32_t t =                                                                                               \
        h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + round_constants[i] + w[i]; \
    d += t;                                                                                                    \
    h = t + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));                    \
  } while (0)

typedef void Compress(uint32_t state[8], const unsigned char *bytes, size_t blocks);

#if defined(__x86_64__) && defined(__GNUC__)

// The instructions want the state as (a b e f) and (c d g h), the highest word first. Four rounds at a time; the words
// of the message for the next sixteen rounds replace those that were used.
__attribute__((target("sha,sse4.1"))) static void compress_by_instructions(uint32_t state[8],
                                                                           const unsigned char *bytes, size_t blocks) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i dcba = _mm_loadu_si128((const __m128i *)state), hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
  __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1), efgh = _mm_shuffle_epi32(hgfe, 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (; blocks; blocks--, bytes += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (int i = 0; i < 4; i++) words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes + i), swap);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) {
      __m128i *now = &words[i % 4], last = words[(i + 3) % 4];
      if (i >= 4) {
        __m128i early = _mm_sha256msg1_epu32(*now, words[(i + 1) % 4]);
        __m128i late = _mm_alignr_epi8(last, words[(i + 2) % 4], 4);
        *now = _mm_sha256msg2_epu32(_mm_add_epi32(early, late), last);
      }
      __m128i sum = _mm_add_epi32(*now, _mm_loadu_si128((const __m128i *)(round_constants + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

// Whether there are such instructions: leaf 7 of cpuid, bit 29 of EBX. Who has them has SSE4.1 too.
static bool has_instructions(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b >> 29 & 1;
}

#endif

// Eight rounds at a time: then every variable is back at its own name, and nothing has to be moved.
static void block(uint32_t state[8], const unsigned char *bytes) {
  uint32_t w[64];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)bytes[4 * i] << 24 | (uint32_t)bytes[4 * i + 1] << 16 | (uint32_t)bytes[4 * i + 2] << 8 |
           bytes[4 * i + 3];
  for (int i = 16; i < 64; i++)
    w[i] = w[i - 16] + (rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
           (rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6],
           h = state[7];
  for (int i = 0; i < 64; i += 8) {
    ROUND(a, b, c, d, e, f, g, h, i);
    ROUND(h, a, b, c, d, e, f, g, i + 1);
    ROUND(g, h, a, b, c, d, e, f, i + 2);
    ROUND(f, g, h, a, b, c, d, e, i + 3);
    ROUND(e, f, g, h, a, b, c, d, i + 4);
    ROUND(d, e, f, g, h, a, b, c, i + 5);
    ROUND(c, d, e, f, g, h, a, b, i + 6);
    ROUND(b, c, d, e, f, g, h, a, i + 7);
  }
  const uint32_t after[8] = {a, b, c, d, e, f, g, h};
  for (int i = 0; i < 8; i++) state[i] += after[i];
}

static void compress(uint32_t state[8], const unsigned char *bytes, size_t blocks) {
  for (; blocks; blocks--, bytes += 64) block(state, bytes);
}

static Compress *best_compress(void) {
#if defined(__x86_64__) && defined(__GNUC__)
  if (has_instructions()) return compress_by_instructions;
#endif
  return compress;
}

typedef struct Sha256 {
  Compress *compress;
  uint32_t state[8];
  uint64_t size;            // bytes so far
  unsigned char rest[128];  // those of a block that is not full yet; room for the padding
} Sha256;

static void add(Sha256 *hash, Text text) {
  if (!text.size) return;
  const unsigned char *bytes = (const unsigned char *)text.at;
  size_t left = text.size, held = hash->size % 64;
  hash->size += text.size;
  if (held) {
    size_t fill = left < 64 - held ? left : 64 - held;
    memcpy(hash->rest + held, bytes, fill);
    if (held + fill < 64) return;
    hash->compress(hash->state, hash->rest, 1);
    bytes += fill, left -= fill;
  }
  hash->compress(hash->state, bytes, left / 64);
  if (left % 64) memcpy(hash->rest, bytes + left - left % 64, left % 64);
}

static Text finish(Sha256 *hash, Arena *arena) {
  size_t held = hash->size % 64, size = held < 56 ? 64 : 128;
  memset(hash->rest + held, 0, sizeof hash->rest - held);
  hash->rest[held] = 0x80;
  for (int i = 0; i < 8; i++) hash->rest[size - 1 - (size_t)i] = (unsigned char)(hash->size * 8 >> (8 * i));
  hash->compress(hash->state, hash->rest, size / 64);
  Buffer hex = {0};
  for (int i = 0; i < 8; i++) buffer_format(&hex, "%08x", hash->state[i]);
  return buffer_take(&hex, arena);
}

static Text digest(Compress *with, Arena *arena, Text first, Text second) {
  Sha256 hash = {
      .compress = with,
      .state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
  add(&hash, first);
  add(&hash, second);
  return finish(&hash, arena);
}

Text sha256_hex_parts(Arena *arena, Text first, Text second) { return digest(best_compress(), arena, first, second); }
Text sha256_hex(Arena *arena, Text text) { return sha256_hex_parts(arena, text, (Text){0}); }
Text sha256_hex_portable(Arena *arena, Text text) { return digest(compress, arena, text, (Text){0}); }
