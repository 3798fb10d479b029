#include "gloss/note_arguments.h"

#include "tcpgloss/decode/tcp_options.h"

/* What an end that announces no MSS can take (RFC 9293 §3.7.1). */
enum { MSS_DEFAULT_IPV4 = 536, MSS_DEFAULT_IPV6 = 1220 };

/* Whether this segment's acknowledgment is that of the peer's SYN: its number plus one. */
static bool is_next_to_syn(const struct packet *packet, const struct verdict *verdict) {
    const enum endpoint peer = endpoint_peer(verdict->from);

    return (packet->tcp.flags & TCP_ACK) != 0 && verdict->isn_known[peer] &&
           packet->tcp.ack - 1 == verdict->isn[peer];
}

static bool leaves_syn_received(const struct verdict *verdict) {
    for (unsigned i = 0; i < verdict->change_count; i++) {
        if (verdict->changes[i].from == STATE_SYN_RECEIVED) {
            return true;
        }
    }
    return false;
}

struct source source_make(const struct tracker *tracker, const struct packet *packet,
                          const struct verdict *verdict) {
    struct source source = {.tracker = tracker, .packet = packet, .verdict = verdict};
    bool handshake; /* it belongs to one */

    if (packet == NULL) {
        return source;
    }
    handshake = (packet->tcp.flags & TCP_SYN) != 0;
    source.absolute = handshake;
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];

        switch (finding->kind) {
        case FINDING_HANDSHAKE_ACK:
        case FINDING_REFUSED:
            handshake = true;
            break;
        case FINDING_BAD_ACK:
            source.absolute = true;
            break;
        case FINDING_FIN_ACKED:
            source.takes_in_control |= packet->tcp.ack - 1 == finding->expected;
            break;
        case FINDING_FIN:
            source.fin = finding;
            break;
        default:
            break;
        }
    }
    if (is_next_to_syn(packet, verdict) && (handshake || leaves_syn_received(verdict))) {
        source.absolute = source.takes_in_control = true;
    }
    return source;
}

/* A number of `whose` sequence space as it is shown. */
static uint32_t shown(const struct source *source, enum endpoint whose, uint32_t number) {
    const struct packet *packet = source->packet;

    if (source->absolute || packet == NULL) {
        return number;
    }
    return number -
           (whose == source->verdict->from ? packet->relative_base.seq : packet->relative_base.ack);
}

static struct argument *add(struct note *note, enum argument_name name) {
    struct argument *argument = &note->arguments[note->argument_count];

    if (note->argument_count < NOTE_ARGUMENTS_MAX) {
        note->argument_count++;
    } else {
        argument--;
    }
    argument->name = name;
    return argument;
}

void note_add_number(struct note *note, enum argument_name name, uint64_t number) {
    add(note, name)->value.number = number;
}

void note_add_text(struct note *note, enum argument_name name, struct span text) {
    add(note, name)->value.text = text;
}

static void add_duration(struct note *note, enum argument_name name, int64_t duration) {
    if (duration != 0) {
        add(note, name)->value.duration = duration;
    }
}

static void add_negotiated(struct note *note, const struct flow_report *report) {
    const struct endpoint_report *client = &report->endpoints[ENDPOINT_CLIENT];
    const struct endpoint_report *server = &report->endpoints[ENDPOINT_SERVER];
    const uint16_t mss_default = report->ip_version == 6 ? MSS_DEFAULT_IPV6 : MSS_DEFAULT_IPV4;

    note_add_number(note, ARGUMENT_CLIENT_MSS, client->has_mss ? client->mss : mss_default);
    note_add_number(note, ARGUMENT_SERVER_MSS, server->has_mss ? server->mss : mss_default);
    if (client->has_window_scale && server->has_window_scale) {
        note_add_number(note, ARGUMENT_CLIENT_WINDOW_SCALE, client->window_scale);
        note_add_number(note, ARGUMENT_SERVER_WINDOW_SCALE, server->window_scale);
    }
    if (client->sack_permitted && server->sack_permitted) {
        note_add_number(note, ARGUMENT_SACK, true);
    }
    if (client->has_timestamps && server->has_timestamps) {
        note_add_number(note, ARGUMENT_TIMESTAMPS, true);
    }
    if (report->ecn) {
        note_add_number(note, ARGUMENT_ECN, true);
    }
}

