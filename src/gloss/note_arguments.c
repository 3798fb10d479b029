#include "gloss/note_arguments.h"

#include <stddef.h>
#include <string.h>

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

struct note_context note_context_make(const struct tracker *tracker, const struct packet *packet,
                                      const struct verdict *verdict) {
    struct note_context context = {.tracker = tracker, .packet = packet, .verdict = verdict};
    bool handshake; /* it belongs to one */

    if (packet == NULL) {
        return context;
    }
    handshake = (packet->tcp.flags & TCP_SYN) != 0;
    context.absolute = handshake;
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];

        switch (finding->kind) {
        case FINDING_HANDSHAKE_ACK:
        case FINDING_REFUSED:
            handshake = true;
            break;
        case FINDING_BAD_ACK:
            context.absolute = true;
            break;
        case FINDING_FIN_ACKED:
            context.takes_in_control |= packet->tcp.ack - 1 == finding->acked;
            break;
        case FINDING_FIN:
            context.fin = finding;
            break;
        default:
            break;
        }
    }
    if (is_next_to_syn(packet, verdict) && (handshake || leaves_syn_received(verdict))) {
        context.absolute = context.takes_in_control = true;
    }
    return context;
}

/* A number of `whose` sequence space as it is shown. */
static uint32_t shown(const struct note_context *context, enum endpoint whose, uint32_t number) {
    const struct packet *packet = context->packet;

    if (context->absolute || packet == NULL) {
        return number;
    }
    return number - (whose == context->verdict->from ? packet->relative_base.seq
                                                     : packet->relative_base.ack);
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

/* Whole percents of what held the end up; what is less than that is left out. False if nothing is
 * known of it. */
static bool add_limits(struct note *note, const struct flow_report *report) {
    const struct endpoint_report *end = &report->endpoints[report->limited_end];
    const struct {
        enum argument_name name;
        int16_t thousandths;
    } shares[] = {
        {ARGUMENT_LOSS, end->limited_loss},       {ARGUMENT_RECEIVER_WINDOW, end->limited_window},
        {ARGUMENT_SENDER, end->limited_sender},   {ARGUMENT_TURNS, end->limited_turns},
        {ARGUMENT_NETWORK, end->limited_network},
    };

    if (report->limited_by < 0) {
        return false;
    }
    note_add_who(note, report->limited_end);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        const int percent = (shares[i].thousandths + 5) / 10;

        if (percent > 0) {
            note_add_number(note, shares[i].name, (uint64_t)percent);
        }
    }
    return true;
}

/* What is in the flow's report. False if it is not known. Apart from note_add_finding(), which
 * needs no room for a report then. */
__attribute__((noinline)) static bool add_of_flow(struct note *note, const struct tracker *tracker,
                                                  unsigned told) {
    struct flow_report report;

    if (tracker == NULL) {
        return false;
    }
    if ((told & TELL_NEGOTIATED) != 0) {
        tracker_current_options(tracker, &report);
        add_negotiated(note, &report);
        return true;
    }
    tracker_current_flow(tracker, &report);
    return add_limits(note, &report);
}

/* In whose sequence space a number is, and so how it is shown: of whom the finding tells, or of the
 * segment's receiver. */
enum space { SPACE_NONE, SPACE_WHO, SPACE_RECEIVER };

/* The numbers of a finding, in the order in which they become arguments. */
static const struct {
    enum finding_field field;
    enum argument_name name;
    enum space space;
    size_t offset; /* in struct finding */
} numbers[] = {
    {FILLS_SEQ, ARGUMENT_SEQ, SPACE_WHO, offsetof(struct finding, seq)},
    {FILLS_ACK, ARGUMENT_ACK, SPACE_RECEIVER, offsetof(struct finding, ack)},
    {FILLS_EXPECTED_SEQ, ARGUMENT_EXPECTED, SPACE_WHO, offsetof(struct finding, expected_seq)},
    {FILLS_EXPECTED_ACK, ARGUMENT_EXPECTED, SPACE_RECEIVER, offsetof(struct finding, expected_ack)},
    {FILLS_URGENT_POINTER, ARGUMENT_EXPECTED, SPACE_NONE, offsetof(struct finding, urgent_pointer)},
    {FILLS_MSS, ARGUMENT_MSS, SPACE_NONE, offsetof(struct finding, mss)},
    {FILLS_MTU, ARGUMENT_MTU, SPACE_NONE, offsetof(struct finding, icmp.mtu)},
    {FILLS_SACK, ARGUMENT_LEFT, SPACE_RECEIVER, offsetof(struct finding, sack_left)},
    {FILLS_SACK, ARGUMENT_RIGHT, SPACE_RECEIVER, offsetof(struct finding, sack_right)},
    {FILLS_TIMESTAMPS, ARGUMENT_VALUE, SPACE_NONE, offsetof(struct finding, ts_value)},
    {FILLS_TIMESTAMPS, ARGUMENT_LAST, SPACE_NONE, offsetof(struct finding, ts_recent)},
};

