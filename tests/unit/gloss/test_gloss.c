#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/gloss/gloss.h"
#include "tcpgloss/gloss/note_text.h"

#include "verdicts.h"

static void test_gloss_syn_opens_the_handshake(void **state) {
    struct spoken *spoken = *state;

    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_SYN, CLIENT_ISN, 0);
    spoken_finding(spoken, FINDING_SYN)->seq = CLIENT_ISN;
    spoken_change(spoken, ENDPOINT_CLIENT, STATE_CLOSED, STATE_SYN_SENT);
    assert_string_equal(spoken_lines(spoken, LANGUAGE_BOTH),
                        "三次握手 / Three-way handshake | 192.0.2.1.40000 > 198.51.100.2.80\n"
                        "SYN = 1 | seq = 1000 | mss = 1460 | 客户端 client CLOSED → SYN-SENT\n");
    assert_string_equal(spoken_lines(spoken, LANGUAGE_ZH),
                        "三次握手 | 192.0.2.1.40000 > 198.51.100.2.80\n"
                        "SYN = 1 | seq = 1000 | mss = 1460 | 客户端 CLOSED → SYN-SENT\n");
}

static void test_gloss_syn_ack_shows_arithmetic_and_both_ends(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding;

    spoken_segment(spoken, ENDPOINT_SERVER, TCP_SYN | TCP_ACK, SERVER_ISN, CLIENT_ISN + 1);
    finding = spoken_finding(spoken, FINDING_SYN_ACK);
    finding->acked = CLIENT_ISN;
    spoken_change(spoken, ENDPOINT_SERVER, STATE_LISTEN, STATE_SYN_RECEIVED);
    spoken_change(spoken, ENDPOINT_CLIENT, STATE_SYN_SENT, STATE_ESTABLISHED);
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "SYN = 1 | ACK = 1 | ack = 1000 + 1 | seq = 5000 | mss = 1460 | "
                        "server LISTEN → SYN-RECEIVED | client SYN-SENT → ESTABLISHED\n");
}

static void test_gloss_third_ack_tells_rtt_and_what_was_negotiated(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding = spoken_finding(spoken, FINDING_HANDSHAKE_ACK);

    finding->acked = SERVER_ISN;
    finding->duration = 1211000;
    spoken_finding(spoken, FINDING_NEGOTIATED);
    spoken_change(spoken, ENDPOINT_SERVER, STATE_SYN_RECEIVED, STATE_ESTABLISHED);
    assert_string_equal(
        spoken_lines(spoken, LANGUAGE_BOTH),
        "ACK = 1 | ack = 5000 + 1 | 服务器 server SYN-RECEIVED → ESTABLISHED | RTT 1.211 ms\n"
        "协商结果 / negotiated | 客户端 client mss = 1460 | 服务器 server mss = 536 | 客户端 "
        "client wscale = 7 | 服务器 server wscale = 6 | SACK | ECN\n");
}

/* An option is in force only if both SYNs had it. */
static void test_gloss_options_of_one_end_alone_are_not_negotiated(void **state) {
    struct spoken *spoken = *state;

    for (unsigned end = 0; end < 2; end++) {
        struct endpoint_report *one = &spoken->report.endpoints[end];
        struct endpoint_report *other = &spoken->report.endpoints[1 - end];

        one->has_window_scale = one->sack_permitted = one->has_timestamps = true;
        other->has_window_scale = other->sack_permitted = other->has_timestamps = false;
        spoken_segment(spoken, ENDPOINT_CLIENT, TCP_ACK, CLIENT_ISN + 1, SERVER_ISN + 1);
        spoken_finding(spoken, FINDING_NEGOTIATED);
        assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                            "negotiated | client mss = 1460 | server mss = 536 | ECN\n");
    }
}

static void test_gloss_options_of_both_ends_are_negotiated(void **state) {
    struct spoken *spoken = *state;

    spoken->report.ip_version = 6;
    spoken->report.ecn = false;
    spoken->report.endpoints[ENDPOINT_SERVER].has_timestamps = true;
    spoken_finding(spoken, FINDING_NEGOTIATED);
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "negotiated | client mss = 1460 | server mss = 1220 | client wscale = 7 | "
                        "server wscale = 6 | SACK | timestamps\n");
}

