#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "views/kernel_line.h"

static void expect_line(const struct kernel_fact *fact, enum language language,
                        const char *expected) {
    struct text text;

    text_init(&text);
    kernel_line_fact(fact, language, &text);
    text_put_char(&text, '\0');
    assert_string_equal(text.data, expected);
    text_free(&text);
}

static void test_owner_of_an_end_has_program_process_and_user(void **state) {
    const struct kernel_fact fact = {
        .flow = 3,
        .who = ENDPOINT_CLIENT,
        .owner = true,
        .socket.owner = {true, true, 1000, 42, "curl"},
    };

    (void)state;
    expect_line(&fact, LANGUAGE_EN, "#= [3] client: curl[42], user 1000");
    expect_line(&fact, LANGUAGE_ZH, "#= [3] 客户端: curl[42], 用户 1000");
}

static void test_owner_that_is_not_seen_is_said(void **state) {
    const struct kernel_fact fact = {.flow = 1,
                                     .who = ENDPOINT_SERVER,
                                     .owner = true,
                                     .socket.owner = {.known = true, .user = 33}};

    (void)state;
    expect_line(&fact, LANGUAGE_EN, "#= [1] server: user 33 | process not visible");
}

static void test_program_named_to_forge_a_line_is_escaped(void **state) {
    const struct kernel_fact fact = {
        .flow = 1,
        .owner = true,
        .socket.owner = {true, true, 0, 1, "a\n#! | b\x1b"},
    };

    (void)state;
    expect_line(&fact, LANGUAGE_EN, "#= [1] client: a^J#! \\| b^[[1], user 0");
}

static void test_state_has_what_the_kernel_knows_and_no_zeros(void **state) {
    const struct kernel_fact fact = {
        .flow = 1,
        .state = STATE_ESTABLISHED,
        .inferred = STATE_ESTABLISHED,
        .compared = true,
        .socket = {.state = KERNEL_ESTABLISHED,
                   .has_info = true,
                   .send_queue = 100,
                   .congestion_window = 10,
                   .ssthresh = KERNEL_SSTHRESH_INFINITE,
                   .rtt = 1500,
                   .rtt_variation = 750,
                   .rto = 200000,
                   .backoff = 2,
                   .congestion_control = "cubic",
                   .multipath = true},
    };

    (void)state;
    expect_line(&fact, LANGUAGE_EN,
                "#= [1] client: ESTABLISHED | Send-Q 100 | cwnd 10 | rtt 1.500 ms ± 0.750 ms | "
                "rto 200.000 ms | backoff 2 | cubic | MPTCP");
}

static void test_state_that_was_not_inferred_names_both(void **state) {
    const struct kernel_fact fact = {
        .flow = 1,
        .state = STATE_TIME_WAIT,
        .inferred = STATE_CLOSED,
        .compared = true,
        .differs = true,
        .socket = {.state = KERNEL_TIME_WAIT, .time_left = 59000},
    };

    (void)state;
    expect_line(&fact, LANGUAGE_EN, "#= [1] client: TIME-WAIT ≠ inferred CLOSED | left 59 s");
}

static void test_listener_has_its_queue_and_limit(void **state) {
    const struct kernel_fact fact = {
        .flow = 1,
        .who = ENDPOINT_SERVER,
        .state = STATE_LISTEN,
        .socket = {.state = KERNEL_LISTEN,
                   .receive_queue = 3,
                   .send_queue = 128,
                   .has_syn_queue = true,
                   .syn_queue = 5},
    };

    (void)state;
    expect_line(&fact, LANGUAGE_EN, "#= [1] server: LISTEN | SYN queue 5 | accept queue 3/128");
}

static void test_count_has_agreed_and_compared(void **state) {
    struct text text;

    (void)state;
    text_init(&text);
    kernel_line_count(58, 57, LANGUAGE_EN, &text);
    text_put_char(&text, '\0');
    assert_string_equal(text.data, "#= states of the kernel as inferred: 57/58");
    text_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_owner_of_an_end_has_program_process_and_user),
        cmocka_unit_test(test_owner_that_is_not_seen_is_said),
        cmocka_unit_test(test_program_named_to_forge_a_line_is_escaped),
        cmocka_unit_test(test_state_has_what_the_kernel_knows_and_no_zeros),
        cmocka_unit_test(test_state_that_was_not_inferred_names_both),
        cmocka_unit_test(test_listener_has_its_queue_and_limit),
        cmocka_unit_test(test_count_has_agreed_and_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
