/* What an ICMP error carries behind its header. */
#include "print/network/icmp_quote.h"

#include "tcpgloss/base/checksum.h"
#include "tcpgloss/decode/decode.h"
#include "tcpgloss/print/relative_seq.h"

#include "print/hex_dump.h"
#include "print/line.h"

enum { QUOTES_MAX = 8 };

/* RFC 4884 §7: where no length is given, the extensions begin behind 128 bytes of the packet. */
enum {
    EXTENSIONS = ICMP_HEADER + 128,
    EXTENSION_HEADER = 4,
    OBJECT_HEADER = 4,
    EXTENSION_VERSION = 2,
    OBJECT_MPLS = 1, /* RFC 4950 */
};

/*
 * The packet that caused the message, on a line of its own. It can be an ICMP error too, and so on:
 * a message made of nothing else is followed a few times only.
 */
enum line_status icmp_quote_put(struct line *line, const struct layer *icmp) {
    struct relative_seq *relative = line_numbering(line->settings);
    const struct layer *ip = line->ip;
    bool fragmented = line->fragmented;
    struct packet quoted;
    uint16_t length;
    uint32_t captured;
    enum line_status status;

    text_put_string(line->text, "\n\t");
    if (!span_be16(layer_span(icmp), ICMP_HEADER + IPV4_TOTAL_LENGTH, &length) || length < 4) {
        return LINE_CUT; /* the length does not even reach itself */
    }
    if (line->quotes == QUOTES_MAX) {
        return LINE_NEXT;
    }
    captured = icmp->captured - ICMP_HEADER;
    decode_from(LAYER_IPV4, icmp->data + ICMP_HEADER, captured < length ? captured : length, length,
                &quoted);
    if (relative != NULL) {
        relative_seq_number(relative, &quoted);
    }
    line->quotes++;
    line->segment_reached = false;
    status = line_put_layers(line, &quoted, 0);
    if (relative != NULL && !line->segment_reached) {
        relative_seq_take_back(relative, &quoted);
    }
    line->quotes--;
    line->ip = ip;
    line->fragmented = fragmented;
    line->protocol = status == LINE_CUT ? line->protocol : "icmp";
    return status == LINE_CUT ? LINE_CUT : LINE_NEXT;
}

static void put_mpls_label(struct text *text, uint32_t entry) {
    text_put_string(text, "\n\t    label ");
    text_put_u32(text, entry >> 12);
    text_put_string(text, ", tc ");
    text_put_u32(text, entry >> 9 & 7);
    if ((entry & 0x100) != 0) {
        text_put_string(text, ", [S]");
    }
    text_put_string(text, ", ttl ");
    text_put_u32(text, entry & 0xff);
}

static enum line_status put_object(struct line *line, struct span message, uint32_t *at,
                                   uint32_t *left) {
    struct text *text = line->text;
    const uint8_t *object = message.data + *at;
    uint32_t length;

    if (!span_has(message, *at, OBJECT_HEADER)) {
        line_put_cut(line);
        return LINE_END;
    }
    length = load_be16(object);
    text_put_string(text, "\n\t  ");
    text_put_string(text, object[2] == OBJECT_MPLS ? "MPLS Stack Entry"
                          : object[2] == 2         ? "Interface Identification"
                                                   : "unknown");
    text_printf(text, " Object (%u), Class-Type: %u, length %u", object[2], object[3], length);
    *left -= OBJECT_HEADER;
    *at += OBJECT_HEADER;
    if (object[2] == 0 || length < OBJECT_HEADER) {
        return LINE_END;
    }
    length -= OBJECT_HEADER;
    if (object[2] == OBJECT_MPLS && object[3] == 1) {
        if (!span_has(message, *at, 4)) {
            return LINE_CUT;
        }
        put_mpls_label(text, load_be32(message.data + *at));
    } else {
        struct span unknown = span_first(span_from(message, *at), length);

        hex_dump_put(line, "\n\t    ", unknown.data, (uint32_t)unknown.length);
    }
    if (*left < length) {
        return LINE_END;
    }
    *left -= length;
    *at += length;
    return LINE_NEXT;
}

enum line_status icmp_quote_put_extensions(struct line *line, const struct layer *icmp) {
    struct span message = layer_span(icmp);
    struct text *text = line->text;
    uint32_t at = EXTENSIONS + EXTENSION_HEADER;
    uint32_t left;
    bool whole = icmp->captured >= icmp->length;
    uint16_t checksum;

    if (icmp->length <= EXTENSIONS) {
        return LINE_END;
    }
    if (!span_has(message, 0, EXTENSIONS + EXTENSION_HEADER + 1)) {
        line_put_cut(line);
        return LINE_END;
    }
    left = icmp->length - EXTENSIONS;
    checksum = whole ? checksum_finish(checksum_add(0, message.data + EXTENSIONS, left)) : 0;
    if (message.data[5] == 0 && whole && checksum != 0) {
        return LINE_END; /* bytes of the packet, not extensions */
    }
    text_put_string(text, "\n\tICMP Multi-Part extension v");
    text_put_u32(text, message.data[EXTENSIONS] >> 4);
    if (message.data[EXTENSIONS] >> 4 != EXTENSION_VERSION) {
        text_put_string(text, " packet not supported");
        return LINE_END;
    }
    if (whole) {
        text_printf(text, ", checksum 0x%04x (%scorrect), length %u",
                    load_be16(message.data + EXTENSIONS + 2), checksum != 0 ? "in" : "", left);
    }
    for (left -= EXTENSION_HEADER; left > OBJECT_HEADER;) {
        enum line_status status = put_object(line, message, &at, &left);

        if (status != LINE_NEXT) {
            return status;
        }
    }
    return LINE_END;
}