static void test_gloss_wrong_acknowledgment_is_not_shown_as_arithmetic(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding;

    spoken_segment(spoken, ENDPOINT_SERVER, TCP_SYN | TCP_ACK, SERVER_ISN, 777);
    finding = spoken_finding(spoken, FINDING_SYN_ACK);
    finding->ack = 777;
    finding->acked = CLIENT_ISN;
    finding = spoken_finding(spoken, FINDING_BAD_ACK);
    finding->ack = 777;
    finding->expected_ack = CLIENT_ISN;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "wrong acknowledgment | expected 1000 + 1 | got 777\n"
                        "SYN = 1 | ACK = 1 | ack = 777 | seq = 5000 | mss = 1460\n");
}

/* The client's FIN, relative number 79. */
static void speak_first_fin(struct spoken *spoken) {
    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_FIN | TCP_ACK, CLIENT_ISN + 79, SERVER_ISN + 14883);
    spoken_finding(spoken, FINDING_TEARDOWN);
    spoken_finding(spoken, FINDING_FIN)->seq = CLIENT_ISN + 79;
    spoken_change(spoken, ENDPOINT_CLIENT, STATE_ESTABLISHED, STATE_FIN_WAIT_1);
    spoken_change(spoken, ENDPOINT_SERVER, STATE_ESTABLISHED, STATE_CLOSE_WAIT);
}

static void test_gloss_first_fin_is_relative_and_names_who_closes(void **state) {
    struct spoken *spoken = *state;

    speak_first_fin(spoken);
    assert_string_equal(spoken_lines(spoken, LANGUAGE_BOTH),
                        "开始挥手 / Teardown begins | 客户端主动关闭 / client closes first\n"
                        "FIN = 1 | ACK = 1 | seq = 79 | ack = 14883 | 客户端 client ESTABLISHED → "
                        "FIN-WAIT-1 | 服务器 server ESTABLISHED → CLOSE-WAIT\n");
}

static void test_gloss_absolute_shows_numbers_as_they_are(void **state) {
    struct spoken *spoken = *state;

    speak_first_fin(spoken);
    spoken->packet.relative_base = (struct relative_base){0};
    assert_non_null(strstr(spoken_lines(spoken, LANGUAGE_EN), "| seq = 1079 | ack = 19883 |"));
}

static void test_gloss_number_without_base_shown_as_it_is(void **state) {
    struct spoken *spoken = *state;

    speak_first_fin(spoken);
    spoken->packet.relative_base.seq = 0;
    assert_non_null(strstr(spoken_lines(spoken, LANGUAGE_EN), "| seq = 1079 | ack = 14883 |"));
}

static void test_gloss_merged_fin_keeps_the_order_of_fields_and_chains_states(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding;

    spoken_segment(spoken, ENDPOINT_SERVER, TCP_FIN | TCP_ACK, SERVER_ISN + 14883, CLIENT_ISN + 80);
    finding = spoken_finding(spoken, FINDING_FIN_ACKED);
    finding->acked = CLIENT_ISN + 79;
    spoken_finding(spoken, FINDING_MERGED);
    spoken_finding(spoken, FINDING_FIN)->seq = SERVER_ISN + 14883;
    spoken_change(spoken, ENDPOINT_SERVER, STATE_CLOSE_WAIT, STATE_LAST_ACK);
    spoken_change(spoken, ENDPOINT_CLIENT, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2);
    spoken_change(spoken, ENDPOINT_CLIENT, STATE_FIN_WAIT_2, STATE_TIME_WAIT);
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "Three-segment teardown (four, with two merged) | ACK and FIN in one "
                        "segment: the other end's application closed at once | RFC 9293 §3.10.7.4\n"
                        "FIN = 1 | ACK = 1 | ack = 79 + 1 | seq = 14883 | server CLOSE-WAIT → "
                        "LAST-ACK | client FIN-WAIT-1 → FIN-WAIT-2 → TIME-WAIT\n");
}

