#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/conversation.h"

static const uint64_t key[2] = {1, 2};
static const uint8_t near_end[16] = {10, 0, 0, 1, 5};
static const uint8_t far_end[16] = {10, 0, 0, 2, 4};

static void test_conversation_hash_of_both_directions_is_one(void **state) {
    (void)state;
    for (size_t size = 4; size <= 16; size += 12) {
        assert_true(conversation_hash(key, size, near_end, 40000, far_end, 80) ==
                    conversation_hash(key, size, far_end, 80, near_end, 40000));
        assert_true(conversation_hash(key, size, near_end, 40000, near_end, 80) ==
                    conversation_hash(key, size, near_end, 80, near_end, 40000));
    }
}

static void test_conversation_hash_of_ports_exchanged_is_another(void **state) {
    (void)state;
    assert_true(conversation_hash(key, 4, near_end, 40000, far_end, 80) !=
                conversation_hash(key, 4, near_end, 80, far_end, 40000));
}

static void test_conversation_hash_of_any_field_changed_is_another(void **state) {
    const uint64_t other_key[2] = {1, 3};
    const uint64_t hash = conversation_hash(key, 16, near_end, 40000, far_end, 80);
    uint8_t changed[16];

    (void)state;
    for (size_t i = 0; i < sizeof changed; i++) {
        memcpy(changed, far_end, sizeof changed);
        changed[i] ^= 1;
        assert_true(conversation_hash(key, 16, near_end, 40000, changed, 80) != hash);
    }
    assert_true(conversation_hash(key, 16, near_end, 40001, far_end, 80) != hash);
    assert_true(conversation_hash(key, 16, near_end, 40000, far_end, 81) != hash);
    assert_true(conversation_hash(other_key, 16, near_end, 40000, far_end, 80) != hash);
    assert_true(conversation_hash(key, 4, near_end, 40000, far_end, 80) != hash);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conversation_hash_of_both_directions_is_one),
        cmocka_unit_test(test_conversation_hash_of_ports_exchanged_is_another),
        cmocka_unit_test(test_conversation_hash_of_any_field_changed_is_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
