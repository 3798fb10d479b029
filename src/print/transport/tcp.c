/* The TCP header. */
#include "print/transport/tcp.h"

#include "tcpgloss/base/checksum.h"

#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ip_ends.h"
#include "print/transport/tcp_options.h"
#include "print/transport/tcp_ports.h"
#include "print/transport/transport_checksum.h"

enum { RESET_DATA_MAX = 30 };

static void put_checksum(struct line *line, const struct layer *layer) {
    uint16_t field = load_be16(layer->data + 16);
    uint16_t sum;

    if (line->settings->skip_checksums || line->fragmented || layer->captured < layer->length) {
        return;
    }
    sum = transport_checksum(line, layer, IP_TCP);
    text_put_string(line->text, ", cksum 0x");
    text_put_hex_padded(line->text, field, 4);
    if (sum == 0) {
        text_put_string(line->text, " (correct)");
    } else {
        text_put_string(line->text, " (incorrect -> 0x");
        text_put_hex_padded(line->text, checksum_expected(field, sum), 4);
        text_put_char(line->text, ')');
    }
}

/* Some systems explain a reset in words (RFC 9293 §3.5.3). */
static void put_reset_data(struct line *line, struct span captured, uint32_t length) {
    size_t count = captured.length;

    text_put_string(line->text, captured.length >= length ? " [RST" : " [!RST");
    if (length > RESET_DATA_MAX) {
        text_put_char(line->text, '+');
        count = count < RESET_DATA_MAX ? count : RESET_DATA_MAX;
    }
    text_put_char(line->text, ' ');
    for (size_t i = 0; i < count && i < length; i++) {
        text_put_escaped(line->text, captured.data[i]);
    }
    text_put_char(line->text, ']');
}

static enum line_status put_payload(struct line *line, const struct layer *layer,
                                    uint32_t header_length, uint8_t flags) {
    if (layer->captured < header_length) {
        text_put_string(line->text, " [remaining caplen(");
        text_put_u32(line->text, layer->captured);
        text_put_string(line->text, ") < header length(");
        text_put_u32(line->text, header_length);
        text_put_string(line->text, ")]");
        return LINE_CUT;
    }
    if ((flags & TCP_RST) != 0 && line->settings->verbosity > 0) {
        put_reset_data(line, span_from(layer_span(layer), header_length),
                       layer->length - header_length);
        return LINE_END;
    }
    if ((flags & TCP_RST) != 0 && changes_made(line->settings, CHANGE_RESET_UNDECODED)) {
        if (layer->captured < layer->length) {
            line_put_cut(line);
            text_put_string(line->text, header_length > TCP_HEADER ? ">" : "");
        }
        return LINE_END;
    }
    return tcp_ports_print(line, &line->packet->tcp);
}

__attribute__((cold, noinline)) static void
put_bad_length(struct line *line, uint32_t header_length, uint32_t length) {
    text_put_string(line->text, " [bad hdr length ");
    text_put_u32(line->text, header_length);
    text_put_string(line->text, " - too long, > ");
    text_put_u32(line->text, length);
    text_put_char(line->text, ']');
}

/* -q: no more than the length. */
static enum line_status put_quietly(struct line *line, uint32_t header_length, uint32_t length) {
    text_put_string(line->text, "tcp ");
    text_put_u32(line->text, length - header_length);
    if (header_length > length) {
        put_bad_length(line, header_length, length);
    }
    return LINE_END;
}

enum line_status print_tcp(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint16_t source_port;
    uint16_t destination_port;
    uint32_t header_length;
    uint32_t payload_length;
    uint8_t flags;
    char *to;

    line->protocol = "tcp";
    if (layer->captured < 4) {
        ip_ends_put(line);
        text_put_char(text, ':');
        line_put_cut(line);
        return LINE_END;
    }
    source_port = load_be16(header);
    destination_port = load_be16(header + 2);
    ip_ends_put_with_ports(line, "tcp", IP_TCP, source_port, destination_port);
    if (layer->captured < TCP_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    header_length = (header[12] >> 4) * 4u;
    if (header_length < TCP_HEADER) {
        text_put_string(text, " tcp ");
        text_put_u32(text, layer->length - header_length);
        text_put_string(text, " [bad hdr length ");
        text_put_u32(text, header_length);
        text_put_string(text, " - too short, < 20]");
        return LINE_END;
    }
    if (line->settings->quiet) {
        return put_quietly(line, header_length, layer->length);
    }
    line->segment_reached = true;
    flags = header[13];
    to = text_begin(text, TCP_FLAGS_ROOM);
    if (to != NULL) {
        text_end(text, tcp_format_flags(to, flags));
    }
    if (header_length > layer->length) {
        put_bad_length(line, header_length, layer->length);
        return LINE_END;
    }
    if (line->settings->verbosity > 0) {
        put_checksum(line, layer);
    }
    payload_length = layer->length - header_length;
    to = text_begin(text, TCP_NUMBERS_ROOM);
    if (to != NULL) {
        to = tcp_format_numbers(to, header, &line->packet->relative_base, payload_length,
                                line->settings->verbosity > 1,
                                line->settings->verbosity > 1 &&
                                    changes_made(line->settings, CHANGE_TCP_UNUSED_FIELDS));
        text_end(text, to);
    }
    if (header_length > TCP_HEADER) {
        enum line_status status = tcp_options_put(line, layer, header_length);

        if (status != LINE_NEXT) {
            return status;
        }
    }
    to = text_begin(text, TCP_LENGTH_ROOM);
    if (to != NULL) {
        text_end(text, tcp_format_length(to, payload_length));
    }
    return payload_length > 0 ? put_payload(line, layer, header_length, flags) : LINE_END;
}
