#include "track/report/zeek_history.h"

/* Five bits a letter, the first lowest: its place here, from 1, and 16 for the responder. Twelve
 * letters fit; later ones are left out. */
static const char letters[] = " shadfrcgtw";
static const char capitals[] = " SHADFRCGTW";

#define LETTERS_MAX 12

static void note(struct segment_context *context, char letter) {
    uint64_t code = 1;
    unsigned place = 0;

    while (letters[code] != letter) {
        code++;
    }
    code |= context->from == ENDPOINT_SERVER ? 16u : 0u;
    for (uint64_t noted = context->record->zeek_history; noted != 0; noted >>= 5) {
        if ((noted & 31) == code) {
            return;
        }
        place++;
    }
    if (place < LETTERS_MAX) {
        context->record->zeek_history =
            (context->record->zeek_history | code << (place * 5)) & ((UINT64_C(1) << 60) - 1);
    }
}

void zeek_history_note(struct segment_context *context) {
    const struct segment *segment = context->segment;

    if (context->acceptability == SEGMENT_CORRUPT) {
        note(context, 'c');
        return;
    }
    if ((segment->flags & TCP_SYN) != 0) {
        note(context, (segment->flags & TCP_ACK) != 0 ? 'h' : 's');
    }
    if (segment->length != 0) {
        note(context, 'd');
    } else if (segment_is_pure_ack(segment)) {
        note(context, 'a');
    }
    for (unsigned i = 0; i < context->verdict->finding_count; i++) {
        const enum finding_kind kind = context->verdict->findings[i].kind;

        if (finding_is_retransmission(kind) && !finding_is_opening(kind) &&
            !finding_is_closing(kind)) {
            note(context, 't');
        } else if (kind == FINDING_GAP) {
            note(context, 'g');
        } else if (kind == FINDING_ZERO_WINDOW) {
            note(context, 'w');
        }
    }
    if ((segment->flags & TCP_FIN) != 0) {
        note(context, 'f');
    }
    if ((segment->flags & TCP_RST) != 0) {
        note(context, 'r');
    }
}

void zeek_history_write(uint64_t history, char text[FLOW_HISTORY_MAX + 1]) {
    unsigned length = 0;

    for (; history != 0; history >>= 5) {
        text[length++] = ((history & 16) != 0 ? letters : capitals)[history & 15];
    }
    text[length] = '\0';
}

const char *zeek_conn_state(const struct flow *flow, const struct flow_record *record) {
    const struct direction *client = &flow->directions[ENDPOINT_CLIENT];
    const struct direction *server = &flow->directions[ENDPOINT_SERVER];
    bool client_syn = (client->flags & (DIRECTION_ISN | DIRECTION_SYN_UNSEEN)) == DIRECTION_ISN;
    bool server_syn = (server->flags & (DIRECTION_ISN | DIRECTION_SYN_UNSEEN)) == DIRECTION_ISN;
    bool client_fin = (client->flags & DIRECTION_FIN) != 0;
    bool server_fin = (server->flags & DIRECTION_FIN) != 0;

    if ((record->flags & RECORD_REFUSED) != 0) {
        return "REJ";
    }
    if (client_syn && server_syn) {
        if ((client->flags & DIRECTION_RESET) != 0) {
            return "RSTO";
        }
        if ((server->flags & DIRECTION_RESET) != 0) {
            return "RSTR";
        }
        if (client_fin && server_fin) {
            return "SF";
        }
        return client_fin ? "S2" : server_fin ? "S3" : "S1";
    }
    if (client_syn) {
        return (client->flags & DIRECTION_RESET) != 0 ? "RSTOS0" : client_fin ? "SH" : "S0";
    }
    if (server_syn) {
        return (server->flags & DIRECTION_RESET) != 0 ? "RSTRH" : server_fin ? "SHR" : "OTH";
    }
    return "OTH";
}
