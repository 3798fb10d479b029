#include <string.h>

#include "views/diagram/diagram.h"
#include "views/display.h"
#include "views/human_numbers.h"

static void put_field(struct text *text, const char *name, uint32_t value) {
    text_put_char(text, '\n');
    text_put_string(text, name);
    text_put_u32(text, value);
}

static void put_flags(struct text *text, uint16_t flags) {
    static const struct {
        enum tcp_flag flag;
        const char *name;
    } names[] = {
        {TCP_SYN, "SYN"}, {TCP_FIN, "FIN"}, {TCP_RST, "RST"},
        {TCP_PSH, "PSH"}, {TCP_ACK, "ACK"}, {TCP_URG, "URG"},
    };
    const char *separator = "";

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((flags & names[i].flag) != 0) {
            text_put_string(text, separator);
            text_put_string(text, names[i].name);
            separator = ", ";
        }
    }
}

/* What was acknowledged, if the number is to be shown as that plus one. */
static bool find_acknowledged(const struct record *record, uint32_t *number) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct tcp_view *tcp = &record->as.event.packet->tcp;
    enum endpoint peer = endpoint_peer(verdict->from);

    for (unsigned i = 0; i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];

        if ((finding->kind == FINDING_SYN_ACK || finding->kind == FINDING_HANDSHAKE_ACK ||
             finding->kind == FINDING_FIN_ACKED || finding->kind == FINDING_MERGED) &&
            finding->expected + 1 == tcp->ack) {
            *number = finding->expected;
            return true;
        }
    }
    *number = verdict->isn[peer];
    return (tcp->flags & (TCP_SYN | TCP_RST)) != 0 && verdict->isn_known[peer] &&
           tcp->ack == verdict->isn[peer] + 1;
}

static void put_ack(const struct record *record, bool absolute, struct text *text) {
    const struct packet *packet = record->as.event.packet;
    uint32_t base = absolute ? 0 : packet->relative_base.ack;
    uint32_t number;

    if (find_acknowledged(record, &number)) {
        put_field(text, "ack = ", number - base);
        text_put_string(text, " + 1");
    } else {
        put_field(text, "ack = ", packet->tcp.ack - base);
    }
}

static void put_durations(const struct verdict *verdict, struct text *text) {
    const struct finding *handshake = diagram_find(verdict, FINDING_HANDSHAKE_ACK);
    const struct finding *time_wait = diagram_find(verdict, FINDING_TIME_WAIT);

    if (handshake != NULL && handshake->duration > 0) {
        text_put_string(text, "\nRTT ");
        quantity_put_duration(text, handshake->duration);
    }
    if (time_wait != NULL) {
        text_put_string(text, "\n2MSL = ");
        quantity_put_duration(text, time_wait->duration);
    }
}

static bool in_handshake(const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;

    return (record->as.event.packet->tcp.flags & TCP_SYN) != 0 ||
           diagram_find(verdict, FINDING_HANDSHAKE_ACK) != NULL ||
           diagram_find(verdict, FINDING_REFUSED) != NULL;
}

void diagram_write_label(const struct record *record, struct text *text) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct packet *packet = record->as.event.packet;
    const struct tcp_view *tcp = &packet->tcp;
    bool opening = in_handshake(record);
    bool closing = (tcp->flags & (TCP_FIN | TCP_RST)) != 0;
    uint32_t seq = tcp->seq - (opening ? 0 : packet->relative_base.seq);

    put_flags(text, tcp->flags);
    if ((tcp->flags & TCP_SYN) != 0 || closing || tcp->payload_length > 0) {
        put_field(text, "seq = ", seq);
        if (tcp->payload_length > 0) {
            text_put_char(text, ':');
            text_put_u32(text, seq + tcp->payload_length);
            text_put_string(text, " (");
            text_put_u32(text, tcp->payload_length);
            text_put_string(text, " B)");
        }
    }
    if ((tcp->flags & TCP_ACK) != 0 && (tcp->payload_length == 0 || closing)) {
        put_ack(record, opening, text);
    }
    if ((tcp->flags & TCP_SYN) != 0) {
        struct tcp_options options;

        tcp_options_read(tcp->options, &options);
        if (options.has_mss) {
            put_field(text, "mss = ", options.mss);
        }
    }
    if (tcp->window == 0 && (tcp->flags & (TCP_SYN | TCP_RST)) == 0) {
        put_field(text, "win = ", 0);
    }
    put_durations(verdict, text);
}

