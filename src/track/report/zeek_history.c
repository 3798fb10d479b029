#include "track/report/zeek_history.h"

#include <stdbool.h>
#include <stddef.h>

#include "track/analysis/recovery.h"
#include "track/report/zeek_state.h"

/* Zeek's letters for what an end sent, in the order of their codes. */
enum letter {
    LETTER_NONE,
    LETTER_SYN,
    LETTER_SYN_ACK,
    LETTER_ACK,
    LETTER_DATA,
    LETTER_FIN,
    LETTER_RST,
    LETTER_CHECKSUM,
    LETTER_GAP,
    LETTER_TWICE,
    LETTER_WINDOW,
    LETTER_INCONSISTENT,
    LETTER_MULTIPLE,
    LETTER_FLIPPED,
};

static const char letters[] = " shadfrcgtwiq^";
static const char capitals[] = " SHADFRCGTWIQ^";

/* Five bits a letter, the first lowest: its code, and 16 for the responder. Twelve letters fit into
 * a word. Later ones are in the client's recovery; behind those they are left out. */
enum { LETTER_BITS = 5, LETTERS_OF_WORD = 12, RESPONDER = 16 };

_Static_assert(FLOW_HISTORY_MAX <= LETTERS_OF_WORD * (1 + RECOVERY_HISTORY_WORDS),
               "as many letters are kept as are reported");

/* A one at the place of each letter. */
#define LETTER_ONES UINT64_C(0x0084210842108421)

/* Whether the code is among the letters. A place is zero once the code is taken from it, and then,
 * as the lowest such place, borrows from above when one is subtracted. */
static bool word_has(uint64_t word, uint64_t code) {
    const uint64_t others = word ^ LETTER_ONES * code;

    return ((others - LETTER_ONES) & ~others & LETTER_ONES * RESPONDER) != 0;
}

static bool word_is_full(uint64_t word) {
    return word >> (LETTER_BITS * (LETTERS_OF_WORD - 1)) != 0;
}

static void word_add(uint64_t *word, uint64_t code) {
    unsigned place = 0;

    while (*word >> place != 0) {
        place += LETTER_BITS;
    }
    *word |= code << place;
}

static uint64_t code_of(enum endpoint end, enum letter letter) {
    return (uint64_t)letter | (end == ENDPOINT_SERVER ? RESPONDER : 0u);
}

static bool is_noted(const struct segment_context *context, uint64_t code) {
    const struct direction *client = &context->flow->directions[ENDPOINT_CLIENT];
    bool noted = word_has(context->record->zeek_history, code);

    if (!noted && word_is_full(context->record->zeek_history) && client->recovery != 0) {
        const struct recovery *recovery = recovery_find(context->pool, client);

        for (unsigned i = 0; i < RECOVERY_HISTORY_WORDS; i++) {
            noted = noted || word_has(recovery->history[i], code);
        }
    }
    return noted;
}

static void add(struct segment_context *context, uint64_t code) {
    if (!word_is_full(context->record->zeek_history)) {
        word_add(&context->record->zeek_history, code);
        return;
    }

    struct recovery *recovery =
        recovery_get(context->pool, &context->flow->directions[ENDPOINT_CLIENT]);

    for (unsigned i = 0; recovery != NULL && i < RECOVERY_HISTORY_WORDS; i++) {
        if (!word_is_full(recovery->history[i])) {
            word_add(&recovery->history[i], code);
            return;
        }
    }
}

static void note(struct segment_context *context, enum letter letter) {
    const uint64_t code = code_of(context->from, letter);

    if (!is_noted(context, code)) {
        add(context, code);
    }
}

/* One with a number, unless it repeats the last one of its kind. */
static void note_number(struct segment_context *context, enum letter letter, bool repeats) {
    if (!repeats) {
        add(context, code_of(context->from, letter));
    }
}

/* A SYN-ACK with the number of its sender's SYN, when both ends open at once, is the same SYN. */
static bool syn_repeats(const struct segment_context *context) {
    const struct direction *sender = context->sender;
    const bool other = (sender->flags & DIRECTION_ISN) != 0 && context->segment->seq != sender->isn;

    return !other && (is_noted(context, code_of(context->from, LETTER_SYN)) ||
                      is_noted(context, code_of(context->from, LETTER_SYN_ACK)));
}

