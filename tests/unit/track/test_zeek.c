/* What Zeek's conn.log has of a connection: conn_state and history, as its documentation names
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire.h"

#define assert_zeek(wire, state, letters)                                                          \
    do {                                                                                           \
        const struct flow_report zeek = wire_report(wire);                                         \
                                                                                                   \
        assert_string_equal(zeek.conn_state, state);                                               \
        assert_string_equal(zeek.history, letters);                                                \
    } while (0)

static void test_zeek_syn_alone_s0(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    assert_zeek(wire, "S0", "S");
    wire_send(wire, 1000, C, SYN, 0, 0, 0);
    assert_zeek(wire, "S0", "S");
}

static void test_zeek_syn_refused_rej(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, RST | ACK, (uint32_t)-wire->isn[S], 1, 0);
    assert_zeek(wire, "REJ", "Sr");
}

static void test_zeek_syn_taken_back_by_its_sender_rstos0(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, C, RST, 1, 0, 0);
    assert_zeek(wire, "RSTOS0", "SR");
}

static void test_zeek_handshake_s1(void **state) {
    struct wire *wire = wire_open_established(state);

    assert_zeek(wire, "S1", "ShA");
}

static void test_zeek_ignored_no_history(void **state) {
    struct wire *wire = wire_open(state, 10);

    tracker_ignore_zeek(wire->tracker);
    wire_handshake(wire);
    assert_string_equal(wire_report(wire).history, "");
    assert_int_equal(wire->verdict.states[S], STATE_ESTABLISHED);
}

static void test_zeek_handshake_without_third_segment_s1(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    assert_string_equal(wire_report(wire).history, "Sh");
}

static void test_zeek_fin_of_one_end_s2_or_s3(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    assert_zeek(wire, "S2", "ShAF");
    wire->ports[C]++;
    wire_handshake(wire);
    wire_send(wire, 10, S, FIN | ACK, 1, 1, 0);
    assert_zeek(wire, "S3", "ShAf");
}

static void test_zeek_fins_of_both_ends_sf(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, S, FIN | ACK, 1, 2, 0);
    wire_send(wire, 10, S, FIN | ACK, 1, 2, 0);
    assert_zeek(wire, "SF", "ShAFf");
    /* A RST behind both changes nothing. */
    wire_send(wire, 10, C, RST, 2, 0, 0);
    assert_zeek(wire, "SF", "ShAFfR");
}

static void test_zeek_reset_of_either_end_rsto_or_rstr(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, RST | ACK, 1, 1, 0);
    assert_zeek(wire, "RSTO", "ShAR");
    wire->ports[C]++;
    wire_handshake(wire);
    wire_send(wire, 10, S, RST | ACK, 1, 1, 0);
    assert_zeek(wire, "RSTR", "ShAr");
}

static void test_zeek_resets_of_both_ends_with_data_rstr_and_without_rej(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, RST | ACK, 1, 1, 0);
    wire_send(wire, 10, S, RST | ACK, 1, 1, 0);
    assert_zeek(wire, "REJ", "ShARr");
    wire->ports[C]++;
    wire_handshake(wire);
    wire_send(wire, 10, C, ACK, 1, 1, 5);
    wire_send(wire, 10, C, RST | ACK, 6, 1, 0);
    wire_send(wire, 10, S, RST | ACK, 1, 6, 0);
    assert_zeek(wire, "RSTR", "ShADRr");
}

/* The end closed, and reset what came then; once its peer has closed too, all is well. */
static void test_zeek_reset_behind_own_fin_rsto_until_the_peer_closes(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    wire_send(wire, 10, C, RST, 2, 0, 0);
    assert_zeek(wire, "RSTO", "ShAFR");
    wire_send(wire, 10, S, FIN | ACK, 1, 2, 0);
    assert_zeek(wire, "SF", "ShAFRf");
}

static void test_zeek_client_alone_sh(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 10, C, FIN | ACK, 1, 1, 0);
    assert_zeek(wire, "SH", "SF");
}

static void test_zeek_server_alone_shr_or_rstrh(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, S, FIN | ACK, 1, 1, 0);
    assert_zeek(wire, "SHR", "^hf");
    wire->ports[C]++;
    wire_send(wire, 0, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, S, RST | ACK, 1, 1, 0);
    assert_zeek(wire, "RSTRH", "^hr");
}

static void test_zeek_under_way_oth(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, ACK, 1, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 1, 10);
    assert_zeek(wire, "OTH", "Ad");
    wire_send(wire, 10, C, RST | ACK, 1, 11, 0);
    assert_zeek(wire, "OTH", "AdR");
}

/* Each end's SYN is one, though its SYN-ACK has the same number. */
static void test_zeek_crossing_syns_noted_once_each(void **state) {
    struct wire *wire = wire_open_syn_sent(state);

    wire_send(wire, 1, S, SYN, 0, 0, 0);
    wire_send(wire, 10, C, SYN | ACK, 0, 1, 0);
    wire_send(wire, 1, S, SYN | ACK, 0, 1, 0);
    assert_zeek(wire, "S1", "Ss");
}

/* The first is noted, the tenth, the hundredth. */
static void test_zeek_data_sent_again_noted_at_powers_of_ten(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 1, 100);
    assert_zeek(wire, "S1", "ShAD");
    for (unsigned times = 1; times <= 100; times++) {
        wire_send(wire, 300, C, ACK, 1, 1, 100);
        assert_string_equal(wire_report(wire).history, times < 10    ? "ShADT"
                                                       : times < 100 ? "ShADTT"
                                                                     : "ShADTTT");
    }
}