static void add_numbers(struct note *note, const struct source *source,
                        const struct finding *finding, unsigned takes) {
    const enum endpoint from = source->verdict->from;
    const enum endpoint peer = endpoint_peer(from);

    if ((takes & TAKE_SEQ) != 0) {
        note_add_number(note, ARGUMENT_SEQ, shown(source, from, finding->seq));
    }
    if ((takes & TAKE_ACK) != 0) {
        note_add_number(note, ARGUMENT_ACK, shown(source, peer, finding->ack));
    }
    if ((takes & (TAKE_EXPECTED | TAKE_EXPECTED_ACK)) != 0) {
        note_add_number(
            note, ARGUMENT_EXPECTED,
            shown(source, (takes & TAKE_EXPECTED) != 0 ? from : peer, finding->expected));
    }
    if ((takes & TAKE_EXPECTED_PLAIN) != 0) {
        note_add_number(note, ARGUMENT_EXPECTED, finding->expected);
    }
    if ((takes & TAKE_EXPECTED_MSS) != 0) {
        note_add_number(note, ARGUMENT_MSS, finding->expected);
    }
    if ((takes & TAKE_SACK) != 0 && finding->seq != finding->expected) {
        note_add_number(note, ARGUMENT_LEFT, shown(source, peer, finding->seq));
        note_add_number(note, ARGUMENT_RIGHT, shown(source, peer, finding->expected));
    }
    if ((takes & TAKE_TIMESTAMPS) != 0) {
        note_add_number(note, ARGUMENT_VALUE, finding->seq);
        note_add_number(note, ARGUMENT_LAST, finding->expected);
    }
}

bool note_add_finding(struct note *note, const struct source *source, const struct finding *finding,
                      unsigned takes) {
    add_numbers(note, source, finding, takes);
    if ((takes & (TAKE_WHO | TAKE_SENDER)) != 0) {
        add(note, ARGUMENT_WHO)->value.who =
            (takes & TAKE_WHO) != 0 ? finding->who : source->verdict->from;
    }
    if ((takes & TAKE_STATE) != 0) {
        add(note, ARGUMENT_STATE)->value.state = finding->state;
    }
    if ((takes & TAKE_COUNT) != 0) {
        note_add_number(note, ARGUMENT_COUNT, finding->count);
    }
    if ((takes & TAKE_LENGTH) != 0) {
        note_add_number(note, ARGUMENT_LENGTH, finding->length);
    }
    if ((takes & TAKE_DURATION) != 0) {
        add_duration(note, ARGUMENT_DURATION, finding->duration);
    }
    if ((takes & TAKE_RTT) != 0) {
        add_duration(note, ARGUMENT_RTT, finding->duration);
    }
    if ((takes & TAKE_DSACK) != 0 && finding->dsack) {
        note_add_number(note, ARGUMENT_DSACK, true);
    }
    if ((takes & TAKE_NEGOTIATED) != 0) {
        struct flow_report report;

        if (source->tracker == NULL) {
            return false;
        }
        tracker_current_flow(source->tracker, &report);
        add_negotiated(note, &report);
    }
    return true;
}

void note_add_segment(struct note *note, const struct source *source, bool length) {
    const struct tcp_view *tcp = &source->packet->tcp;
    const enum endpoint from = source->verdict->from;

    if (tcp->payload_length > 0 || (tcp->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0) {
        const uint32_t seq = source->fin != NULL ? source->fin->seq : tcp->seq;

        note_add_number(note, ARGUMENT_SEQ, shown(source, from, seq));
    }
    if ((tcp->flags & TCP_ACK) != 0) {
        const enum endpoint peer = endpoint_peer(from);

        note_add_number(note, ARGUMENT_ACK, shown(source, peer, tcp->ack));
        if (source->takes_in_control) {
            note_add_number(note, ARGUMENT_ACKED, shown(source, peer, tcp->ack - 1));
        }
    }
    if (length && tcp->payload_length > 0) {
        note_add_number(note, ARGUMENT_LENGTH, tcp->payload_length);
    }
    if ((tcp->flags & TCP_SYN) != 0) {
        struct tcp_options options;

        tcp_options_read(tcp->options, &options);
        if (options.has_mss) {
            note_add_number(note, ARGUMENT_MSS, options.mss);
        }
        if (options.has_window_scale) {
            note_add_number(note, ARGUMENT_WINDOW_SCALE, options.window_scale);
        }
    }
}
