#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
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
    (void)state;
    for (size_t size = 4; size <= 16; size += 12) {
        const uint64_t hash = conversation_hash(&key, size, near_end, 40000, far_end, 80);
        struct conversation_key other_key;
        uint8_t changed[16];

        conversation_key_init(&other_key, (const uint64_t[2]){1, 3});
        for (size_t i = 0; i < size; i++) {
            memcpy(changed, far_end, sizeof changed);
            changed[i] ^= 1;
            assert_true(conversation_hash(&key, size, near_end, 40000, changed, 80) != hash);
            memcpy(changed, near_end, sizeof changed);
            changed[i] ^= 4;
            assert_true(conversation_hash(&key, size, changed, 40000, far_end, 80) != hash);
        }
        for (unsigned bit = 0; bit < 16; bit++) {
            const uint16_t near_port = (uint16_t)(40000 ^ 1u << bit);
            const uint16_t far_port = (uint16_t)(80 ^ 1u << bit);

            assert_true(conversation_hash(&key, size, near_end, near_port, far_end, 80) != hash);
            assert_true(conversation_hash(&key, size, near_end, 40000, far_end, far_port) != hash);
        }
        assert_true(conversation_hash(&other_key, size, near_end, 40000, far_end, 80) != hash);
        assert_true(conversation_hash(&key, 20 - size, near_end, 40000, far_end, 80) != hash);
    }
}

static void assert_kept_as_worked_out(const uint8_t *one, uint16_t one_port, const uint8_t *other,
                                      uint16_t other_port) {
    static struct conversations_kept kept;
    const uint64_t hash = conversation_hash(&key, 16, one, one_port, other, other_port);

    assert_true(conversation_hash_kept(&key, &kept, one, one_port, other, other_port) == hash);
    assert_true(conversation_hash_kept(&key, &kept, other, other_port, one, one_port) == hash);
}

/* Ends that differ in one byte of an address, or in their ports alone: far more than there are
 * places. */
static void test_conversation_hash_kept_is_that_worked_out(void **state) {
    uint32_t draw = 1;

    (void)state;
    for (unsigned i = 0; i < 100000; i++) {
        uint8_t one[16] = {0x20, 1};
        uint8_t other[16] = {0x20, 2};

        draw = draw * 1664525 + 1013904223;
        assert_kept_as_worked_out(one, (uint16_t)(draw >> 16), other, 80);
        assert_kept_as_worked_out(one, 80, other, (uint16_t)(draw >> 16));
        one[draw >> 28] ^= (uint8_t)(draw >> 20);
        assert_kept_as_worked_out(one, 40000, other, 80);
        other[draw >> 16 & 15] ^= (uint8_t)(draw >> 8);
        assert_kept_as_worked_out(one, 40000, other, 80);
    }
}

/* The sum of products modulo 2^64, of which the upper half counts, as the paper defines it: where
 * it is the same for two conversations, so is their hash, and nowhere else. */
static void test_conversation_hash_of_half_a_key_is_multiply_shift(void **state) {
    struct conversation_key one_word = {{{0, 0, 0, 1}, {0}}};

    (void)state;
    /* Only the ports count, and of their product with 1 only what is above 2^32: nothing. */
    assert_true(conversation_hash(&one_word, 4, near_end, 40000, far_end, 80) ==
                conversation_hash(&one_word, 4, near_end, 40001, far_end, 80));
    /* Now the lower end's port in steps of 2. */
    one_word.words[0][3] = (uint64_t)1 << 15;
    assert_true(conversation_hash(&one_word, 4, near_end, 40000, far_end, 80) ==
                conversation_hash(&one_word, 4, near_end, 40001, far_end, 80));
    assert_true(conversation_hash(&one_word, 4, near_end, 40000, far_end, 80) !=
                conversation_hash(&one_word, 4, near_end, 40002, far_end, 80));
}

/* Steps to find a place for each of 1000 neighbouring ports, with linear probing. */
static unsigned count_steps(const struct conversation_key *some_key) {
    enum { PORTS = 1000, SLOTS = 2048 };
    bool taken[SLOTS] = {false};
    unsigned steps = 0;

    for (uint16_t port = 0; port < PORTS; port++) {
        size_t at = conversation_hash(some_key, 4, near_end, port, far_end, 80) % SLOTS;

        while (taken[at]) {
            at = (at + 1) % SLOTS;
            steps++;
        }
        taken[at] = true;
        steps++;
    }
    return steps;
}

static void test_conversation_hash_of_neighbouring_ports_is_scattered(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct conversation_key some_key;

        conversation_key_init(&some_key, (const uint64_t[2]){seed, 0});
        assert_in_range(count_steps(&some_key), 1000, 2000);
    }
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
        cmocka_unit_test(test_conversation_hash_kept_is_that_worked_out),
        cmocka_unit_test(test_conversation_hash_of_half_a_key_is_multiply_shift),
        cmocka_unit_test(test_conversation_hash_of_neighbouring_ports_is_scattered),
        cmocka_unit_test(test_conversation_key_of_a_seed_has_no_word_twice),
    };

    conversation_key_init(&key, (const uint64_t[2]){1, 2});
    return cmocka_run_group_tests(tests, NULL, NULL);
}
