#include "views/diagram/labels.h"

#include <string.h>

#include "tcpgloss/decode/tcp_options.h"

#include "views/diagram/verdict_find.h"
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
             finding->kind == FINDING_FIN_ACKED) &&
            finding->acked + 1 == tcp->ack) {
            *number = finding->acked;
            return true;
        }
    }
    *number = verdict->isn[peer];
    return (tcp->flags & (TCP_SYN | TCP_RST)) != 0 && verdict->isn_known[peer] &&
           tcp->ack == verdict->isn[peer] + 1;
}

/* A sequence number of `whose`, counted from `base`; with symbols, x for the client's initial
 * sequence number and y for the server's. */
static void put_number(struct text *text, bool symbolic, const struct verdict *verdict,
                       enum endpoint whose, uint32_t number, uint32_t base) {
    const uint32_t offset = number - verdict->isn[whose];

    if (!symbolic || !verdict->isn_known[whose]) {
        text_put_u32(text, number - base);
        return;
    }
    text_put_char(text, whose == ENDPOINT_CLIENT ? 'x' : 'y');
    if (offset != 0) {
        text_put_string(text, " + ");
        text_put_u32(text, offset);
    }
}

static void put_seq(struct text *text, bool symbolic, const struct record *record, uint32_t base) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct tcp_view *tcp = &record->as.event.packet->tcp;

    text_put_string(text, "\nseq = ");
    put_number(text, symbolic, verdict, verdict->from, tcp->seq, base);
    if (tcp->payload_length == 0) {
        return;
    }
    if (!symbolic) {
        text_put_char(text, ':');
        text_put_u32(text, tcp->seq + tcp->payload_length - base);
    }
    text_put_string(text, " (");
    text_put_u32(text, tcp->payload_length);
    text_put_string(text, " B)");
}

static void put_ack(struct text *text, bool symbolic, const struct record *record, uint32_t base) {
    const struct verdict *verdict = record->as.event.verdict;
    const uint32_t ack = record->as.event.packet->tcp.ack;
    uint32_t number;

    text_put_string(text, "\nack = ");
    if (!symbolic && find_acknowledged(record, &number)) {
        text_put_u32(text, number - base);
        text_put_string(text, " + 1");
    } else {
        put_number(text, symbolic, verdict, endpoint_peer(verdict->from), ack, base);
    }
}

static void put_options(struct text *text, const struct tcp_view *tcp) {
    struct tcp_options options;

    tcp_options_read(tcp->options, &options);
    if (options.has_mss) {
        put_field(text, "mss = ", options.mss);
    }
    if (options.has_window_scale) {
        put_field(text, "wscale = ", options.window_scale);
    }
}

static void put_durations(const struct verdict *verdict, struct text *text) {
    const struct finding *handshake = verdict_find(verdict, FINDING_HANDSHAKE_ACK);
    const struct finding *time_wait = verdict_find(verdict, FINDING_TIME_WAIT);

    if (handshake != NULL && handshake->duration > 0) {
        text_put_string(text, "\nRTT ");
        human_put_duration(text, handshake->duration);
    }
    if (time_wait != NULL) {
        text_put_string(text, "\n2MSL = ");
        human_put_duration(text, time_wait->duration);
    }
}

static bool in_handshake(const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;

    return (record->as.event.packet->tcp.flags & TCP_SYN) != 0 ||
           verdict_find(verdict, FINDING_HANDSHAKE_ACK) != NULL ||
           verdict_find(verdict, FINDING_REFUSED) != NULL;
}

/* Whether the sequence number of a segment without data is what it is about. */
static bool is_probe(const struct verdict *verdict) {
    return verdict_find(verdict, FINDING_WINDOW_PROBE) != NULL ||
           verdict_find(verdict, FINDING_KEEPALIVE_PROBE) != NULL;
}

/* Whether the window is what the segment is about. */
static bool shows_window(const struct verdict *verdict, const struct tcp_view *tcp) {
    return (tcp->flags & TCP_RST) == 0 &&
           (tcp->window == 0 || verdict_find(verdict, FINDING_WINDOW_UPDATE) != NULL);
}

