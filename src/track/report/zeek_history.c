#include "track/report/zeek_history.h"

/* Five bits a letter, the first lowest: its place here, from 1, and 16 for the responder. Twelve
 * letters fit; later ones are left out. */
static const char letters[] = " shadfrcgtw";
static const char capitals[] = " SHADFRCGTW";

#define LETTERS_MAX 12

static void note(struct journey *journey, char letter) {
    uint64_t code = 1;
    unsigned place = 0;

    while (letters[code] != letter) {
        code++;
    }
    code |= journey->from == ENDPOINT_SERVER ? 16u : 0u;
    for (uint64_t noted = journey->cold->history; noted != 0; noted >>= 5) {
        if ((noted & 31) == code) {
            return;
        }
        place++;
    }
    if (place < LETTERS_MAX) {
        journey->cold->history =
            (journey->cold->history | code << (place * 5)) & ((UINT64_C(1) << 60) - 1);
    }
}

void history_note(struct journey *journey) {
    const struct segment *segment = journey->segment;

    if (journey->acceptability == SEGMENT_CORRUPT) {
        note(journey, 'c');
        return;
    }
    if ((segment->flags & TCP_SYN) != 0) {
        note(journey, (segment->flags & TCP_ACK) != 0 ? 'h' : 's');
    }
    if (segment->length != 0) {
        note(journey, 'd');
    } else if (segment_is_pure_ack(segment)) {
        note(journey, 'a');
    }
    for (unsigned i = 0; i < journey->verdict->finding_count; i++) {
        switch (journey->verdict->findings[i].kind) {
        case FINDING_RETRANSMISSION:
        case FINDING_FAST_RETRANSMISSION:
        case FINDING_SPURIOUS_RETRANSMISSION:
        case FINDING_TAIL_PROBE:
            note(journey, 't');
            break;
        case FINDING_GAP:
            note(journey, 'g');
            break;
        case FINDING_ZERO_WINDOW:
            note(journey, 'w');
            break;
        default:
            break;
        }
    }
    if ((segment->flags & TCP_FIN) != 0) {
        note(journey, 'f');
    }
    if ((segment->flags & TCP_RST) != 0) {
        note(journey, 'r');
    }
}

void history_write(uint64_t history, char text[FLOW_HISTORY_MAX + 1]) {
    unsigned length = 0;

    for (; history != 0; history >>= 5) {
        text[length++] = ((history & 16) != 0 ? letters : capitals)[history & 15];
    }
    text[length] = '\0';
}

const char *history_conn_state(const struct flow *flow, const struct flow_cold *cold) {
    const struct endpoint_state *client = &flow->endpoints[ENDPOINT_CLIENT];
    const struct endpoint_state *server = &flow->endpoints[ENDPOINT_SERVER];
    bool client_syn = (client->flags & ENDPOINT_ISN) != 0 && client->packets != 0;
    bool server_syn = (server->flags & ENDPOINT_ISN) != 0;
    bool client_fin = (client->flags & ENDPOINT_FIN) != 0;
    bool server_fin = (server->flags & ENDPOINT_FIN) != 0;

    if ((cold->flags & FLOW_REFUSED) != 0) {
        return "REJ";
    }
    if (client_syn && server_syn) {
        if (cold->ends[ENDPOINT_CLIENT].reset) {
            return "RSTO";
        }
        if (cold->ends[ENDPOINT_SERVER].reset) {
            return "RSTR";
        }
        if (client_fin && server_fin) {
            return "SF";
        }
        return client_fin ? "S2" : server_fin ? "S3" : "S1";
    }
    if (client_syn) {
        return cold->ends[ENDPOINT_CLIENT].reset ? "RSTOS0" : client_fin ? "SH" : "S0";
    }
    if (server_syn) {
        return cold->ends[ENDPOINT_SERVER].reset ? "RSTRH" : server_fin ? "SHR" : "OTH";
    }
    return "OTH";
}
