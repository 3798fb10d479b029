#include "tcpgloss/base/siphash.h"

#include <unistd.h> /* getentropy() */
#ifdef __APPLE__
#include <sys/random.h> /* there it is here, and needs what is above */
#endif

#include "tcpgloss/base/bytes.h"

struct state {
    uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotate(uint64_t x, unsigned bits) {
    return x << bits | x >> (64 - bits);
}

static inline void sip_round(struct state *s) {
    s->v0 += s->v1;
    s->v2 += s->v3;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v1;
    s->v0 += s->v3;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 = rotate(s->v2, 32);
}

static inline void compress(struct state *s, uint64_t word) {
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

uint64_t siphash(const uint64_t key[2], const void *data, size_t length) {
    const uint8_t *bytes = data;
    struct state s = {
        .v0 = key[0] ^ 0x736f6d6570736575,
        .v1 = key[1] ^ 0x646f72616e646f6d,
        .v2 = key[0] ^ 0x6c7967656e657261,
        .v3 = key[1] ^ 0x7465646279746573,
    };
    uint64_t last = (uint64_t)length << 56;
    size_t at = 0;

    for (; at + 8 <= length; at += 8) {
        compress(&s, load_le64(bytes + at));
    }
    for (unsigned shift = 0; at < length; at++, shift += 8) {
        last |= (uint64_t)bytes[at] << shift;
    }
    compress(&s, last);
    s.v2 ^= 0xff;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

void siphash_key_fill(uint64_t key[2]) {
    if (getentropy(key, 2 * sizeof key[0]) != 0) {
        key[0] = 0x243f6a8885a308d3; /* digits of pi */
        key[1] = 0x13198a2e03707344;
    }
}
