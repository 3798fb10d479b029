#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/conversation.h"

static struct conversation_key key;
static const uint8_t near_end[16] = {10, 0, 0, 1, 5};
static const uint8_t far_end[16] = {10, 0, 0, 2, 4};

static void test_conversation_hash_of_both_directions_is_one(void **state) {
    (void)state;
    for (size_t size = 4; size <= 16; size += 12) {
        assert_true(conversation_hash(&key, size, near_end, 40000, far_end, 80) ==
                    conversation_hash(&key, size, far_end, 80, near_end, 40000));
        assert_true(conversation_hash(&key, size, near_end, 40000, near_end, 80) ==
                    conversation_hash(&key, size, near_end, 80, near_end, 40000));
    }
}

static void test_conversation_hash_of_ports_exchanged_is_another(void **state) {
    (void)state;
    assert_true(conversation_hash(&key, 4, near_end, 40000, far_end, 80) !=
                conversation_hash(&key, 4, near_end, 80, far_end, 40000));
}

static void test_conversation_hash_of_any_field_changed_is_another(void **state) {
    struct conversation_key other_key;
    const uint64_t hash = conversation_hash(&key, 16, near_end, 40000, far_end, 80);
    uint8_t changed[16];

    (void)state;
    conversation_key_init(&other_key, (const uint64_t[2]){1, 3});
    for (size_t i = 0; i < sizeof changed; i++) {
        memcpy(changed, far_end, sizeof changed);
        changed[i] ^= 1;
        assert_true(conversation_hash(&key, 16, near_end, 40000, changed, 80) != hash);
    }
    assert_true(conversation_hash(&key, 16, near_end, 40001, far_end, 80) != hash);
    assert_true(conversation_hash(&key, 16, near_end, 40000, far_end, 81) != hash);
    assert_true(conversation_hash(&other_key, 16, near_end, 40000, far_end, 80) != hash);
    assert_true(conversation_hash(&key, 4, near_end, 40000, far_end, 80) != hash);
}

/* As the paper defines it: the sum of products modulo 2^64, of which the upper half counts. */
static void test_conversation_hash_of_ipv4_is_multiply_shift(void **state) {
    const uint64_t words[3] = {0x0a000001, 0x0a000002, UINT64_C(40000) << 16 | 80};
    uint64_t halves[2];

    (void)state;
    for (size_t half = 0; half < 2; half++) {
        const uint64_t *multipliers = key.words[half] + 1;

        halves[half] = (key.words[half][0] + words[0] * multipliers[0] + words[1] * multipliers[1] +
                        words[2] * multipliers[2]) /
                       (UINT64_C(1) << 32);
    }
    assert_true(conversation_hash(&key, 4, near_end, 40000, far_end, 80) ==
                halves[0] * (UINT64_C(1) << 32) + halves[1]);
}

static void test_conversation_key_of_a_seed_has_no_word_twice(void **state) {
    const uint64_t *words = &key.words[0][0];
    const size_t count = sizeof key.words / sizeof *words;

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_true(words[i] != words[j]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conversation_hash_of_both_directions_is_one),
        cmocka_unit_test(test_conversation_hash_of_ports_exchanged_is_another),
        cmocka_unit_test(test_conversation_hash_of_any_field_changed_is_another),
        cmocka_unit_test(test_conversation_hash_of_ipv4_is_multiply_shift),
        cmocka_unit_test(test_conversation_key_of_a_seed_has_no_word_twice),
    };

    conversation_key_init(&key, (const uint64_t[2]){1, 2});
    return cmocka_run_group_tests(tests, NULL, NULL);
}
