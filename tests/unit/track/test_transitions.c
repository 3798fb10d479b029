/*
 * Every row of the transition table, named by state, event and result, as RFC 9293's Figure 5 and
 * §3.10 have it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "track/states/transitions.h"

static void assert_row(enum tcp_state state, enum event event, enum tcp_state next) {
    const struct transition *row = transition_find(state, event);

    assert_non_null(row);
    assert_int_equal(row->next, next);
    assert_non_null(row->section);
}

/* clang-format off */
#define ROW_TEST(name, state, event, next) \
    static void test_##name(void **unused) { \
        (void)unused; \
        assert_row(state, event, next); \
    }

ROW_TEST(closed_send_syn_syn_sent, STATE_CLOSED, SEND_SYN, STATE_SYN_SENT)
ROW_TEST(listen_send_syn_syn_sent, STATE_LISTEN, SEND_SYN, STATE_SYN_SENT)
ROW_TEST(listen_send_syn_ack_syn_received, STATE_LISTEN, SEND_SYN_ACK, STATE_SYN_RECEIVED)
ROW_TEST(syn_sent_send_syn_ack_syn_received, STATE_SYN_SENT, SEND_SYN_ACK, STATE_SYN_RECEIVED)
ROW_TEST(syn_sent_receive_syn_ack_established, STATE_SYN_SENT, RECEIVE_SYN_ACK, STATE_ESTABLISHED)
ROW_TEST(syn_sent_send_ack_established, STATE_SYN_SENT, SEND_ACK, STATE_ESTABLISHED)
ROW_TEST(syn_received_receive_syn_ack_established, STATE_SYN_RECEIVED, RECEIVE_SYN_ACK, STATE_ESTABLISHED)
ROW_TEST(syn_received_receive_ack_of_syn_established, STATE_SYN_RECEIVED, RECEIVE_ACK_OF_SYN, STATE_ESTABLISHED)
ROW_TEST(syn_received_send_ack_established, STATE_SYN_RECEIVED, SEND_ACK, STATE_ESTABLISHED)
ROW_TEST(syn_received_send_fin_fin_wait_1, STATE_SYN_RECEIVED, SEND_FIN, STATE_FIN_WAIT_1)
ROW_TEST(established_send_fin_fin_wait_1, STATE_ESTABLISHED, SEND_FIN, STATE_FIN_WAIT_1)
ROW_TEST(fin_wait_1_receive_ack_of_fin_fin_wait_2, STATE_FIN_WAIT_1, RECEIVE_ACK_OF_FIN, STATE_FIN_WAIT_2)
ROW_TEST(fin_wait_2_receive_fin_time_wait, STATE_FIN_WAIT_2, RECEIVE_FIN, STATE_TIME_WAIT)
ROW_TEST(time_wait_timer_2msl_closed, STATE_TIME_WAIT, TIMER_2MSL, STATE_CLOSED)
ROW_TEST(established_receive_fin_close_wait, STATE_ESTABLISHED, RECEIVE_FIN, STATE_CLOSE_WAIT)
ROW_TEST(close_wait_send_fin_last_ack, STATE_CLOSE_WAIT, SEND_FIN, STATE_LAST_ACK)
ROW_TEST(last_ack_receive_ack_of_fin_closed, STATE_LAST_ACK, RECEIVE_ACK_OF_FIN, STATE_CLOSED)
ROW_TEST(fin_wait_1_receive_fin_closing, STATE_FIN_WAIT_1, RECEIVE_FIN, STATE_CLOSING)
ROW_TEST(closing_receive_ack_of_fin_time_wait, STATE_CLOSING, RECEIVE_ACK_OF_FIN, STATE_TIME_WAIT)
ROW_TEST(syn_sent_send_rst_closed, STATE_SYN_SENT, SEND_RST, STATE_CLOSED)
ROW_TEST(syn_received_send_rst_closed, STATE_SYN_RECEIVED, SEND_RST, STATE_CLOSED)
ROW_TEST(established_send_rst_closed, STATE_ESTABLISHED, SEND_RST, STATE_CLOSED)
ROW_TEST(fin_wait_1_send_rst_closed, STATE_FIN_WAIT_1, SEND_RST, STATE_CLOSED)
ROW_TEST(fin_wait_2_send_rst_closed, STATE_FIN_WAIT_2, SEND_RST, STATE_CLOSED)
ROW_TEST(close_wait_send_rst_closed, STATE_CLOSE_WAIT, SEND_RST, STATE_CLOSED)
ROW_TEST(closing_send_rst_closed, STATE_CLOSING, SEND_RST, STATE_CLOSED)
ROW_TEST(last_ack_send_rst_closed, STATE_LAST_ACK, SEND_RST, STATE_CLOSED)
ROW_TEST(time_wait_send_rst_closed, STATE_TIME_WAIT, SEND_RST, STATE_CLOSED)
ROW_TEST(syn_sent_receive_rst_closed, STATE_SYN_SENT, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(syn_received_receive_rst_closed, STATE_SYN_RECEIVED, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(established_receive_rst_closed, STATE_ESTABLISHED, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(fin_wait_1_receive_rst_closed, STATE_FIN_WAIT_1, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(fin_wait_2_receive_rst_closed, STATE_FIN_WAIT_2, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(close_wait_receive_rst_closed, STATE_CLOSE_WAIT, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(closing_receive_rst_closed, STATE_CLOSING, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(last_ack_receive_rst_closed, STATE_LAST_ACK, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(time_wait_receive_rst_closed, STATE_TIME_WAIT, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(unknown_send_rst_closed, STATE_UNKNOWN, SEND_RST, STATE_CLOSED)
ROW_TEST(unknown_receive_rst_closed, STATE_UNKNOWN, RECEIVE_RST, STATE_CLOSED)
ROW_TEST(unknown_before_data_established, STATE_UNKNOWN, BEFORE_DATA, STATE_ESTABLISHED)
/* clang-format on */

static void test_rows_are_those_named_here_and_no_others(void **unused) {
    unsigned count = 0;

    (void)unused;
    for (int state = STATE_UNKNOWN; state <= STATE_TIME_WAIT; state++) {
        for (int event = EVENT_NONE; event < EVENT_COUNT; event++) {
            count += transition_find((enum tcp_state)state, (enum event)event) != NULL;
        }
    }
    assert_int_equal(count, 40);
}

static void test_established_ack_of_fin_changes_nothing(void **unused) {
    (void)unused;
    assert_null(transition_find(STATE_ESTABLISHED, RECEIVE_ACK_OF_FIN));
}

static void test_fin_wait_1_peers_fin_is_not_time_wait(void **unused) {
    (void)unused;
    assert_int_not_equal(transition_find(STATE_FIN_WAIT_1, RECEIVE_FIN)->next, STATE_TIME_WAIT);
}

static void test_closed_rst_is_not_answered(void **unused) {
    (void)unused;
    assert_null(transition_find(STATE_CLOSED, RECEIVE_RST));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_those_named_here_and_no_others),
        cmocka_unit_test(test_established_ack_of_fin_changes_nothing),
        cmocka_unit_test(test_fin_wait_1_peers_fin_is_not_time_wait),
        cmocka_unit_test(test_closed_rst_is_not_answered),
        cmocka_unit_test(test_closed_send_syn_syn_sent),
        cmocka_unit_test(test_listen_send_syn_syn_sent),
        cmocka_unit_test(test_listen_send_syn_ack_syn_received),
        cmocka_unit_test(test_syn_sent_send_syn_ack_syn_received),
        cmocka_unit_test(test_syn_sent_receive_syn_ack_established),
        cmocka_unit_test(test_syn_sent_send_ack_established),
        cmocka_unit_test(test_syn_received_receive_syn_ack_established),
        cmocka_unit_test(test_syn_received_receive_ack_of_syn_established),
        cmocka_unit_test(test_syn_received_send_ack_established),
        cmocka_unit_test(test_syn_received_send_fin_fin_wait_1),
        cmocka_unit_test(test_established_send_fin_fin_wait_1),
        cmocka_unit_test(test_fin_wait_1_receive_ack_of_fin_fin_wait_2),
        cmocka_unit_test(test_fin_wait_2_receive_fin_time_wait),
        cmocka_unit_test(test_time_wait_timer_2msl_closed),
        cmocka_unit_test(test_established_receive_fin_close_wait),
        cmocka_unit_test(test_close_wait_send_fin_last_ack),
        cmocka_unit_test(test_last_ack_receive_ack_of_fin_closed),
        cmocka_unit_test(test_fin_wait_1_receive_fin_closing),
        cmocka_unit_test(test_closing_receive_ack_of_fin_time_wait),
        cmocka_unit_test(test_syn_sent_send_rst_closed),
        cmocka_unit_test(test_syn_received_send_rst_closed),
        cmocka_unit_test(test_established_send_rst_closed),
        cmocka_unit_test(test_fin_wait_1_send_rst_closed),
        cmocka_unit_test(test_fin_wait_2_send_rst_closed),
        cmocka_unit_test(test_close_wait_send_rst_closed),
        cmocka_unit_test(test_closing_send_rst_closed),
        cmocka_unit_test(test_last_ack_send_rst_closed),
        cmocka_unit_test(test_time_wait_send_rst_closed),
        cmocka_unit_test(test_syn_sent_receive_rst_closed),
        cmocka_unit_test(test_syn_received_receive_rst_closed),
        cmocka_unit_test(test_established_receive_rst_closed),
        cmocka_unit_test(test_fin_wait_1_receive_rst_closed),
        cmocka_unit_test(test_fin_wait_2_receive_rst_closed),
        cmocka_unit_test(test_close_wait_receive_rst_closed),
        cmocka_unit_test(test_closing_receive_rst_closed),
        cmocka_unit_test(test_last_ack_receive_rst_closed),
        cmocka_unit_test(test_time_wait_receive_rst_closed),
        cmocka_unit_test(test_unknown_send_rst_closed),
        cmocka_unit_test(test_unknown_receive_rst_closed),
        cmocka_unit_test(test_unknown_before_data_established),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
