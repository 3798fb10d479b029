/*
 * From findings to notes: that the rules and the catalogue agree.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gloss/note_of_finding.h"
#include "verdicts.h"

/* The rules say which words tell state changes; the words must agree. */
static void test_rules_know_which_words_tell_changes(void **state) {
    struct spoken *spoken = *state;

    for (unsigned kind = 0; kind < FINDING_COUNT; kind++) {
        const struct finding finding = {.kind = (enum finding_kind)kind};
        const struct rule rule = rule_for(&finding, &spoken->verdict, TCP_ACK);
        const char *words = catalogue_wording(rule.id, rule.phrase)->zh;
        const bool told = strstr(words, "{changes}") != NULL || rule.id == NOTE_TIME_WAIT_EXPIRED;

        assert_int_equal((rule.told & TELL_CHANGES) != 0, told);
    }
}

/* Every finding with every field filled, from either end, in every language. */
static void test_rules_every_finding_has_words_and_every_id_a_reason(void **state) {
    struct spoken *spoken = *state;
    bool reached[NOTE_ID_COUNT] = {
        /* From content, the capture and the segment itself: see the other tests. */
        [NOTE_DATA_REQUEST] = true,    [NOTE_DATA_RESPONSE] = true,
        [NOTE_DATA_ALERT] = true,      [NOTE_DATA_SEGMENT] = true,
        [NOTE_DATA_ACK] = true,        [NOTE_STATE_CHANGED] = true,
        [NOTE_CAPTURE_DROPPED] = true, [NOTE_CAPTURE_INCOMPLETE] = true,
        [NOTE_OFFLOAD_CHECKSUM] = true};

    spoken->settings.level = NOTES_ALL;
    for (unsigned kind = 0; kind < FINDING_COUNT; kind++) {
        for (unsigned i = 0; i < 8; i++) {
            const enum endpoint from = i % 2 == 0 ? ENDPOINT_CLIENT : ENDPOINT_SERVER;
            struct finding *finding;
            const char *lines;

            spoken->memory = 0;
            spoken_segment(spoken, from, TCP_ACK, 1, 2);
            spoken_data(spoken, "data");
            finding = spoken_finding(spoken, (enum finding_kind)kind);
            finding->state = STATE_ESTABLISHED;
            finding->dsack = finding->in_time_wait = i % 4 < 2;
            finding->seq = finding->sack_left = finding->ts_value = 3;
            finding->ack = finding->count = finding->mss = 4;
            finding->expected_seq = finding->expected_ack = finding->urgent_pointer = 5;
            finding->length = finding->window = finding->sack_right = finding->ts_recent = 5;
            finding->duration = 6000000;
            lines = spoken_lines(spoken, (enum language)(i % 3));
            assert_true(strlen(lines) > 3);
            if (strchr(lines, '{') != NULL || strchr(lines, '}') != NULL) {
                fail_msg("placeholder left: %s", lines);
            }
            for (unsigned n = 0; n < spoken->notes.count; n++) {
                reached[spoken->notes.items[n].id] = true;
            }
        }
    }
    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        if (!reached[id]) {
            fail_msg("no finding leads to %s", catalogue_entry((enum note_id)id)->name);
        }
    }
}

/* Two copies in one microsecond, or the first one's time unknown. */
static void test_rules_repetition_without_duration_has_words(void **state) {
    static const struct {
        enum finding_kind kind;
        const char *words;
    } cases[] = {
        {FINDING_SYN_RETRANSMITTED, "SYN retransmitted | #2\n"},
        {FINDING_SYN_ACK_RETRANSMITTED,
         "SYN-ACK retransmitted | #2 | it or the third ACK may be lost\n"},
        {FINDING_FIN_RETRANSMITTED, "FIN retransmitted | #2 | it or its ACK may be lost\n"},
        {FINDING_DUPLICATE_CAPTURE, "the same packet twice: captured twice, or copied by the "
                                    "network, not sent again | at the same time\n"},
    };

    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        spoken_segment(*state, ENDPOINT_CLIENT, TCP_ACK, CLIENT_ISN + 1, SERVER_ISN + 1);
        spoken_finding(*state, cases[i].kind)->count = 2;
        assert_string_equal(spoken_lines(*state, LANGUAGE_EN), cases[i].words);
    }
}

static void test_rules_count_of_none_has_words(void **state) {
    struct spoken *spoken = *state;
    struct finding *finding;

    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_ACK, CLIENT_ISN + 1, SERVER_ISN + 1);
    finding = spoken_finding(spoken, FINDING_DUPLICATE_ACK);
    finding->dsack = true;
    finding->sack_left = SERVER_ISN + 1;
    finding->sack_right = SERVER_ISN + 101;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "duplicate ACK: one copy was not needed (D-SACK) | 1:101 came twice\n");
    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_ACK, CLIENT_ISN + 1, SERVER_ISN + 1);
    finding = spoken_finding(spoken, FINDING_FAST_RETRANSMISSION);
    finding->seq = CLIENT_ISN + 1;
    finding->length = 1;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "fast retransmission | seq = 1 | 1 byte\n");
}