void label_put_segment(struct text *text, const struct record *record, bool symbolic) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct packet *packet = record->as.event.packet;
    const struct tcp_view *tcp = &packet->tcp;
    const bool opening = in_handshake(record);
    const bool closing =
        (tcp->flags & (TCP_FIN | TCP_RST)) != 0 || verdict_find(verdict, FINDING_FIN_ACKED) != NULL;
    const bool has_ack = (tcp->flags & TCP_ACK) != 0;
    /* Numbers are absolute in the handshake. */
    const uint32_t seq_base = opening ? 0 : packet->relative_base.seq;
    const uint32_t ack_base = opening ? 0 : packet->relative_base.ack;

    put_flags(text, tcp->flags);
    if (opening || closing || tcp->payload_length > 0 || is_probe(verdict)) {
        put_seq(text, symbolic, record, seq_base);
    }
    if (has_ack && (tcp->payload_length == 0 || closing)) {
        put_ack(text, symbolic, record, ack_base);
    }
    if (shows_window(verdict, tcp) || (opening && (tcp->flags & TCP_RST) == 0)) {
        put_field(text, "win = ", verdict->scaled_window);
    }
    if ((tcp->flags & TCP_SYN) != 0) {
        put_options(text, tcp);
    }
    put_durations(verdict, text);
}

static void put_counted(struct text *text, uint64_t count, struct bilingual what,
                        enum language language) {
    human_put_grouped(text, count);
    text_put_char(text, ' ');
    words_put(text, what, language);
}

static const struct bilingual segment = {"个报文段", "segment"},
                              segments = {"个报文段", "segments"}, byte = {"字节", "byte"},
                              bytes = {"字节", "bytes"}, lost = {"个丢失", "lost"},
                              missing = {"字节未被抓到", "bytes not captured"},
                              omitted = {"行未画出", "rows not drawn"};

static void put_fold(enum language language, const struct diagram_row *row, struct text *text) {
    if (row->segments > 0) {
        put_counted(text, row->segments, row->segments == 1 ? segment : segments, language);
        text_put_char(text, '\n');
        put_counted(text, row->bytes, row->bytes == 1 ? byte : bytes, language);
    }
    if (row->acks > 0) {
        if (row->segments > 0) {
            text_put_char(text, '\n');
        }
        human_put_grouped(text, row->acks);
        text_put_string(text, " ACK");
    }
    if (row->lost_count > 0) {
        text_put_char(text, '\n');
        put_counted(text, row->lost_count, lost, language);
    }
}

void label_put_row(struct text *text, const struct diagram_row *row, enum language language) {
    if (diagram_row_is_segment(row)) {
        text_put_string(text, row->words != NULL ? row->words : "");
        return;
    }
    switch (row->kind) {
    case ROW_FOLD:
        put_fold(language, row, text);
        break;
    case ROW_PAUSE:
        human_put_duration(text, row->duration);
        break;
    case ROW_MISSING:
        put_counted(text, row->bytes, missing, language);
        break;
    case ROW_TIMER:
        if (row->duration > 0) {
            text_put_string(text, "TIME-WAIT ");
            human_put_duration(text, row->duration);
        }
        break;
    case ROW_OMITTED:
        put_counted(text, row->segments, omitted, language);
        break;
    default:
        text_put_string(text, row->words != NULL ? row->words : "");
        break;
    }
}

void label_put_refused(struct text *text, uint64_t count, enum language language,
                       const char *separator) {
    if (language_has_zh(language)) {
        text_put_string(text, "另有 ");
        human_put_grouped(text, count);
        text_put_string(text, " 个流未画出");
    }
    text_put_string(text, language == LANGUAGE_BOTH ? separator : "");
    if (language_has_en(language)) {
        human_put_grouped(text, count);
        text_put_string(text, " more flows not drawn");
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

size_t label_join_fields(const char *fields, size_t columns, struct text *line) {
    size_t taken = 0;
    size_t width = 0;

    text_clear(line);
    while (fields[taken] != '\0') {
        size_t length = strcspn(fields + taken, "\n");
        size_t more = display_width(fields + taken, length);

        if (taken > 0) {
            if (width + 2 + more > columns) {
                break;
            }
            text_put_spaces(line, 2);
            width += 2;
        } else if (more > columns) {
            return take_part(fields, length, columns, line);
        }
        text_put(line, fields + taken, length);
        width += more;
        taken += length;
        if (fields[taken] == '\n') {
            taken++;
        }
    }
    return taken;
}