static void test_zeek_windows_of_zero_noted_at_powers_of_ten(void **state) {
    struct wire *wire = wire_open_established(state);

    for (unsigned times = 1; times <= 10; times++) {
        wire->window = 0;
        wire_send(wire, 300, S, ACK, 1, 1, 0);
        assert_string_equal(wire_report(wire).history, times < 10 ? "ShAaw" : "ShAaww");
    }
}

/* A reset closes no window. */
static void test_zeek_window_of_a_reset_not_noted(void **state) {
    struct wire *wire = wire_open_established(state);

    wire->window = 0;
    wire_send(wire, 10, S, RST | ACK, 1, 1, 0);
    assert_zeek(wire, "RSTR", "ShAr");
}

static void test_zeek_checksums_noted_and_nothing_else_of_them(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire->checked = true;
    wire_handshake(wire);
    wire->damaged = true;
    wire_send(wire, 10, S, FIN | ACK, 1, 1, 10);
    assert_zeek(wire, "S1", "ShAc");
}

static void test_zeek_flags_that_contradict_noted(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | RST | ACK, 9000, 1, 0);
    assert_string_equal(wire_report(wire).history, "ShAI");
    wire_send(wire, 10, S, SYN | FIN | ACK, 9000, 1, 0);
    wire_send(wire, 10, S, SYN | RST | ACK, 9000, 1, 0);
    assert_string_equal(wire_report(wire).history, "ShAIq");
}

static void test_zeek_resets_noted_again_with_another_number(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, RST | ACK, 1, 1, 0);
    wire_send(wire, 10, C, RST | ACK, 1, 1, 0);
    assert_string_equal(wire_report(wire).history, "ShAR");
    wire_send(wire, 10, C, RST | ACK, 2, 1, 0);
    assert_string_equal(wire_report(wire).history, "ShARR");
    wire_send(wire, 10, S, RST | ACK, 1, 1, 0);
    wire_send(wire, 10, S, RST | ACK, 1, 1, 0);
    assert_string_equal(wire_report(wire).history, "ShARRr");
    wire_send(wire, 10, C, RST | ACK, 2, 1, 0);
    assert_string_equal(wire_report(wire).history, "ShARRr");
}

/* Twelve letters stand in the record, later ones in that of its trouble: a letter of either is
 * noted once. */
static void test_zeek_letters_behind_the_twelfth_kept_up_to_32(void **state) {
    struct wire *wire = wire_open_established(state);
    char expected[33] = "ShA";

    for (uint32_t i = 0; i < 10; i++) {
        wire_send(wire, 10, C, RST | ACK, 9000 + i, 1, 0);
        strcat(expected, "R");
    }
    wire_send(wire, 10, C, ACK, 1, 1, 10);
    wire_send(wire, 10, C, ACK, 11, 1, 10);
    wire_send(wire, 10, S, ACK, 1, 21, 0);
    strcat(expected, "Da");
    assert_string_equal(wire_report(wire).history, expected);
    for (uint32_t i = 0; i < 40; i++) {
        wire_send(wire, 10, C, RST | ACK, 10000 + i, 1, 0);
    }
    memset(expected + 15, 'R', 17);
    assert_string_equal(wire_report(wire).history, expected);
}

/* What was acknowledged, never came, and was not gone beyond, is noted all the same. */
static void test_zeek_gap_noted_when_the_sender_goes_on_or_at_the_end(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 101, 0);
    assert_string_equal(wire_report(wire).history, "ShAg");
    wire_send(wire, 10, S, ACK, 101, 1, 10);
    assert_string_equal(wire_report(wire).history, "ShAgd");
}

static void test_zeek_gap_filled_late_is_none(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, ACK, 1, 101, 0);
    wire_send(wire, 1, S, ACK, 1, 1, 100);
    assert_string_equal(wire_report(wire).history, "ShAd");
}

/* It did not count, and so did its copy. */
static void test_zeek_fin_beyond_the_window_noted_once(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 10, C, FIN | ACK, 1u << 30, 1, 0);
    wire_send(wire, 10, C, FIN | ACK, 1u << 30, 1, 0);
    assert_string_equal(wire_report(wire).history, "ShAF");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_zeek_syn_alone_s0),
        wire_test(test_zeek_ignored_no_history),
        wire_test(test_zeek_syn_refused_rej),
        wire_test(test_zeek_syn_taken_back_by_its_sender_rstos0),
        wire_test(test_zeek_handshake_s1),
        wire_test(test_zeek_handshake_without_third_segment_s1),
        wire_test(test_zeek_fin_of_one_end_s2_or_s3),
        wire_test(test_zeek_fins_of_both_ends_sf),
        wire_test(test_zeek_reset_of_either_end_rsto_or_rstr),
        wire_test(test_zeek_resets_of_both_ends_with_data_rstr_and_without_rej),
        wire_test(test_zeek_reset_behind_own_fin_rsto_until_the_peer_closes),
        wire_test(test_zeek_client_alone_sh),
        wire_test(test_zeek_server_alone_shr_or_rstrh),
        wire_test(test_zeek_under_way_oth),
        wire_test(test_zeek_crossing_syns_noted_once_each),
        wire_test(test_zeek_data_sent_again_noted_at_powers_of_ten),
        wire_test(test_zeek_windows_of_zero_noted_at_powers_of_ten),
        wire_test(test_zeek_window_of_a_reset_not_noted),
        wire_test(test_zeek_checksums_noted_and_nothing_else_of_them),
        wire_test(test_zeek_flags_that_contradict_noted),
        wire_test(test_zeek_resets_noted_again_with_another_number),
        wire_test(test_zeek_letters_behind_the_twelfth_kept_up_to_32),
        wire_test(test_zeek_gap_noted_when_the_sender_goes_on_or_at_the_end),
        wire_test(test_zeek_gap_filled_late_is_none),
        wire_test(test_zeek_fin_beyond_the_window_noted_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
