#include "gloss/note_of_finding.h"

#include <stdbool.h>

#include "tcpgloss/decode/tcp.h"

enum {
    TAKE_SEGMENT = TAKE_SEQ | TAKE_LENGTH,
    TAKE_REPEAT = TAKE_COUNT | TAKE_DURATION,
};

static const struct rule rules[] = {
    [FINDING_SYN] = {.id = NOTE_HANDSHAKE_SYN, .takes = TAKE_CHANGES},
    [FINDING_SYN_ACK] = {.id = NOTE_HANDSHAKE_SYN_ACK, .takes = TAKE_CHANGES},
    [FINDING_HANDSHAKE_ACK] = {.id = NOTE_HANDSHAKE_ACK, .takes = TAKE_CHANGES | TAKE_RTT},
    [FINDING_BAD_ACK] = {.id = NOTE_HANDSHAKE_BAD_ACK, .takes = TAKE_ACK | TAKE_EXPECTED_ACK},
    [FINDING_NEGOTIATED] = {.id = NOTE_HANDSHAKE_NEGOTIATED, .takes = TAKE_NEGOTIATED},
    [FINDING_SIMULTANEOUS_OPEN] = {.id = NOTE_HANDSHAKE_SIMULTANEOUS},
    [FINDING_FAST_OPEN_REQUEST] = {.id = NOTE_HANDSHAKE_FAST_OPEN},
    [FINDING_FAST_OPEN_GRANTED] = {.id = NOTE_HANDSHAKE_FAST_OPEN,
                                   .phrase = PHRASE_FAST_OPEN_GRANTED,
                                   .takes = TAKE_LENGTH},
    [FINDING_FAST_OPEN_USED] = {.id = NOTE_HANDSHAKE_FAST_OPEN,
                                .phrase = PHRASE_FAST_OPEN_USED,
                                .takes = TAKE_LENGTH},
    [FINDING_FAST_OPEN_ACCEPTED] = {.id = NOTE_HANDSHAKE_FAST_OPEN,
                                    .phrase = PHRASE_FAST_OPEN_ACCEPTED,
                                    .takes = TAKE_LENGTH},
    [FINDING_FAST_OPEN_IGNORED] = {.id = NOTE_HANDSHAKE_FAST_OPEN,
                                   .phrase = PHRASE_FAST_OPEN_IGNORED,
                                   .takes = TAKE_LENGTH},
    [FINDING_REFUSED] = {.id = NOTE_HANDSHAKE_REFUSED},
    [FINDING_SYN_RETRANSMITTED] = {.id = NOTE_HANDSHAKE_SYN_RETRANSMITTED, .takes = TAKE_REPEAT},
    [FINDING_SYN_ACK_RETRANSMITTED] = {.id = NOTE_HANDSHAKE_SYN_ACK_RETRANSMITTED,
                                       .takes = TAKE_REPEAT},
    [FINDING_THIRD_ACK_LOST] = {.id = NOTE_HANDSHAKE_THIRD_ACK_LOST},
    [FINDING_NO_ANSWER] = {.id = NOTE_HANDSHAKE_NO_ANSWER, .takes = TAKE_COUNT},
    [FINDING_HALF_OPEN_FLOOD] = {.id = NOTE_HANDSHAKE_HALF_OPEN_FLOOD, .takes = TAKE_COUNT},
    [FINDING_ECN_SETUP] = {.id = NOTE_HANDSHAKE_ECN, .takes = TAKE_SENDER},
    [FINDING_ACCECN_SETUP] = {.id = NOTE_HANDSHAKE_ECN,
                              .phrase = PHRASE_ACCECN_REQUESTED,
                              .takes = TAKE_SENDER},
    [FINDING_MID_STREAM] = {.id = NOTE_HANDSHAKE_MID_STREAM, .takes = TAKE_SENDER},
    [FINDING_REUSED] = {.id = NOTE_FLOW_REUSED, .takes = TAKE_COUNT},
    [FINDING_FIRST_DATA] = {.id = NOTE_DATA_CLIENT, .takes = TAKE_LENGTH},
    [FINDING_PUSH] = {.id = NOTE_DATA_PUSH, .takes = TAKE_CHANGES},
    [FINDING_URGENT] = {.id = NOTE_DATA_URGENT, .takes = TAKE_EXPECTED_PLAIN},
    [FINDING_RETRANSMISSION] = {.id = NOTE_LOSS_RETRANSMISSION,
                                .takes = TAKE_SEGMENT | TAKE_DURATION},
    [FINDING_FAST_RETRANSMISSION] = {.id = NOTE_LOSS_FAST_RETRANSMISSION,
                                     .takes = TAKE_SEGMENT | TAKE_COUNT},
    [FINDING_SPURIOUS_RETRANSMISSION] = {.id = NOTE_LOSS_SPURIOUS_RETRANSMISSION,
                                         .takes = TAKE_SEGMENT},
    [FINDING_TAIL_PROBE] = {.id = NOTE_LOSS_TAIL_PROBE, .takes = TAKE_SEGMENT | TAKE_DURATION},
    [FINDING_OUT_OF_ORDER] = {.id = NOTE_LOSS_OUT_OF_ORDER, .takes = TAKE_SEGMENT | TAKE_DURATION},
    [FINDING_GAP] = {.id = NOTE_LOSS_GAP, .takes = TAKE_SEGMENT | TAKE_EXPECTED},
    [FINDING_ACK_UNSEEN] = {.id = NOTE_LOSS_ACK_UNSEEN,
                            .takes = TAKE_ACK | TAKE_EXPECTED_ACK | TAKE_LENGTH},
    [FINDING_ONE_DIRECTION] = {.id = NOTE_LOSS_ACK_UNSEEN,
                               .phrase = PHRASE_ACK_UNSEEN_ONE_DIRECTION,
                               .takes = TAKE_WHO},
    [FINDING_DUPLICATE_ACK] = {.id = NOTE_LOSS_DUPLICATE_ACK,
                               .takes = TAKE_ACK | TAKE_COUNT | TAKE_SACK | TAKE_DSACK},
    [FINDING_DUPLICATE_CAPTURE] = {.id = NOTE_LOSS_DUPLICATE_CAPTURE, .takes = TAKE_DURATION},
    [FINDING_ZERO_WINDOW] = {.id = NOTE_WINDOW_ZERO, .takes = TAKE_SENDER},
    [FINDING_WINDOW_UPDATE] = {.id = NOTE_WINDOW_UPDATE,
                               .takes = TAKE_CHANGES | TAKE_SENDER | TAKE_LENGTH},
    [FINDING_WINDOW_FULL] = {.id = NOTE_WINDOW_FULL, .takes = TAKE_SENDER | TAKE_LENGTH},
    [FINDING_WINDOW_PROBE] = {.id = NOTE_WINDOW_PROBE, .takes = TAKE_SEGMENT},
    [FINDING_WINDOW_PROBE_ACK] = {.id = NOTE_WINDOW_PROBE_ACK, .takes = TAKE_CHANGES},
    [FINDING_KEEPALIVE_PROBE] = {.id = NOTE_KEEPALIVE_PROBE,
                                 .takes = TAKE_SEGMENT | TAKE_EXPECTED | TAKE_DURATION},
    [FINDING_KEEPALIVE_ACK] = {.id = NOTE_KEEPALIVE_ACK, .takes = TAKE_CHANGES},
    [FINDING_ECN_ECHO] = {.id = NOTE_ECN_ECHO, .takes = TAKE_CHANGES | TAKE_SENDER},
    [FINDING_ECN_REDUCED] = {.id = NOTE_ECN_REDUCED, .takes = TAKE_CHANGES | TAKE_SENDER},
    [FINDING_PAWS_OLD] = {.id = NOTE_PAWS_OLD, .takes = TAKE_TIMESTAMPS},
    [FINDING_OFFLOAD_LARGE] = {.id = NOTE_OFFLOAD_LARGE,
                               .takes = TAKE_CHANGES | TAKE_LENGTH | TAKE_EXPECTED_MSS},
    [FINDING_TEARDOWN] = {.id = NOTE_TEARDOWN, .takes = TAKE_WHO},
    [FINDING_FIN] = {.id = NOTE_TEARDOWN_FIN, .takes = TAKE_CHANGES | TAKE_WHO},
    [FINDING_FIN_ACKED] = {.id = NOTE_TEARDOWN_FIN_ACKED, .takes = TAKE_CHANGES | TAKE_SENDER},
    [FINDING_MERGED] = {.id = NOTE_TEARDOWN_MERGED},
    [FINDING_HALF_CLOSED] = {.id = NOTE_TEARDOWN_HALF_CLOSED, .takes = TAKE_WHO},
    [FINDING_SIMULTANEOUS_CLOSE] = {.id = NOTE_TEARDOWN_SIMULTANEOUS},
    [FINDING_FIN_RETRANSMITTED] = {.id = NOTE_TEARDOWN_FIN_RETRANSMITTED, .takes = TAKE_REPEAT},
    [FINDING_FIN_PENDING] = {.id = NOTE_TEARDOWN_FIN_PENDING, .takes = TAKE_SEQ | TAKE_LENGTH},
    [FINDING_TIME_WAIT] = {.id = NOTE_TIME_WAIT, .takes = TAKE_CHANGES | TAKE_WHO | TAKE_DURATION},
    [FINDING_TIME_WAIT_RESTARTED] = {.id = NOTE_TIME_WAIT_RESTARTED,
                                     .takes = TAKE_WHO | TAKE_DURATION},
    [FINDING_TIME_WAIT_EXPIRED] = {.id = NOTE_TIME_WAIT_EXPIRED,
                                   .takes = TAKE_CHANGES | TAKE_WHO | TAKE_DURATION},
    [FINDING_TIME_WAIT_ASSASSINATED] = {.id = NOTE_TIME_WAIT_ASSASSINATED, .takes = TAKE_WHO},
    [FINDING_RESET] = {.id = NOTE_RESET, .takes = TAKE_WHO | TAKE_STATE},
    [FINDING_RESET_HALF_OPEN] = {.id = NOTE_RESET_HALF_OPEN, .takes = TAKE_WHO},
    [FINDING_RESET_UNREAD_DATA] = {.id = NOTE_RESET_UNREAD_DATA, .takes = TAKE_WHO},
    [FINDING_RESET_IGNORED] = {.id = NOTE_RESET_IGNORED, .takes = TAKE_SEQ | TAKE_EXPECTED},
    [FINDING_CHALLENGE_ACK] = {.id = NOTE_CHALLENGE_ACK},
    [FINDING_IDLE] = {.id = NOTE_FLOW_IDLE, .takes = TAKE_DURATION},
    [FINDING_EVICTED] = {.id = NOTE_FLOW_EVICTED, .takes = TAKE_COUNT},
};