static void test_gloss_last_ack_joins_time_wait_on_its_line(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding;

    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_ACK, CLIENT_ISN + 80, SERVER_ISN + 14884);
    finding = spoken_finding(spoken, FINDING_FIN_ACKED);
    finding->acked = SERVER_ISN + 14883;
    spoken_finding(spoken, FINDING_TIME_WAIT)->duration = 60000000000;
    spoken_change(spoken, ENDPOINT_SERVER, STATE_LAST_ACK, STATE_CLOSED);
    assert_string_equal(spoken_lines(spoken, LANGUAGE_BOTH),
                        "ACK = 1 | ack = 14883 + 1 | 服务器 server LAST-ACK → CLOSED | 客户端 "
                        "client TIME-WAIT: 2MSL = 60 s (--msl)\n");
    assert_int_equal(spoken->notes.count, 2);
    text_clear(&spoken->text);
    note_write(&spoken->notes, &spoken->notes.items[1], LANGUAGE_EN, &spoken->text);
    text_put_char(&spoken->text, '\0');
    assert_string_equal(spoken->text.data, "ACK = 1 | ack = 14883 + 1 | server LAST-ACK → CLOSED | "
                                           "client TIME-WAIT: 2MSL = 60 s (--msl)");
}

static void test_gloss_acknowledged_fin_names_the_half_close(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding;

    spoken_segment(spoken, ENDPOINT_SERVER, TCP_ACK, SERVER_ISN + 255, CLIENT_ISN + 106);
    finding = spoken_finding(spoken, FINDING_FIN_ACKED);
    finding->acked = CLIENT_ISN + 105;
    spoken_change(spoken, ENDPOINT_CLIENT, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2);
    spoken->verdict.states[ENDPOINT_SERVER] = STATE_CLOSE_WAIT;
    /* What stands behind the last finding is of an earlier segment. */
    spoken->verdict.findings[spoken->verdict.finding_count].kind = FINDING_HALF_CLOSED;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "ACK = 1 | ack = 105 + 1 | client FIN-WAIT-1 → FIN-WAIT-2 | half-closed: "
                        "the server is in CLOSE-WAIT and may still send\n");
}

static void test_gloss_retracted_change_says_that_it_corrects(void **state) {
    struct spoken *spoken = *state;

    spoken_segment(spoken, ENDPOINT_SERVER, TCP_SYN | TCP_ACK, SERVER_ISN, CLIENT_ISN + 1);
    spoken_finding(spoken, FINDING_THIRD_ACK_LOST);
    spoken_change(spoken, ENDPOINT_SERVER, STATE_ESTABLISHED, STATE_SYN_RECEIVED);
    spoken->verdict.changes[0].retracted = true;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "the third ACK was lost: the server is still in SYN-RECEIVED\n"
                        "SYN = 1 | ACK = 1 | ack = 1000 + 1 | seq = 5000 | server ESTABLISHED → "
                        "SYN-RECEIVED (an earlier inference corrected)\n");
}

static void test_gloss_plain_data_has_a_step_only_at_level_all(void **state) {
    struct spoken *spoken = *state;

    spoken_data(spoken, "xyz");
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN), "");
    spoken->settings.level = NOTES_ALL;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "ACK = 1 | seq = 1 | ack = 1 | len = 3\n");
    spoken_data(spoken, "");
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN), "ACK = 1 | ack = 1\n");
}

static void test_gloss_each_level_takes_in_those_before(void **state) {
    struct spoken *spoken = *state;
    static const unsigned counts[] = {
        [NOTES_NONE] = 0, [NOTES_WARN] = 1, [NOTES_PHASE] = 2, [NOTES_STEP] = 3, [NOTES_ALL] = 4};

    speak_first_fin(spoken);
    spoken_finding(spoken, FINDING_FIN_PENDING);
    spoken_finding(spoken, FINDING_PUSH);
    for (unsigned level = NOTES_NONE; level <= NOTES_ALL; level++) {
        spoken->settings.level = (enum note_level)level;
        (void)spoken_lines(spoken, LANGUAGE_EN);
        assert_int_equal(spoken->notes.count, counts[level]);
    }
}