static void add_numbers(struct note *note, const struct note_context *context,
                        const struct finding *finding, unsigned fields) {
    const enum endpoint from = context->verdict->from;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uint32_t number;

        if ((fields & numbers[i].field) == 0) {
            continue;
        }
        memcpy(&number, (const char *)finding + numbers[i].offset, sizeof number);
        if (numbers[i].space != SPACE_NONE) {
            number =
                shown(context, numbers[i].space == SPACE_WHO ? finding->who : endpoint_peer(from),
                      number);
        }
        note_add_number(note, numbers[i].name, number);
    }
}

void note_add_who(struct note *note, enum endpoint who) {
    add(note, ARGUMENT_WHO)->value.who = who;
}

static const char *const reasons[] = {[IGNORED_NOT] = "",
#define X(name, key) [IGNORED_##name] = (key),
                                      IGNORED_REASONS(X)
#undef X
};

static void add_values(struct note *note, const struct finding *finding, unsigned fields) {
    if ((fields & FILLS_STATE) != 0) {
        add(note, ARGUMENT_STATE)->value.state = finding->state;
    }
    if ((fields & FILLS_COUNT) != 0) {
        note_add_number(note, ARGUMENT_COUNT, finding->count);
    }
    if ((fields & FILLS_LENGTH) != 0) {
        note_add_number(note, ARGUMENT_LENGTH, finding->length);
    }
    if ((fields & FILLS_WINDOW) != 0) {
        note_add_number(note, ARGUMENT_LENGTH, finding->window);
    }
    if ((fields & FILLS_DURATION) != 0) {
        add(note, ARGUMENT_DURATION)->value.duration = finding->duration;
    }
    if ((fields & FILLS_REASON) != 0) {
        const char *reason = reasons[finding->reason];

        note_add_text(note, ARGUMENT_REASON,
                      (struct span){(const uint8_t *)reason, strlen(reason)});
    }
    if ((fields & FILLS_DSACK) != 0) {
        note_add_number(note, ARGUMENT_DSACK, true);
    }
}

static void add_end(struct note *note, const struct note_context *context,
                    const struct finding *finding, unsigned told) {
    if ((told & (TELL_WHO | TELL_SENDER)) != 0) {
        note_add_who(note, (told & TELL_WHO) != 0 ? finding->who : context->verdict->from);
    }
}

/* What is told last, behind the fields. */
static bool add_rest(struct note *note, const struct note_context *context,
                     const struct finding *finding, unsigned told) {
    if ((told & TELL_RTT) != 0 && finding->duration != 0) {
        add(note, ARGUMENT_RTT)->value.duration = finding->duration;
    }
    return (told & (TELL_NEGOTIATED | TELL_LIMITS)) == 0 ||
           add_of_flow(note, context->tracker, told);
}

/* Apart from note_add_finding(), since most findings have no fields. */
__attribute__((noinline)) static bool add_with_fields(struct note *note,
                                                      const struct note_context *context,
                                                      const struct finding *finding,
                                                      const struct rule *rule) {
    add_numbers(note, context, finding, rule->fields);
    add_end(note, context, finding, rule->told);
    add_values(note, finding, rule->fields);
    return add_rest(note, context, finding, rule->told);
}

bool note_add_finding(struct note *note, const struct note_context *context,
                      const struct finding *finding, const struct rule *rule) {
    if (rule->fields != FILLS_NONE) {
        return add_with_fields(note, context, finding, rule);
    }
    add_end(note, context, finding, rule->told);
    return add_rest(note, context, finding, rule->told);
}

/* Apart from note_add_segment(), which needs no room for the options of a SYN then. */
__attribute__((noinline)) static void add_options(struct note *note, const struct tcp_view *tcp) {
    struct tcp_options options;

    tcp_options_read(tcp->options, &options);
    if (options.has_mss) {
        note_add_number(note, ARGUMENT_MSS, options.mss);
    }
    if (options.has_window_scale) {
        note_add_number(note, ARGUMENT_WINDOW_SCALE, options.window_scale);
    }
}

void note_add_segment(struct note *note, const struct note_context *context, bool length) {
    const struct tcp_view *tcp = &context->packet->tcp;
    const enum endpoint from = context->verdict->from;

    if (tcp->payload_length > 0 || (tcp->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0) {
        const uint32_t seq = context->fin != NULL ? context->fin->seq : tcp->seq;

        note_add_number(note, ARGUMENT_SEQ, shown(context, from, seq));
    }
    if ((tcp->flags & TCP_ACK) != 0) {
        const enum endpoint peer = endpoint_peer(from);

        note_add_number(note, ARGUMENT_ACK, shown(context, peer, tcp->ack));
        if (context->takes_in_control) {
            note_add_number(note, ARGUMENT_ACKED, shown(context, peer, tcp->ack - 1));
        }
    }
    if (length && tcp->payload_length > 0) {
        note_add_number(note, ARGUMENT_LENGTH, tcp->payload_length);
    }
    if ((tcp->flags & TCP_SYN) != 0) {
        add_options(note, tcp);
    }
}