static bool has_finding(const struct verdict *verdict, enum finding_kind kind) {
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        if (verdict->findings[i].kind == kind) {
            return true;
        }
    }
    return false;
}

/* One direction is closed, the other is not, and no phase says so. */
static bool is_half_closed(const struct verdict *verdict) {
    return !has_finding(verdict, FINDING_HALF_CLOSED) &&
           verdict->states[verdict->from] == STATE_CLOSE_WAIT &&
           verdict->states[endpoint_peer(verdict->from)] == STATE_FIN_WAIT_2;
}

static enum phrase half_open_phrase(const struct verdict *verdict, const struct finding *finding) {
    if (finding->state == STATE_CLOSED) {
        return PHRASE_RESET_HALF_OPEN_CLOSED;
    }
    for (unsigned i = 0; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];

        if (change->endpoint == finding->who && change->to == STATE_CLOSED) {
            if (change->from == STATE_SYN_SENT) {
                return PHRASE_RESET_HALF_OPEN_UNASKED;
            }
            if (change->from == STATE_SYN_RECEIVED) {
                return PHRASE_RESET_HALF_OPEN_HANDSHAKE;
            }
        }
    }
    return PHRASE_USUAL;
}

/* What is said of a finding without a duration where the usual words have one. */
static enum phrase untimed_phrase(enum finding_kind kind) {
    switch (kind) {
    case FINDING_SYN_RETRANSMITTED:
        return PHRASE_SYN_RETRANSMITTED_UNTIMED;
    case FINDING_SYN_ACK_RETRANSMITTED:
        return PHRASE_SYN_ACK_RETRANSMITTED_UNTIMED;
    case FINDING_FIN_RETRANSMITTED:
        return PHRASE_FIN_RETRANSMITTED_UNTIMED;
    case FINDING_DUPLICATE_CAPTURE:
        return PHRASE_DUPLICATE_CAPTURE_AT_ONCE;
    default:
        return PHRASE_USUAL;
    }
}