static void test_gloss_notes_stand_phases_warnings_steps(void **state) {
    struct spoken *spoken = *state;

    spoken_finding(spoken, FINDING_FIN_PENDING);
    speak_first_fin(spoken);
    spoken_finding(spoken, FINDING_FIN_PENDING);
    (void)spoken_lines(spoken, LANGUAGE_EN);
    assert_int_equal(spoken->notes.items[0].kind, NOTE_PHASE);
    assert_int_equal(spoken->notes.items[1].kind, NOTE_WARNING);
    assert_int_equal(spoken->notes.items[2].kind, NOTE_STEP);
}

static void test_gloss_hidden_id_is_left_out_and_its_changes_with_it(void **state) {
    struct spoken *spoken = *state;

    speak_first_fin(spoken);
    spoken->settings.selected[NOTE_TEARDOWN_FIN] = false;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "Teardown begins | client closes first\n");
}

static void test_gloss_changes_without_a_finding_are_a_step(void **state) {
    struct spoken *spoken = *state;

    spoken_change(spoken, ENDPOINT_SERVER, STATE_SYN_RECEIVED, STATE_ESTABLISHED);
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "ACK = 1 | ack = 5000 + 1 | server SYN-RECEIVED → ESTABLISHED\n");
    assert_int_equal(spoken->notes.items[0].id, NOTE_STATE_CHANGED);
}

static void test_gloss_timer_speaks_without_a_packet(void **state) {
    struct spoken *spoken = *state;

    spoken_finding(spoken, FINDING_TIME_WAIT_EXPIRED)->duration = 60000000000;
    spoken_change(spoken, ENDPOINT_CLIENT, STATE_TIME_WAIT, STATE_CLOSED);
    assert_string_equal(spoken_timer_lines(spoken, LANGUAGE_EN),
                        "2MSL = 60 s over | client TIME-WAIT → CLOSED\n");
}

static void test_gloss_keepalive_probe_is_told_from_a_teardown(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding;

    spoken_segment(spoken, ENDPOINT_SERVER, TCP_ACK, SERVER_ISN + 254, CLIENT_ISN + 106);
    finding = spoken_finding(spoken, FINDING_KEEPALIVE_PROBE);
    finding->seq = SERVER_ISN + 254;
    finding->expected_seq = SERVER_ISN + 255;
    finding->duration = 15000844000;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_BOTH),
                        "保活探测 (keep-alive probe) | 不是挥手 / no teardown | seq = 254 | "
                        "下一个应是 / the next would be 255 | 空闲了 / idle for 15.001 s\n");
}

static void test_gloss_capture_dropped_has_no_flow(void **state) {
    struct spoken *spoken = *state;

    gloss_dropped(&spoken->settings, 3, &spoken->notes);
    assert_int_equal(spoken->notes.count, 1);
    text_clear(&spoken->text);
    note_write(&spoken->notes, &spoken->notes.items[0], LANGUAGE_EN, &spoken->text);
    text_put_char(&spoken->text, '\0');
    assert_string_equal(spoken->text.data,
                        "lost by the capture: what follows may be wrong | 3 packets");
    spoken->settings.level = NOTES_NONE;
    gloss_dropped(&spoken->settings, 3, &spoken->notes);
    assert_int_equal(spoken->notes.count, 0);
}

static void test_gloss_cut_packet_is_said_once_a_flow(void **state) {
    struct spoken *spoken = *state;

    spoken_data(spoken, "xyz");
    spoken->packet.tcp.payload_length = 1400;
    spoken->packet.frame.captured = 96;
    spoken->packet.frame.length = 1454;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "only the first part of the packet was captured (-s): the content is not "
                        "all there | 96 < 1454 bytes\n");
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN), "");
}

/* What follows the data, padding of the link layer, may be cut off without a loss. */
static void test_gloss_packet_cut_behind_its_data_is_whole(void **state) {
    struct spoken *spoken = *state;

    spoken_data(spoken, "x");
    spoken->packet.frame.captured = 55;
    spoken->packet.frame.length = 60;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN), "");
    spoken->packet.tcp.payload_length = 2;
    assert_string_not_equal(spoken_lines(spoken, LANGUAGE_EN), "");
}