static bool fin_repeats(const struct segment_context *context) {
    const struct direction *sender = context->sender;
    const bool other =
        (sender->flags & DIRECTION_FIN) != 0 && context->segment->end != sender->snd_nxt;

    return !other && is_noted(context, code_of(context->from, LETTER_FIN));
}

static bool is_power_of_ten(uint32_t count) {
    while (count != 0 && count % 10 == 0) {
        count /= 10;
    }
    return count == 1;
}

/* One more of what is counted for `end`. Without a place for the count, the first is noted. */
static void count(struct segment_context *context, enum endpoint end, enum zeek_counted counted,
                  enum letter letter) {
    struct recovery *recovery = recovery_get(context->pool, &context->flow->directions[end]);
    const uint64_t code = code_of(end, letter);

    if (recovery == NULL ? !is_noted(context, code)
                         : is_power_of_ten(++recovery->zeek_counts[counted])) {
        add(context, code);
    }
}

/* Of the number of an end's last RST six bits of a hash are kept. */
static bool reset_repeats(struct segment_context *context) {
    const unsigned place =
        FLOW_RESET_SHIFT + (context->from == ENDPOINT_SERVER ? FLOW_RESET_BITS : 0);
    const unsigned mask = ((1u << FLOW_RESET_BITS) - 1) << place;
    const uint32_t hash = context->segment->seq * UINT32_C(2654435761);
    const unsigned bits = hash >> (32 - FLOW_RESET_BITS) << place;
    const bool other = (context->flow->flags & mask) != bits;

    context->flow->flags = (uint16_t)((context->flow->flags & ~mask) | bits);
    return !other && is_noted(context, code_of(context->from, LETTER_RST));
}

static void note_control(struct segment_context *context, unsigned control, bool ack) {
    switch (control) {
    case TCP_SYN:
        note_number(context, ack ? LETTER_SYN_ACK : LETTER_SYN, syn_repeats(context));
        break;
    case TCP_FIN:
        note_number(context, LETTER_FIN, fin_repeats(context));
        break;
    case TCP_RST:
        note_number(context, LETTER_RST, reset_repeats(context));
        break;
    case TCP_FIN | TCP_RST:
    case TCP_FIN | TCP_RST | TCP_SYN:
        note(context, LETTER_INCONSISTENT);
        break;
    default:
        note(context, LETTER_MULTIPLE);
        break;
    }
}

static bool has_finding(const struct segment_context *context, enum finding_kind kind) {
    for (unsigned i = 0; i < context->verdict->finding_count; i++) {
        if (context->verdict->findings[i].kind == kind) {
            return true;
        }
    }
    return false;
}

/* Numbers of the sender were acknowledged before they were captured: either the segment is they,
 * late, or it goes on behind them, and they are not in the capture. */
static void settle_gap(struct segment_context *context) {
    const struct segment *segment = context->segment;
    struct recovery *recovery = recovery_find(context->pool, context->sender);

    if (recovery == NULL || !recovery->gap_is_open || segment->seq == segment->end) {
        return;
    }
    recovery->gap_is_open = false;
    if (!recovery_has_unseen(recovery, segment->seq, segment->end)) {
        count(context, context->from, ZEEK_GAPS, LETTER_GAP);
    }
}

/* Zeek trusts the numbers of ends only whose SYNs it knows, and which were not reset. */
static bool is_clean(const struct segment_context *context, enum endpoint end) {
    const enum zeek_state state = zeek_state_of(context->record, end);

    return state == ZEEK_ESTABLISHED ||
           (state == ZEEK_CLOSED && (context->flow->directions[end].flags & DIRECTION_ISN) != 0);
}

/* The segment acknowledges what its receiver was not seen to send. */
static void open_gap(struct segment_context *context) {
    struct recovery *recovery = recovery_find(context->pool, context->receiver);

    if (recovery == NULL || !is_clean(context, context->from) || !is_clean(context, context->to)) {
        return;
    }
    if (recovery->gap_is_open) {
        count(context, context->to, ZEEK_GAPS, LETTER_GAP);
    }
    recovery->gap_is_open = true;
}

