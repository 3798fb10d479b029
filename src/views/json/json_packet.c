#include "views/json/json_packet.h"

#include <stddef.h>

#include "tcpgloss/decode/tcp_options.h"

#include "views/json/json_notes.h"
#include "views/json/json_values.h"

static void put_addresses(struct json_writer *json, const struct packet *packet) {
    json_key(json, "src");
    json_address(json, packet->ip.version, packet->ip.source);
    json_key(json, "src_port");
    json_number_if(json, packet->has_tcp, packet->tcp.source_port);
    json_key(json, "dst");
    json_address(json, packet->ip.version, packet->ip.destination);
    json_key(json, "dst_port");
    json_number_if(json, packet->has_tcp, packet->tcp.destination_port);
}

static void put_flags(struct json_writer *json, uint16_t flags) {
    static const struct {
        enum tcp_flag flag;
        char name[4];
    } names[] = {
        {TCP_SYN, "SYN"}, {TCP_FIN, "FIN"}, {TCP_RST, "RST"}, {TCP_PSH, "PSH"}, {TCP_ACK, "ACK"},
        {TCP_URG, "URG"}, {TCP_ECE, "ECE"}, {TCP_CWR, "CWR"}, {TCP_AE, "AE"},
    };

    json_key(json, "flags");
    json_begin(json, '[');
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((flags & names[i].flag) != 0) {
            json_plain_part(json, names[i].name, names[i].flag == TCP_AE ? 2 : 3);
        }
    }
    json_end(json, ']');
}

static void put_numbers(struct json_writer *json, const struct tcp_view *tcp,
                        const struct verdict *verdict) {
    const enum endpoint from = verdict->from;
    const enum endpoint to = endpoint_peer(from);
    bool has_ack = (tcp->flags & TCP_ACK) != 0;

    json_key(json, "seq");
    json_number(json, tcp->seq);
    json_key(json, "ack");
    json_number_if(json, has_ack, tcp->ack);
    json_key(json, "relative_seq");
    json_number_if(json, verdict->isn_known[from], tcp->seq - verdict->isn[from]);
    json_key(json, "relative_ack");
    json_number_if(json, has_ack && verdict->isn_known[to], tcp->ack - verdict->isn[to]);
    json_key(json, "length");
    json_number(json, tcp->payload_length);
    json_key(json, "window");
    json_number(json, tcp->window);
    json_key(json, "scaled_window");
    json_number(json, verdict->scaled_window);
}

static void put_pair(struct json_writer *json, uint32_t first, uint32_t second) {
    json_begin(json, '[');
    json_number(json, first);
    json_number(json, second);
    json_end(json, ']');
}

static void put_sack(struct json_writer *json, const struct tcp_options *options) {
    json_key(json, "sack");
    json_begin(json, '[');
    for (size_t i = 0; i < options->sack_count; i++) {
        put_pair(json, options->sack[i].left, options->sack[i].right);
    }
    json_end(json, ']');
}

static void put_cookie(struct json_writer *json, struct span cookie) {
    json_key(json, "fast_open_cookie");
    json_separate(json);
    text_put_char(json->text, '"');
    for (size_t i = 0; i < cookie.length; i++) {
        text_put_hex_padded(json->text, cookie.data[i], 2);
    }
    text_put_char(json->text, '"');
}

static void put_options(struct json_writer *json, const struct tcp_view *tcp) {
    struct tcp_options options;

    tcp_options_read(tcp->options, &options);
    json_key(json, "options");
    json_begin(json, '{');
    if (options.has_mss) {
        json_key(json, "mss");
        json_number(json, options.mss);
    }
    if (options.sack_permitted) {
        json_key(json, "sack_ok");
        json_boolean(json, true);
    }
    if (options.has_timestamps) {
        json_key(json, "timestamp");
        put_pair(json, options.ts_value, options.ts_echo);
    }
    if (options.has_window_scale) {
        json_key(json, "window_scale");
        json_number(json, options.window_scale);
    }
    if (options.sack_count > 0) {
        put_sack(json, &options);
    }
    if (options.has_fast_open) {
        put_cookie(json, options.fast_open_cookie);
    }
    json_end(json, '}');
}

static void put_changes(struct json_writer *json, const struct verdict *verdict) {
    json_key(json, "changes");
    json_begin(json, '[');
    for (unsigned i = 0; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];

        json_begin(json, '{');
        json_key(json, "endpoint");
        json_endpoint(json, change->endpoint);
        json_key(json, "from");
        json_state(json, change->from);
        json_key(json, "to");
        json_state(json, change->to);
        json_key(json, "assumed");
        json_boolean(json, change->assumed);
        if (change->retracted) {
            json_key(json, "retracted");
            json_boolean(json, true);
        }
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void put_states(struct json_writer *json, const struct verdict *verdict) {
    json_key(json, "states");
    json_begin(json, '{');
    json_key(json, "client");
    json_state(json, verdict->states[ENDPOINT_CLIENT]);
    json_key(json, "server");
    json_state(json, verdict->states[ENDPOINT_SERVER]);
    json_end(json, '}');
}

/* A string that is written as its text is made. */
struct long_string {
    struct json_writer *json;
    struct text *text;
};

static void pass_on(void *context) {
    const struct long_string *string = context;

    json_string_piece(string->json, string->text->data, string->text->length);
    text_clear(string->text);
    text_relieve(string->json->text);
}

/* tcpdump's line without its last newline; with -v and -x it holds others. */
static void put_text(struct json_writer *json, const struct packet *packet, struct printer *line,
                     struct text *scratch) {
    struct long_string string = {json, scratch};
    size_t length;

    json_key(json, "text");
    json_separate(json);
    text_put_char(json->text, '"');
    text_clear(scratch);
    scratch->drain = pass_on;
    scratch->drain_context = &string;
    printer_print(line, packet, scratch);
    scratch->drain = NULL;
    length = scratch->length;
    if (length > 0 && scratch->data[length - 1] == '\n') {
        length--;
    }
    json_string_piece(json, scratch->data, length);
    text_put_char(json->text, '"');
}

void json_packet_record(struct json_writer *json, const struct record *record, struct printer *line,
                        struct text *scratch) {
    const struct packet *packet = record->as.event.packet;
    const struct verdict *verdict = record->as.event.verdict;

    json_key(json, "number");
    json_number(json, packet->frame.number);
    json_key(json, "time");
    json_time(json, frame_time(&packet->frame));
    json_key(json, "flow");
    json_flow_number(json, verdict != NULL ? verdict->flow : 0);
    if (verdict != NULL && packet->has_tcp) {
        json_key(json, "client_known");
        json_boolean(json, verdict->client_known);
        json_key(json, "from");
        json_endpoint(json, verdict->from);
    }
    put_addresses(json, packet);
    if (verdict != NULL && packet->has_tcp) {
        put_flags(json, packet->tcp.flags);
        put_numbers(json, &packet->tcp, verdict);
        put_options(json, &packet->tcp);
        put_changes(json, verdict);
        put_states(json, verdict);
    }
    json_notes(json, record->as.event.notes, scratch);
    put_text(json, packet, line, scratch);
}

void json_timer_record(struct json_writer *json, const struct record *record,
                       struct text *scratch) {
    const struct verdict *verdict = record->as.event.verdict;

    json_key(json, "time");
    json_time(json, verdict->time);
    json_key(json, "flow");
    json_flow_number(json, verdict->flow);
    put_changes(json, verdict);
    json_notes(json, record->as.event.notes, scratch);
}
