#include "gloss/note_of_finding.h"

#include <stdbool.h>

#include "tcpgloss/decode/tcp.h"

/* From where on each sentence is written, as constants. */
enum {
#define NOTE(id, name, level, ...)       LEVEL_OF_##id = NOTES_##level,
#define PHRASE(phrase, note, level, ...) LEVEL_OF_PHRASE_##phrase = NOTES_##level,
#include "tcpgloss/gloss/catalogue.def"
    LEVEL_OF_PHRASE_USUAL /* that of the note */
};

static const struct rule rules[] = {
#define FINDING(finding, traits, note, usual, filled, telling)                                     \
    [FINDING_##finding] = {.id = NOTE_##note,                                                      \
                           .phrase = PHRASE_##usual,                                               \
                           .level = PHRASE_##usual == PHRASE_USUAL ? LEVEL_OF_##note               \
                                                                   : LEVEL_OF_PHRASE_##usual,      \
                           .fields = (filled),                                                     \
                           .told = (telling)},
#include "tcpgloss/track/findings.def"
};

_Static_assert(NOTE_ID_COUNT <= UINT8_MAX && PHRASE_COUNT <= UINT8_MAX, "they fit into a rule");
_Static_assert(sizeof rules / sizeof *rules == FINDING_COUNT, "each finding has its rule");

/* The sentence of a finding in which this field has no value. */
static const struct {
    enum finding_field field;
    enum phrase phrase;
} without[FINDING_COUNT] = {
    [FINDING_SYN_RETRANSMITTED] = {FILLS_DURATION, PHRASE_SYN_RETRANSMITTED_UNTIMED},
    [FINDING_SYN_ACK_RETRANSMITTED] = {FILLS_DURATION, PHRASE_SYN_ACK_RETRANSMITTED_UNTIMED},
    [FINDING_FIN_RETRANSMITTED] = {FILLS_DURATION, PHRASE_FIN_RETRANSMITTED_UNTIMED},
    [FINDING_DUPLICATE_CAPTURE] = {FILLS_DURATION, PHRASE_DUPLICATE_CAPTURE_AT_ONCE},
    [FINDING_DUPLICATE_ACK] = {FILLS_COUNT, PHRASE_DUPLICATE_ACK_DSACK},
    [FINDING_WINDOW_UPDATE] = {FILLS_WINDOW, PHRASE_WINDOW_UPDATE_UNSCALED},
    [FINDING_ICMP_TOO_BIG] = {FILLS_MTU, PHRASE_ICMP_TOO_BIG_UNTOLD},
    [FINDING_RESET] = {FILLS_STATE, PHRASE_RESET_STATE_UNKNOWN},
};

/* The fields that a finding leaves without a value. */
static unsigned unknown_fields(const struct finding *finding) {
    return (finding->duration == 0 ? FILLS_DURATION : 0u) |
           (finding->count == 0 ? FILLS_COUNT : 0u) | (finding->window == 0 ? FILLS_WINDOW : 0u) |
           (finding->state == STATE_UNKNOWN ? FILLS_STATE : 0u) |
           (finding->sack_left == finding->sack_right ? FILLS_SACK : 0u) |
           (finding->icmp.mtu == 0 ? FILLS_MTU : 0u) | (finding->mss == 0 ? FILLS_MSS : 0u) |
           (finding->dsack ? 0u : FILLS_DSACK);
}

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

static enum phrase icmp_phrase(const struct icmp_error *error) {
    switch (error->kind) {
    case ICMP_ERROR_TIME_EXCEEDED:
        return PHRASE_ICMP_TIME_EXCEEDED;
    case ICMP_ERROR_PARAMETER_PROBLEM:
        return PHRASE_ICMP_PARAMETER_PROBLEM;
    default:
        return error->prohibited ? PHRASE_ICMP_PROHIBITED
               : error->hard     ? PHRASE_ICMP_REFUSED
                                 : PHRASE_USUAL;
    }
}

