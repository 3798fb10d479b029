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

static char *format_head(char *to, const struct packet *packet, const struct verdict *verdict) {
    to = format_string(to, ",\"number\":");
    to = format_u64(to, packet->frame.number);
    to = format_string(to, ",\"time\":");
    to = json_format_time(to, frame_time(&packet->frame));
    to = format_string(to, ",\"flow\":");
    to = format_if(to, verdict != NULL && verdict->flow != 0, verdict != NULL ? verdict->flow : 0);
    if (verdict != NULL && packet->has_tcp) {
        to = format_string(to, ",\"client_known\":");
        to = json_format_boolean(to, verdict->client_known);
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

static char *format_pair(char *to, uint32_t first, uint32_t second) {
    *to++ = '[';
    to = format_u32(to, first);
    *to++ = ',';
    to = format_u32(to, second);
    *to++ = ']';
    return to;
}

static char *format_sack(char *to, const struct tcp_options *options) {
    to = format_string(to, "\"sack\":[");
    for (size_t i = 0; i < options->sack_count; i++) {
        to = format_pair(to, options->sack[i].left, options->sack[i].right);
        *to++ = ',';
    }
    return format_string(to - 1, "],");
}

static char *format_cookie(char *to, struct span cookie) {
    to = format_string(to, "\"fast_open_cookie\":\"");
    for (size_t i = 0; i < cookie.length; i++) {
        to = format_hex_byte(to, cookie.data[i]);
    }
    return format_string(to, "\",");
}

/* Each option has a comma behind it. */
static char *format_options(char *to, const struct tcp_view *tcp) {
    struct tcp_options options;
    const char *start;

    tcp_options_read(tcp->options, &options);
    to = format_string(to, ",\"options\":{");
    start = to;
    if (options.has_mss) {
        to = format_u32(format_string(to, "\"mss\":"), options.mss);
        *to++ = ',';
    }
    if (options.sack_permitted) {
        to = format_string(to, "\"sack_ok\":true,");
    }
    if (options.has_timestamps) {
        to = format_pair(format_string(to, "\"timestamp\":"), options.ts_value, options.ts_echo);
        *to++ = ',';
    }
    if (options.has_window_scale) {
        to = format_u32(format_string(to, "\"window_scale\":"), options.window_scale);
        *to++ = ',';
    }
    if (options.sack_count > 0) {
        to = format_sack(to, &options);
    }
    if (options.has_fast_open) {
        to = format_cookie(to, options.fast_open_cookie);
    }
    to -= to > start ? 1 : 0; /* the last comma */
    *to++ = '}';
    return to;
}

static char *format_changes(char *to, const struct verdict *verdict) {
    to = format_string(to, ",\"changes\":[");
    for (unsigned i = 0; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];

        *to = ',';
        to += i > 0;
        to = change->endpoint == ENDPOINT_CLIENT
                 ? format_string(to, "{\"endpoint\":\"client\",\"from\":")
                 : format_string(to, "{\"endpoint\":\"server\",\"from\":");
        to = json_format_state(to, change->from);
        to = format_string(to, ",\"to\":");
        to = json_format_state(to, change->to);
        to = format_string(to, ",\"assumed\":");
        to = json_format_boolean(to, change->assumed);
        to = change->retracted ? format_string(to, ",\"retracted\":true}") : format_string(to, "}");
    }
    *to++ = ']';
    return to;
}

static char *format_states(char *to, const struct verdict *verdict) {
    to = format_string(to, ",\"states\":{\"client\":");
    to = json_format_state(to, verdict->states[ENDPOINT_CLIENT]);
    to = format_string(to, ",\"server\":");
    to = json_format_state(to, verdict->states[ENDPOINT_SERVER]);
    *to++ = '}';
    return to;
}

/* More than each of them, with its keys and values, can be. */
enum {
    HEAD_ROOM = 512,
    NUMBERS_ROOM = 384,
    OPTIONS_ROOM = 512,
    CHANGES_ROOM = 32 + 128 * VERDICT_CHANGES_MAX,
    STATES_ROOM = 128,
};

static void put_members(struct json_writer *json, const struct packet *packet,
                        const struct verdict *verdict) {
    char *to = text_begin(json->text, (size_t)HEAD_ROOM + NUMBERS_ROOM + OPTIONS_ROOM +
                                          CHANGES_ROOM + STATES_ROOM);

    if (to == NULL) {
        return;
    }
    to = format_head(to, packet, verdict);
    if (verdict != NULL && packet->has_tcp) {
        to = format_numbers(to, &packet->tcp, verdict);
        to = format_options(to, &packet->tcp);
        to = format_changes(to, verdict);
        to = format_states(to, verdict);
    }
    text_end(json->text, to);
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

/* As it is made, with the quotation mark in the place of its newline. */
static bool put_plain_line(struct text *text, const struct packet *packet, struct printer *line) {
    if (!printer_print_plain(line, packet, text)) {
        return false;
    }
    if (!text->failed) {
        text->data[text->length - 1] = '"';
    }
    return true;
}

/* Any other: piece by piece, since what it holds may have to be escaped. */
__attribute__((noinline)) static void put_line(struct json_writer *json,
                                               const struct packet *packet, struct printer *line,
                                               struct text *scratch) {
    struct long_string string = {json, scratch};
    size_t length;

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

/* tcpdump's line without its last newline; with -v and -x it holds others. */
static void put_text(struct json_writer *json, const struct packet *packet, struct printer *line,
                     struct text *scratch) {
    json_key(json, "text");
    json->separate = true;
    text_put_char(json->text, '"');
    if (!put_plain_line(json->text, packet, line)) {
        put_line(json, packet, line, scratch);
    }
}

void json_packet_record(struct json_writer *json, const struct record *record, struct printer *line,
                        struct text *scratch) {
    const struct packet *packet = record->as.event.packet;
    const struct verdict *verdict = record->as.event.verdict;

    put_members(json, packet, verdict);
    json_notes(json, record->as.event.notes, scratch);
    put_text(json, packet, line, scratch);
}

void json_timer_record(struct json_writer *json, const struct record *record,
                       struct text *scratch) {
    const struct verdict *verdict = record->as.event.verdict;
    char *to;

    json_key(json, "time");
    json_time(json, verdict->time);
    json_key(json, "flow");
    json_flow_number(json, verdict->flow);
    to = text_begin(json->text, CHANGES_ROOM);
    if (to != NULL) {
        text_end(json->text, format_changes(to, verdict));
    }
    json_notes(json, record->as.event.notes, scratch);
}
