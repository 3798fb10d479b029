#include "views/json/json_packet.h"

#include <stddef.h>
#include <string.h>

#include "tcpgloss/base/format.h"
#include "tcpgloss/decode/tcp_options.h"

#include "views/json/json_notes.h"
#include "views/json/json_values.h"

/* Members that every packet has are written in one piece, for which room is made once: each key,
 * with what stands before and behind it, is one literal. */

static inline char *format_if(char *to, bool known, uint32_t number) {
    return known ? format_u32(to, number) : format_string(to, "null");
}

static inline char *format_bool(char *to, bool value) {
    return value ? format_string(to, "true") : format_string(to, "false");
}

static char *format_head(char *to, const struct packet *packet, const struct verdict *verdict) {
    to = format_string(to, ",\"number\":");
    to = format_u64(to, packet->frame.number);
    to = format_string(to, ",\"time\":");
    to = json_format_time(to, frame_time(&packet->frame));
    to = format_string(to, ",\"flow\":");
    to = format_if(to, verdict != NULL && verdict->flow != 0, verdict != NULL ? verdict->flow : 0);
    if (verdict != NULL && packet->has_tcp) {
        to = format_string(to, ",\"client_known\":");
        to = format_bool(to, verdict->client_known);
        to = verdict->from == ENDPOINT_CLIENT ? format_string(to, ",\"from\":\"client\"")
                                              : format_string(to, ",\"from\":\"server\"");
    }
    to = format_string(to, ",\"src\":");
    to = json_format_address(to, packet->ip.version, packet->ip.source);
    to = format_string(to, ",\"src_port\":");
    to = format_if(to, packet->has_tcp, packet->tcp.source_port);
    to = format_string(to, ",\"dst\":");
    to = json_format_address(to, packet->ip.version, packet->ip.destination);
    to = format_string(to, ",\"dst_port\":");
    return format_if(to, packet->has_tcp, packet->tcp.destination_port);
}

static char *format_flags(char *to, uint16_t flags) {
    static const struct {
        enum tcp_flag flag;
        char words[8]; /* copied as a whole */
    } names[] = {
        {TCP_SYN, "\"SYN\","}, {TCP_FIN, "\"FIN\","}, {TCP_RST, "\"RST\","},
        {TCP_PSH, "\"PSH\","}, {TCP_ACK, "\"ACK\","}, {TCP_URG, "\"URG\","},
        {TCP_ECE, "\"ECE\","}, {TCP_CWR, "\"CWR\","}, {TCP_AE, "\"AE\","},
    };
    const char *start;

    to = format_string(to, ",\"flags\":[");
    start = to;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((flags & names[i].flag) != 0) {
            memcpy(to, names[i].words, sizeof names[i].words);
            to += names[i].flag == TCP_AE ? 5 : 6;
        }
    }
    to -= to > start ? 1 : 0; /* the last comma */
    *to++ = ']';
    return to;
}

static char *format_numbers(char *to, const struct tcp_view *tcp, const struct verdict *verdict) {
    const enum endpoint from = verdict->from;
    const enum endpoint peer = endpoint_peer(from);
    const bool has_ack = (tcp->flags & TCP_ACK) != 0;

    to = format_flags(to, tcp->flags);
    to = format_string(to, ",\"seq\":");
    to = format_u32(to, tcp->seq);
    to = format_string(to, ",\"ack\":");
    to = format_if(to, has_ack, tcp->ack);
    to = format_string(to, ",\"relative_seq\":");
    to = format_if(to, verdict->isn_known[from], tcp->seq - verdict->isn[from]);
    to = format_string(to, ",\"relative_ack\":");
    to = format_if(to, has_ack && verdict->isn_known[peer], tcp->ack - verdict->isn[peer]);
    to = format_string(to, ",\"length\":");
    to = format_u32(to, tcp->payload_length);
    to = format_string(to, ",\"window\":");
    to = format_u32(to, tcp->window);
    to = format_string(to, ",\"scaled_window\":");
    return format_u32(to, verdict->scaled_window);
}

/* More than all of both, their keys and their values, can be. */
enum { HEAD_ROOM = 512, NUMBERS_ROOM = 384 };

static void put_head(struct json_writer *json, const struct packet *packet,
                     const struct verdict *verdict) {
    char *to = text_begin(json->text, HEAD_ROOM);

    if (to != NULL) {
        text_end(json->text, format_head(to, packet, verdict));
    }
}

static void put_numbers(struct json_writer *json, const struct tcp_view *tcp,
                        const struct verdict *verdict) {
    char *to = text_begin(json->text, NUMBERS_ROOM);

    if (to != NULL) {
        text_end(json->text, format_numbers(to, tcp, verdict));
    }
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

    put_head(json, packet, verdict);
    if (verdict != NULL && packet->has_tcp) {
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