void diagram_write_end(const struct diagram *diagram, enum endpoint endpoint, struct text *text) {
    if (diagram->ip_version == 6) {
        text_put_ipv6(text, diagram->addresses[endpoint]);
    } else {
        text_put_ipv4(text, diagram->addresses[endpoint]);
    }
    text_put_char(text, '.');
    text_put_u32(text, diagram->ports[endpoint]);
}

static void put_counted(struct text *text, uint64_t count, enum language language, const char *zh,
                        const char *en) {
    quantity_put_grouped(text, count);
    if (language != LANGUAGE_EN) {
        text_put_char(text, ' ');
        text_put_string(text, zh);
    }
    if (language != LANGUAGE_ZH) {
        text_put_char(text, ' ');
        text_put_string(text, en);
    }
}

static void put_fold(enum language language, const struct row *row, struct text *text) {
    if (row->segments > 0) {
        put_counted(text, row->segments, language, "个报文段",
                    row->segments == 1 ? "segment" : "segments");
        text_put_char(text, '\n');
        put_counted(text, row->bytes, language, "字节", row->bytes == 1 ? "byte" : "bytes");
    }
    if (row->acks > 0) {
        if (row->segments > 0) {
            text_put_char(text, '\n');
        }
        quantity_put_grouped(text, row->acks);
        text_put_string(text, " ACK");
    }
    if (row->lost_count > 0) {
        text_put_char(text, '\n');
        put_counted(text, row->lost_count, language, "个丢失", "lost");
    }
}

bool diagram_row_is_segment(const struct row *row) {
    return row->kind == ROW_SEGMENT || (row->kind == ROW_FOLD && row->segments + row->acks == 1);
}

void diagram_write_row(enum language language, const struct row *row, struct text *text) {
    if (diagram_row_is_segment(row)) {
        text_put_string(text, row->words != NULL ? row->words : "");
        return;
    }
    switch (row->kind) {
    case ROW_FOLD:
        put_fold(language, row, text);
        break;
    case ROW_PAUSE:
        quantity_put_duration(text, row->duration);
        break;
    case ROW_MISSING:
        put_counted(text, row->bytes, language, "字节未被抓到", "bytes not captured");
        break;
    case ROW_OMITTED:
        put_counted(text, row->segments, language, "行未画出", "rows not drawn");
        break;
    default:
        text_put_string(text, row->words != NULL ? row->words : "");
        break;
    }
}

/* As much of a field as fits in a line that has no room for all of it. */
static size_t take_part(const char *field, size_t length, size_t columns, struct text *line) {
    size_t taken = display_break(field, length, columns);
    size_t shown = taken;

    while (shown > 0 && field[shown - 1] == ' ') {
        shown--;
    }
    text_put(line, field, shown);
    return taken + (field[taken] == '\n');
}

size_t diagram_join_fields(const char *fields, size_t columns, struct text *line) {
    size_t taken = 0;

    text_clear(line);
    while (fields[taken] != '\0') {
        size_t length = strcspn(fields + taken, "\n");
        size_t width = display_width(fields + taken, length);

        if (taken > 0) {
            if (display_width(line->data, line->length) + 2 + width > columns) {
                break;
            }
            text_put_spaces(line, 2);
        } else if (width > columns) {
            return take_part(fields, length, columns, line);
        }
        text_put(line, fields + taken, length);
        taken += length;
        if (fields[taken] == '\n') {
            taken++;
        }
    }
    return taken;
}
