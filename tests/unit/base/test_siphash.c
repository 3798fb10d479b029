#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/siphash.h"

/* The bytes 0, 1, 2, … in a block of exactly that length. */
static uint64_t hash_of_count(const uint64_t key[2], size_t length) {
    uint8_t *data = malloc(length != 0 ? length : 1);
    uint64_t hash;

    assert_non_null(data);
    for (size_t i = 0; i < length; i++) {
        data[i] = (uint8_t)i;
    }
    hash = siphash(key, data, length);
    free(data);
    return hash;
}

/* Rust's standard library tests its SipHash-1-3 with this. */
static void test_siphash_of_nothing_is_rusts(void **state) {
    const uint64_t key[2] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};

    (void)state;
    assert_int_equal(hash_of_count(key, 0), 0xabac0158050fc4dc);
}

/* CPython's hash() of bytes is SipHash-1-3; with PYTHONHASHSEED=0 its key is zero. */
static void test_siphash_of_every_tail_is_cpythons(void **state) {
    static const struct {
        size_t length;
        uint64_t hash;
    } vectors[] = {
        {1, 0x68a914128e01e473},  {7, 0x2f098ab0c751325a},  {8, 0xead411e67ebe2eea},
        {12, 0xa6baf4fb0f9fe1c2}, {15, 0xf30eb725bb91c9ea}, {36, 0xac77921fcc642bd3},
    };
    const uint64_t key[2] = {0, 0};

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_int_equal(hash_of_count(key, vectors[i].length), vectors[i].hash);
    }
}

static void test_siphash_key_fill_twice_gives_two_keys(void **state) {
    uint64_t a[2];
    uint64_t b[2];

    (void)state;
    siphash_key_fill(a);
    siphash_key_fill(b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_siphash_of_nothing_is_rusts),
        cmocka_unit_test(test_siphash_of_every_tail_is_cpythons),
        cmocka_unit_test(test_siphash_key_fill_twice_gives_two_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