static void test_gloss_one_byte_is_not_plural(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding;

    spoken_data(spoken, "x");
    finding = spoken_finding(spoken, FINDING_GAP);
    finding->seq = CLIENT_ISN + 9;
    finding->expected_seq = CLIENT_ISN + 8;
    finding->length = 1;
    assert_string_equal(
        spoken_lines(spoken, LANGUAGE_EN),
        "data before this has not been seen so far | 1 byte | seq = 9 | expected 8\n");
    finding->length = 2;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_BOTH),
                        "前面的数据尚未出现 / data before this has not been seen so far | 2 字节 / "
                        "bytes | seq = 9 | 应为 / expected 8\n");
}

/* What is ignored brings nothing: it has no step of its own. */
static void test_gloss_ignored_data_have_no_step_at_level_all(void **state) {
    struct spoken *spoken = *state;

    spoken->settings.level = NOTES_ALL;
    spoken_data(spoken, "x");
    (void)spoken_lines(spoken, LANGUAGE_EN);
    assert_int_equal(spoken->notes.count, 1);
    assert_int_equal(spoken->notes.items[0].id, NOTE_DATA_SEGMENT);
    spoken_finding(spoken, FINDING_SEGMENT_IGNORED)->reason = IGNORED_BEYOND_WINDOW;
    (void)spoken_lines(spoken, LANGUAGE_EN);
    assert_int_equal(spoken->notes.count, 1);
    assert_int_equal(spoken->notes.items[0].id, NOTE_SEGMENT_IGNORED);
}

static void test_gloss_one_byte_of_data_has_its_length(void **state) {
    struct spoken *spoken = *state;

    spoken->settings.level = NOTES_ALL;
    spoken_data(spoken, "x");
    assert_non_null(strstr(spoken_lines(spoken, LANGUAGE_EN), "len = 1"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        spoken_test(test_gloss_syn_opens_the_handshake),
        spoken_test(test_gloss_syn_ack_shows_arithmetic_and_both_ends),
        spoken_test(test_gloss_third_ack_tells_rtt_and_what_was_negotiated),
        spoken_test(test_gloss_options_of_one_end_alone_are_not_negotiated),
        spoken_test(test_gloss_options_of_both_ends_are_negotiated),
        spoken_test(test_gloss_wrong_acknowledgment_is_not_shown_as_arithmetic),
        spoken_test(test_gloss_first_fin_is_relative_and_names_who_closes),
        spoken_test(test_gloss_absolute_shows_numbers_as_they_are),
        spoken_test(test_gloss_number_without_base_shown_as_it_is),
        spoken_test(test_gloss_merged_fin_keeps_the_order_of_fields_and_chains_states),
        spoken_test(test_gloss_last_ack_joins_time_wait_on_its_line),
        spoken_test(test_gloss_acknowledged_fin_names_the_half_close),
        spoken_test(test_gloss_retracted_change_says_that_it_corrects),
        spoken_test(test_gloss_plain_data_has_a_step_only_at_level_all),
        spoken_test(test_gloss_each_level_takes_in_those_before),
        spoken_test(test_gloss_notes_stand_phases_warnings_steps),
        spoken_test(test_gloss_hidden_id_is_left_out_and_its_changes_with_it),
        spoken_test(test_gloss_changes_without_a_finding_are_a_step),
        spoken_test(test_gloss_timer_speaks_without_a_packet),
        spoken_test(test_gloss_keepalive_probe_is_told_from_a_teardown),
        spoken_test(test_gloss_capture_dropped_has_no_flow),
        spoken_test(test_gloss_cut_packet_is_said_once_a_flow),
        spoken_test(test_gloss_packet_cut_behind_its_data_is_whole),
        spoken_test(test_gloss_one_byte_is_not_plural),
        spoken_test(test_gloss_ignored_data_have_no_step_at_level_all),
        spoken_test(test_gloss_one_byte_of_data_has_its_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