static enum phrase ignored_phrase(enum ignored_reason reason) {
    static const enum phrase phrases[] = {[IGNORED_NOT] = PHRASE_USUAL,
#define X(name, key) [IGNORED_##name] = PHRASE_IGNORED_##name,
                                          IGNORED_REASONS(X)
#undef X
    };

    return phrases[reason];
}

/* The sentence for a finding whose fields alone do not tell which; the usual one if it has none. */
static enum phrase special_phrase(const struct finding *finding, const struct verdict *verdict,
                                  unsigned flags) {
    const bool answers = (flags & TCP_ACK) != 0;

    switch (finding->kind) {
    case FINDING_ECN_SETUP:
        return answers ? PHRASE_ECN_AGREED : PHRASE_USUAL;
    case FINDING_ACCECN_SETUP:
        return answers ? PHRASE_ACCECN_AGREED : PHRASE_USUAL;
    case FINDING_MID_STREAM:
        return verdict->client_known ? PHRASE_MID_STREAM_CLIENT_KNOWN : PHRASE_USUAL;
    case FINDING_REUSED:
        return finding->in_time_wait ? PHRASE_REUSED_IN_TIME_WAIT : PHRASE_USUAL;
    case FINDING_ACK_UNSEEN:
        return finding->length == 1 && verdict->states[finding->who] == STATE_UNKNOWN
                   ? PHRASE_ACK_UNSEEN_SINGLE
                   : PHRASE_USUAL;
    case FINDING_TAIL_PROBE:
        return finding->length == 0 ? PHRASE_TAIL_PROBE_FIN : PHRASE_USUAL;
    case FINDING_CAPTURED_LATE:
        return finding->length == 0 ? PHRASE_CAPTURED_LATE_CONTROL : PHRASE_USUAL;
    case FINDING_KEEPALIVE_PROBE:
        return finding->seq == finding->expected_seq ? PHRASE_KEEPALIVE_REPEATED : PHRASE_USUAL;
    case FINDING_TEARDOWN:
        return verdict->states[finding->who] == STATE_UNKNOWN ? PHRASE_TEARDOWN_MID_STREAM
                                                              : PHRASE_USUAL;
    case FINDING_ICMP_UNREACHABLE:
        return icmp_phrase(&finding->icmp);
    case FINDING_FAST_RETRANSMISSION:
        return finding->count == 1 || finding->count == 2 ? PHRASE_FAST_RETRANSMISSION_BY_TIME
                                                          : PHRASE_USUAL;
    case FINDING_SEGMENT_IGNORED:
        return ignored_phrase(finding->reason);
    case FINDING_FIN_ACKED:
        return is_half_closed(verdict) ? PHRASE_FIN_ACKED_HALF_CLOSED : PHRASE_USUAL;
    case FINDING_RESET_HALF_OPEN:
        return half_open_phrase(verdict, finding);
    default:
        return PHRASE_USUAL;
    }
}

/* The rule of a finding that fills fields, some of which may have no value, or whose sentence is
 * not the usual one. Apart from rule_for(), since few findings are such. */
__attribute__((noinline)) static struct rule adapted(const struct finding *finding,
                                                     enum phrase special) {
    struct rule rule = rules[finding->kind];
    const unsigned unknown = rule.fields != 0 ? unknown_fields(finding) : 0;
    const bool lacks = (without[finding->kind].field & unknown) != 0;

    if (lacks || special != PHRASE_USUAL) {
        rule.phrase = (uint8_t)(lacks ? without[finding->kind].phrase : special);
        rule.level = (uint16_t)catalogue_wording(rule.id, rule.phrase)->level;
    }
    rule.fields = (uint16_t)(rule.fields & ~unknown);
    return rule;
}

struct rule rule_for(const struct finding *finding, const struct verdict *verdict, unsigned flags) {
    const enum phrase special = special_phrase(finding, verdict, flags);

    if (special == PHRASE_USUAL && rules[finding->kind].fields == FILLS_NONE) {
        return rules[finding->kind];
    }
    return adapted(finding, special);
}
