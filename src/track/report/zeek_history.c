#include "track/report/zeek_history.h"

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
};

static const char letters[] = " shadfrcgtw";
static const char capitals[] = " SHADFRCGTW";

/* Five bits a letter, the first lowest: its code, and 16 for the responder. Twelve letters fit;
 * later ones are left out. */
enum { LETTER_BITS = 5, LETTERS_MAX = 12, RESPONDER = 16 };

/* A one at the place of each letter. */
#define LETTER_ONES UINT64_C(0x0084210842108421)

/* Whether the code is among the letters. A place is zero once the code is taken from it, and then,
 * as the lowest such place, borrows from above when one is subtracted. */
static inline bool is_noted(uint64_t history, uint64_t code) {
    const uint64_t others = history ^ LETTER_ONES * code;

    return ((others - LETTER_ONES) & ~others & LETTER_ONES * RESPONDER) != 0;
}

static void note(struct segment_context *context, enum endpoint end, enum letter letter) {
    const uint64_t history = context->record->zeek_history;
    const uint64_t code = (uint64_t)letter | (end == ENDPOINT_SERVER ? RESPONDER : 0u);
    unsigned place = 0;

    if (is_noted(history, code)) {
        return;
    }
    while (history >> place != 0) {
        place += LETTER_BITS;
    }
    if (place < LETTERS_MAX * LETTER_BITS) {
        context->record->zeek_history = history | code << place;
    }
}

/* Behind what was not seen, later data were: it is not only captured late. */
static bool is_hole(const struct segment_context *context, const struct finding *unseen) {
    return seq_lt(unseen->expected_ack, context->receiver->snd_nxt);
}

void zeek_history_note(struct segment_context *context) {
    const struct segment *segment = context->segment;

    if (context->acceptability == SEGMENT_CORRUPT) {
        note(context, context->from, LETTER_CHECKSUM);
        return;
    }
    if ((segment->flags & TCP_SYN) != 0) {
        note(context, context->from, (segment->flags & TCP_ACK) != 0 ? LETTER_SYN_ACK : LETTER_SYN);
    }
    if (segment->length != 0) {
        note(context, context->from, LETTER_DATA);
    } else if (segment_is_pure_ack(segment)) {
        note(context, context->from, LETTER_ACK);
    }
    for (unsigned i = 0; i < context->verdict->finding_count; i++) {
        const enum finding_kind kind = context->verdict->findings[i].kind;

        if (finding_is_retransmission(kind) && !finding_is_opening(kind) &&
            !finding_is_closing(kind)) {
            note(context, context->from, LETTER_TWICE);
        } else if (kind == FINDING_ACK_UNSEEN && is_hole(context, &context->verdict->findings[i])) {
            note(context, context->to, LETTER_GAP);
        } else if (kind == FINDING_ZERO_WINDOW) {
            note(context, context->from, LETTER_WINDOW);
        }
    }
    if ((segment->flags & TCP_FIN) != 0) {
        note(context, context->from, LETTER_FIN);
    }
    if ((segment->flags & TCP_RST) != 0) {
        note(context, context->from, LETTER_RST);
    }
}

void zeek_history_write(uint64_t history, char text[FLOW_HISTORY_MAX + 1]) {
    unsigned length = 0;

    for (; history != 0; history >>= LETTER_BITS) {
        text[length++] = ((history & RESPONDER) != 0 ? letters : capitals)[history & 15];
    }
    text[length] = '\0';
}

/* Zeek's endpoint states, as far as conn_state tells them apart. */
enum zeek_state {
    ZEEK_INACTIVE, /* none of it was seen, or it was seen without its SYN (Zeek: partial) */
    ZEEK_OPENED,   /* its SYN was seen */
    ZEEK_CLOSED,
    ZEEK_RESET,
};

/* Whether the SYN of the end was not seen: what Zeek takes for inactive beside a RST or FIN. */
static bool syn_was_unseen(const struct direction *end) {
    return (end->flags & (DIRECTION_ISN | DIRECTION_SYN_UNSEEN)) != DIRECTION_ISN;
}

static enum zeek_state zeek_state(const struct direction *end) {
    if ((end->flags & DIRECTION_RESET) != 0) {
        return ZEEK_RESET;
    }
    if ((end->flags & DIRECTION_FIN) != 0) {
        return ZEEK_CLOSED;
    }
    return syn_was_unseen(end) ? ZEEK_INACTIVE : ZEEK_OPENED;
}

const char *zeek_conn_state(const struct flow *flow, const struct flow_record *record) {
    const struct direction *client = &flow->directions[ENDPOINT_CLIENT];
    const struct direction *server = &flow->directions[ENDPOINT_SERVER];
    const enum zeek_state originator = zeek_state(client);
    const enum zeek_state responder = zeek_state(server);

    if ((record->flags & RECORD_REFUSED) != 0) {
        return "REJ";
    }
    if (originator == ZEEK_CLOSED && responder == ZEEK_CLOSED) {
        return "SF";
    }
    if (originator == ZEEK_RESET) {
        return syn_was_unseen(server) ? "RSTOS0" : "RSTO";
    }
    if (responder == ZEEK_RESET) {
        return syn_was_unseen(client) ? "RSTRH" : "RSTR";
    }
    if (originator == ZEEK_CLOSED) {
        return syn_was_unseen(server) ? "SH" : "S2";
    }
    if (responder == ZEEK_CLOSED) {
        return syn_was_unseen(client) ? "SHR" : "S3";
    }
    if (originator == ZEEK_OPENED && responder == ZEEK_OPENED) {
        return "S1";
    }
    return originator == ZEEK_OPENED ? "S0" : "OTH";
}