static void test_rules_reset_by_closed_end_is_no_restart(void **state) {
    struct spoken *spoken = *state;

    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_RST, CLIENT_ISN + 1, 0);
    spoken_finding(spoken, FINDING_RESET_HALF_OPEN)->state = STATE_CLOSED;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "the client has closed this connection already: it answers RST\n");
}

static void test_rules_reset_of_third_ack_names_the_queue(void **state) {
    struct spoken *spoken = *state;

    spoken->settings.level = NOTES_WARN;
    spoken_segment(spoken, ENDPOINT_SERVER, TCP_RST, SERVER_ISN + 1, 0);
    spoken_finding(spoken, FINDING_RESET_HALF_OPEN)->state = STATE_ESTABLISHED;
    spoken->verdict.changes[0] = (struct change){
        .endpoint = ENDPOINT_SERVER, .from = STATE_SYN_RECEIVED, .to = STATE_CLOSED};
    spoken->verdict.change_count = 1;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "the server answers the handshake's ACK with RST: no such connection "
                        "there, or its accept queue is full\n");
}

static void test_rules_reset_of_unasked_syn_ack_names_forgery(void **state) {
    struct spoken *spoken = *state;

    spoken->settings.level = NOTES_WARN;
    spoken_segment(spoken, ENDPOINT_CLIENT, TCP_RST, CLIENT_ISN + 1, 0);
    spoken_finding(spoken, FINDING_RESET_HALF_OPEN)->state = STATE_ESTABLISHED;
    spoken->verdict.changes[0] =
        (struct change){.endpoint = ENDPOINT_CLIENT, .from = STATE_SYN_SENT, .to = STATE_CLOSED};
    spoken->verdict.change_count = 1;
    assert_string_equal(spoken_lines(spoken, LANGUAGE_EN),
                        "the client answers the SYN-ACK with RST: no such connection there (its "
                        "SYN was forged, or it gave up?)\n");
}

/* Of a FIN alone, or of data: only these have a length. */
static void test_rules_captured_late_names_data_or_control(void **state) {
    struct verdict verdict = {.states = {STATE_ESTABLISHED, STATE_ESTABLISHED}};
    const struct finding control = {.kind = FINDING_CAPTURED_LATE, .duration = 1};
    const struct finding data = {.kind = FINDING_CAPTURED_LATE, .duration = 1, .length = 1};

    (void)state;
    assert_int_equal(rule_for(&control, &verdict, TCP_ACK).phrase, PHRASE_CAPTURED_LATE_CONTROL);
    assert_int_equal(rule_for(&data, &verdict, TCP_ACK).phrase, PHRASE_USUAL);
}

/* What has no value is left out, and nothing else is. */
static void test_rules_fields_with_values_are_filled(void **state) {
    struct verdict verdict = {.states = {STATE_ESTABLISHED, STATE_ESTABLISHED}};
    struct finding finding = {
        .kind = FINDING_FAST_RETRANSMISSION, .seq = 1, .length = 1, .count = 3};
    struct rule rule;

    (void)state;
    rule = rule_for(&finding, &verdict, TCP_ACK);
    assert_true((rule.fields & FILLS_SEQ) != 0 && (rule.fields & FILLS_COUNT) != 0);
    finding.count = 0;
    rule = rule_for(&finding, &verdict, TCP_ACK);
    assert_true((rule.fields & FILLS_SEQ) != 0 && (rule.fields & FILLS_COUNT) == 0);
}

/* Fewer than three repeated acknowledgments are no reason to send again: the time was. */
static void test_rules_fast_retransmission_after_less_than_three_is_by_time(void **state) {
    const struct verdict verdict = {.states = {STATE_ESTABLISHED, STATE_ESTABLISHED}};
    struct finding finding = {.kind = FINDING_FAST_RETRANSMISSION, .seq = 1, .length = 1};

    (void)state;
    for (finding.count = 1; finding.count < 5; finding.count++) {
        assert_int_equal(rule_for(&finding, &verdict, TCP_ACK).phrase,
                         finding.count < 3 ? PHRASE_FAST_RETRANSMISSION_BY_TIME : PHRASE_USUAL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        spoken_test(test_rules_know_which_words_tell_changes),
        spoken_test(test_rules_every_finding_has_words_and_every_id_a_reason),
        spoken_test(test_rules_repetition_without_duration_has_words),
        spoken_test(test_rules_count_of_none_has_words),
        spoken_test(test_rules_fast_retransmission_after_less_than_three_is_by_time),
        spoken_test(test_rules_reset_by_closed_end_is_no_restart),
        spoken_test(test_rules_reset_of_third_ack_names_the_queue),
        spoken_test(test_rules_reset_of_unasked_syn_ack_names_forgery),
        spoken_test(test_rules_captured_late_names_data_or_control),
        spoken_test(test_rules_fields_with_values_are_filled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