struct rule rule_for(const struct finding *finding, const struct verdict *verdict, unsigned flags) {
    struct rule rule = rules[finding->kind];

    switch (finding->kind) {
    case FINDING_SYN_RETRANSMITTED:
    case FINDING_SYN_ACK_RETRANSMITTED:
    case FINDING_FIN_RETRANSMITTED:
    case FINDING_DUPLICATE_CAPTURE:
        rule.phrase = finding->duration == 0 ? untimed_phrase(finding->kind) : PHRASE_USUAL;
        break;
    case FINDING_ECN_SETUP:
        rule.phrase = (flags & TCP_ACK) != 0 ? PHRASE_ECN_AGREED : PHRASE_USUAL;
        break;
    case FINDING_ACCECN_SETUP:
        rule.phrase = (flags & TCP_ACK) != 0 ? PHRASE_ACCECN_AGREED : PHRASE_ACCECN_REQUESTED;
        break;
    case FINDING_MID_STREAM:
        rule.phrase = verdict->client_known ? PHRASE_MID_STREAM_CLIENT_KNOWN : PHRASE_USUAL;
        break;
    case FINDING_REUSED:
        rule.phrase = finding->in_time_wait ? PHRASE_REUSED_IN_TIME_WAIT : PHRASE_USUAL;
        break;
    case FINDING_FAST_RETRANSMISSION:
        if (finding->count == 0) {
            rule.takes &= ~(unsigned)TAKE_COUNT;
        }
        break;
    case FINDING_DUPLICATE_ACK:
        if (finding->count == 0) {
            rule.phrase = PHRASE_DUPLICATE_ACK_DSACK;
            rule.takes &= ~(unsigned)TAKE_COUNT;
        }
        break;
    case FINDING_WINDOW_UPDATE:
        if (finding->length == 0) {
            rule.phrase = PHRASE_WINDOW_UPDATE_UNSCALED;
            rule.takes &= ~(unsigned)TAKE_LENGTH;
        }
        break;
    case FINDING_TEARDOWN:
        if (verdict->states[finding->who] == STATE_UNKNOWN) {
            rule.phrase = PHRASE_TEARDOWN_MID_STREAM;
        }
        break;
    case FINDING_TAIL_PROBE:
        rule.phrase = finding->length == 0 ? PHRASE_TAIL_PROBE_FIN : PHRASE_USUAL;
        break;
    case FINDING_KEEPALIVE_PROBE:
        rule.phrase = finding->seq == finding->expected ? PHRASE_KEEPALIVE_REPEATED : PHRASE_USUAL;
        break;
    case FINDING_FIN_ACKED:
        rule.phrase = is_half_closed(verdict) ? PHRASE_FIN_ACKED_HALF_CLOSED : PHRASE_USUAL;
        break;
    case FINDING_RESET:
        if (finding->state == STATE_UNKNOWN) {
            rule.phrase = PHRASE_RESET_STATE_UNKNOWN;
            rule.takes &= ~(unsigned)TAKE_STATE;
        }
        break;
    case FINDING_RESET_HALF_OPEN:
        rule.phrase = half_open_phrase(verdict, finding);
        break;
    case FINDING_FIRST_DATA:
        rule.id = finding->who == ENDPOINT_CLIENT ? NOTE_DATA_CLIENT : NOTE_DATA_SERVER;
        break;
    default:
        break;
    }
    rule.level = catalogue_wording(rule.id, rule.phrase)->level;
    rule.kind = note_kind_of(rule.level);
    return rule;
}