/* Whether the segment brings payload, and none above what its sender has sent. */
static bool is_sent_again(const struct segment_context *context) {
    const struct segment *segment = context->segment;
    const struct direction *sender = context->sender;

    return segment->length != 0 && (sender->flags & DIRECTION_SEEN) != 0 &&
           seq_leq(segment->end, sender->snd_nxt) &&
           zeek_state_of(context->record, context->from) < ZEEK_RESET &&
           !has_finding(context, FINDING_CAPTURED_LATE);
}

static bool is_zero_window(const struct segment_context *context) {
    return context->segment->window == 0 && (context->segment->flags & TCP_RST) == 0 &&
           zeek_state_of(context->record, context->to) != ZEEK_CLOSED &&
           zeek_state_of(context->record, context->from) < ZEEK_RESET;
}

void zeek_history_note(struct segment_context *context) {
    const struct segment *segment = context->segment;
    const unsigned flags = segment->packet->tcp.flags;
    const unsigned control = flags & (TCP_SYN | TCP_FIN | TCP_RST);

    if (context->verdict->opens && context->from == ENDPOINT_SERVER) {
        add(context, LETTER_FLIPPED);
    }
    if (context->acceptability == SEGMENT_CORRUPT) {
        count(context, context->from, ZEEK_CHECKSUMS, LETTER_CHECKSUM);
        return;
    }
    settle_gap(context);
    if (control != 0) {
        note_control(context, control, (flags & TCP_ACK) != 0);
    } else if (segment->length != 0) {
        note(context, LETTER_DATA);
    } else if ((segment->flags & TCP_ACK) != 0) {
        note(context, LETTER_ACK);
    }
    if (is_zero_window(context)) {
        count(context, context->from, ZEEK_WINDOWS, LETTER_WINDOW);
    }
    if (is_sent_again(context)) {
        count(context, context->from, ZEEK_RETRANSMISSIONS, LETTER_TWICE);
    }
    zeek_state_follow(context->record, context->from, flags, segment->length);
    if (has_finding(context, FINDING_ACK_UNSEEN)) {
        open_gap(context);
    }
}

/* The letters of one word, each as Zeek writes it. */
static char *write_word(char *text, const char *end, uint64_t word) {
    for (; word != 0 && text < end; word >>= LETTER_BITS) {
        *text++ = ((word & RESPONDER) != 0 ? letters : capitals)[word & (RESPONDER - 1)];
    }
    return text;
}

bool zeek_history_is_aborted_attempt(const struct flow_record *record) {
    uint64_t word = record->zeek_history;

    if ((word & (RESPONDER | 15)) == LETTER_FLIPPED) {
        word >>= LETTER_BITS;
    }
    if ((word & (RESPONDER | 15)) != LETTER_SYN) {
        return false;
    }
    for (; word != 0; word >>= LETTER_BITS) {
        switch (word & (RESPONDER | 15)) {
        case LETTER_RST:
            return true;
        case LETTER_SYN_ACK:
        case LETTER_ACK:
        case LETTER_FIN:
        case LETTER_GAP:
        case LETTER_INCONSISTENT:
        case LETTER_MULTIPLE:
            return false;
        default:
            break;
        }
    }
    return false;
}

void zeek_history_write(const struct flow *flow, const struct flow_record *record,
                        const struct recovery_pool *pool, char text[FLOW_HISTORY_MAX + 1]) {
    const char *end = text + FLOW_HISTORY_MAX;
    const struct recovery *client = recovery_find(pool, &flow->directions[ENDPOINT_CLIENT]);

    text = write_word(text, end, record->zeek_history);
    for (unsigned i = 0; client != NULL && i < RECOVERY_HISTORY_WORDS; i++) {
        text = write_word(text, end, client->history[i]);
    }
    for (unsigned i = 0; i < 2; i++) {
        const struct recovery *recovery = recovery_find(pool, &flow->directions[i]);

        /* Nothing came behind what was acknowledged. */
        if (recovery != NULL && recovery->gap_is_open &&
            is_power_of_ten(recovery->zeek_counts[ZEEK_GAPS] + 1)) {
            text = write_word(text, end, code_of((enum endpoint)i, LETTER_GAP));
        }
    }
    *text = '\0';
}
