/* The TCP header. */
#include "tcp.h"

#include <string.h>

#include "tcpgloss/base/checksum.h"
#include "tcpgloss/base/format.h"
#include "tcpgloss/decode/conversation.h"

#include "printer.h"

enum { PROTOCOL_TCP = 6, RESET_DATA_MAX = 30 };

/* The most that each of the next three writes, all flags and numbers given. */
enum {
    FLAGS_ROOM = sizeof "Flags [FSRP.UEW]",
    NUMBERS_ROOM = sizeof ", seq :, ack , win , urg " + 5 * FORMAT_U32_ROOM,
    LENGTH_ROOM = sizeof ", length " + FORMAT_U32_ROOM,
};

static void put_flags(struct text *text, uint8_t flags) {
    static const char letters[] = "FSRP.UEW";
    char *to = text_begin(text, FLAGS_ROOM);

    if (to == NULL) {
        return;
    }
    to = format_string(to, "Flags [");
    for (unsigned rest = flags; rest != 0; rest &= rest - 1) {
        *to++ = letters[__builtin_ctz(rest)];
    }
    if (flags == 0) {
        to = format_string(to, "none");
    }
    *to++ = ']';
    text_end(text, to);
}

/* ", seq …, ack …, win …, urg …" */
static void put_numbers(struct text *text, const uint8_t *header, const struct tcp_numbers *numbers,
                        uint32_t payload_length, bool with_seq) {
    uint8_t flags = header[13];
    char *to = text_begin(text, NUMBERS_ROOM);

    if (to == NULL) {
        return;
    }
    if (with_seq) {
        to = format_u32(format_string(to, ", seq "), numbers->seq);
    }
    if (with_seq && payload_length > 0) {
        *to++ = ':';
        to = format_u32(to, numbers->seq + payload_length);
    }
    if ((flags & TCP_ACK) != 0) {
        to = format_u32(format_string(to, ", ack "), numbers->ack);
    }
    to = format_u32(format_string(to, ", win "), load_be16(header + 14));
    if ((flags & TCP_URG) != 0) {
        to = format_u32(format_string(to, ", urg "), load_be16(header + 18));
    }
    text_end(text, to);
}

static void put_length(struct text *text, uint32_t payload_length) {
    char *to = text_begin(text, LENGTH_ROOM);

    if (to != NULL) {
        text_end(text, format_u32(format_string(to, ", length "), payload_length));
    }
}

/*
 * Makes the segment's numbers relative to the first ones seen of its conversation, or, if these are
 * the first ones or those of a new SYN, remembers them and leaves the numbers as they are.
 */
static void make_relative(struct line *line, struct tcp_numbers *numbers, uint16_t source_port,
                          uint16_t destination_port, bool syn) {
    struct relative *relative = &line->printer->relative;
    bool v4 = line->ip->kind == LAYER_IPV4;
    size_t size = v4 ? 4 : 16;
    const uint8_t *source = line->ip->data + (v4 ? 12 : 8);
    const uint8_t *destination = source + size;
    bool from_high = source_port > destination_port ||
                     (source_port == destination_port && memcmp(source, destination, size) > 0);
    uint64_t fingerprint = line->packet->conversation;
    struct conversation *conversation;
    bool known;

    if (fingerprint == 0) {
        fingerprint = conversation_hash(relative->key, size, source, source_port, destination,
                                        destination_port);
    }
    conversation = relative_find(relative, fingerprint);
    known = conversation != NULL && !syn;
    if (conversation == NULL) {
        conversation = relative_add(relative, fingerprint);
    }
    if (conversation == NULL) {
        return;
    }
    if (!known) {
        conversation->seq = from_high ? numbers->ack - 1 : numbers->seq;
        conversation->ack = from_high ? numbers->seq : numbers->ack - 1;
    }
    numbers->peer_base = from_high ? conversation->seq : conversation->ack;
    if (known) {
        numbers->seq -= from_high ? conversation->ack : conversation->seq;
        numbers->ack -= numbers->peer_base;
    }
}

static void put_checksum(struct line *line, const struct layer *layer) {
    uint16_t field = load_be16(layer->data + 16);
    uint16_t sum;

    if (line->settings->skip_checksums || line->fragmented || layer->captured < layer->length) {
        return;
    }
    sum = line_transport_checksum(line, layer, PROTOCOL_TCP);
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
    return line_put_tcp_payload(line, &line->packet->tcp);
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

enum line_status line_put_tcp(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint16_t source_port;
    uint16_t destination_port;
    uint32_t header_length;
    uint32_t payload_length;
    uint8_t flags;
    struct tcp_numbers numbers = {0};

    line->protocol = "tcp";
    if (layer->captured < 4) {
        line_put_ip_ends(line);
        text_put_char(text, ':');
        line_put_cut(line);
        return LINE_END;
    }
    source_port = load_be16(header);
    destination_port = load_be16(header + 2);
    line_put_port_ends(line, "tcp", PROTOCOL_TCP, source_port, destination_port);
    if (layer->captured < TCP_HEADER_MIN) {
        line_put_cut(line);
        return LINE_END;
    }
    header_length = (header[12] >> 4) * 4u;
    if (header_length < TCP_HEADER_MIN) {
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
    numbers.seq = load_be32(header + 4);
    numbers.ack = load_be32(header + 8);
    flags = header[13];
    put_flags(text, flags);
    if (!line->settings->absolute_seq && (flags & TCP_ACK) != 0) {
        make_relative(line, &numbers, source_port, destination_port, (flags & TCP_SYN) != 0);
    }
    if (header_length > layer->length) {
        put_bad_length(line, header_length, layer->length);
        return LINE_END;
    }
    if (line->settings->verbosity > 0) {
        put_checksum(line, layer);
    }
    payload_length = layer->length - header_length;
    put_numbers(text, header, &numbers, payload_length,
                line->settings->verbosity > 1 || payload_length > 0 ||
                    (flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0);
    if (header_length > TCP_HEADER_MIN) {
        enum line_status status =
            line_put_tcp_options(line, layer, header_length, numbers.peer_base);

        if (status != LINE_NEXT) {
            return status;
        }
    }
    put_length(text, payload_length);
    return payload_length > 0 ? put_payload(line, layer, header_length, flags) : LINE_END;
}
