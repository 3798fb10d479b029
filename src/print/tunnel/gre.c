/* Generic routing encapsulation. */
#include "tcpgloss/decode/gre.h"

#include "tcpgloss/decode/ethertype.h"

#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/ethertype.h"
#include "print/reader.h"
#include "print/value_names.h"

enum { ROUTE_ENTRY = 4, ROUTE_AUTONOMOUS = 0xfffe };

static void put_flags(struct line *line, uint16_t flags) {
    static const struct value_name names[] = {
        {GRE_CHECKSUM, "checksum present"},
        {GRE_ROUTING, "routing present"},
        {GRE_KEY, "key present"},
        {GRE_SEQUENCE, "sequence# present"},
        {GRE_STRICT_ROUTING, "source routing present"},
        {GRE_ACKNOWLEDGMENT, "ack present"},
        {0, NULL},
    };

    text_put_string(line->text, ", Flags [");
    value_names_put_flags(line->text, names, flags, "none");
    text_put_char(line->text, ']');
}

static void put_number(struct line *line, struct reader *reader, const char *name) {
    const uint8_t *field = reader_take(reader, 4);

    if (field != NULL) {
        text_put_string(line->text, name);
        text_put_u32(line->text, load_be32(field));
    }
}

static void put_checksum_and_offset(struct line *line, struct reader *reader) {
    const uint8_t *checksum = reader_take(reader, 2);
    const uint8_t *offset;

    if (checksum != NULL && line->settings->verbosity > 0) {
        text_put_string(line->text, ", sum 0x");
        text_put_hex(line->text, load_be16(checksum));
    }
    offset = reader_take(reader, 2);
    if (offset != NULL) {
        text_put_string(line->text, ", off 0x");
        text_put_hex(line->text, load_be16(offset));
    }
}

/* Addresses or numbers of `size` bytes each; a star marks where the packet stands. False if one was
 * cut. */
static bool put_hops(struct text *text, struct span hops, uint32_t size, uint8_t offset,
                     uint8_t length) {
    if (offset % size != 0) {
        text_put_string(text, ", badoffset=");
        text_put_u32(text, offset);
        return true;
    }
    if (length % size != 0) {
        text_put_string(text, ", badlength=");
        text_put_u32(text, length);
        return true;
    }
    if (offset >= length) {
        text_put_string(text, ", badoff/len=");
        text_put_u32(text, offset);
        text_put_char(text, '/');
        text_put_u32(text, length);
        return true;
    }
    for (uint32_t i = 0; i < length; i += size) {
        if (!span_has(hops, i, size)) {
            return false;
        }
        text_put_string(text, i == offset ? " *" : " ");
        if (size == 4) {
            text_put_ipv4(text, hops.data + i);
        } else {
            text_put_hex(text, load_be16(hops.data + i));
        }
    }
    return true;
}

static bool put_route(struct text *text, struct span hops, uint16_t family, uint8_t offset,
                      uint8_t length) {
    bool whole = true;

    switch (family) {
    case ETHERTYPE_IPV4:
        text_put_string(text, ", (rtaf=ip");
        whole = put_hops(text, hops, 4, offset, length);
        break;
    case ROUTE_AUTONOMOUS:
        text_put_string(text, ", (rtaf=asn");
        whole = put_hops(text, hops, 2, offset, length);
        break;
    default:
        text_put_string(text, ", (rtaf=0x");
        text_put_hex(text, family);
        break;
    }
    text_put_char(text, ')');
    return whole;
}

static void put_routes(struct line *line, struct reader *reader) {
    const uint8_t *entry = reader_take(reader, ROUTE_ENTRY);

    while (entry != NULL && (load_be16(entry) != 0 || entry[3] != 0)) {
        if (!put_route(line->text, reader_rest(reader), load_be16(entry), entry[2], entry[3])) {
            reader->end = READER_CUT;
        }
        (void)reader_take(reader, entry[3]);
        entry = reader_take(reader, ROUTE_ENTRY);
    }
}

static void put_version_0(struct line *line, struct reader *reader, uint16_t flags) {
    if ((flags & (GRE_CHECKSUM | GRE_ROUTING)) != 0) {
        put_checksum_and_offset(line, reader);
    }
    if ((flags & GRE_KEY) != 0) {
        const uint8_t *key = reader_take(reader, 4);

        if (key != NULL) {
            text_put_string(line->text, ", key=0x");
            text_put_hex(line->text, load_be32(key));
        }
    }
    if ((flags & GRE_SEQUENCE) != 0) {
        put_number(line, reader, ", seq ");
    }
    if ((flags & GRE_ROUTING) != 0) {
        put_routes(line, reader);
    }
}

static void put_version_1(struct line *line, struct reader *reader, uint16_t flags) {
    if ((flags & GRE_KEY) != 0) {
        const uint8_t *key = reader_take(reader, 4);

        if (key != NULL) {
            text_put_string(line->text, ", call ");
            text_put_u32(line->text, load_be16(key + 2));
        }
    }
    if ((flags & GRE_SEQUENCE) != 0) {
        put_number(line, reader, ", seq ");
    }
    if ((flags & GRE_ACKNOWLEDGMENT) != 0) {
        put_number(line, reader, ", ack ");
    }
    if ((flags & GRE_SEQUENCE) == 0 && reader->end == READER_GOES_ON) {
        text_put_string(line->text, ", no-payload");
    }
}

static enum line_status put_protocol(struct line *line, const struct layer *layer,
                                     uint16_t protocol, bool with_payload) {
    const struct layer *next = line_next_layer(line, layer);
    const char *name = ethertype_name(protocol);

    if (line->settings->link_header) {
        text_put_string(line->text, ", proto ");
        text_put_string(line->text, name != NULL ? name : "unknown");
        text_put_string(line->text, " (0x");
        text_put_hex_padded(line->text, protocol, 4);
        text_put_char(line->text, ')');
    }
    text_put_string(line->text, ", length ");
    text_put_u32(line->text, layer->length);
    if (!with_payload) {
        return LINE_END;
    }
    text_put_string(line->text, line->settings->verbosity > 0 ? "\n\t" : ": ");
    if (next != NULL && next->kind != LAYER_OTHER_ETHERTYPE) {
        return LINE_NEXT;
    }
    text_put_string(line->text, "gre-proto-0x");
    text_put_hex(line->text, protocol);
    return LINE_END;
}

enum line_status print_gre(struct line *line, const struct layer *layer) {
    struct reader reader = reader_of(layer_span(layer), layer->length);
    const uint8_t *field;
    uint16_t flags;
    unsigned version;

    line->protocol = "gre";
    field = reader_take(&reader, 2);
    if (field == NULL) {
        line_put_cut(line);
        return LINE_END;
    }
    flags = load_be16(field);
    version = flags & GRE_VERSION;
    text_put_string(line->text, "GREv");
    text_put_u32(line->text, version);
    if (version > 1) {
        text_put_string(line->text, " ERROR: unknown-version");
        return LINE_END;
    }
    if (line->settings->verbosity > 0) {
        put_flags(line, flags);
    }
    field = reader_take(&reader, 2);
    if (version == 0) {
        put_version_0(line, &reader, flags);
    } else {
        put_version_1(line, &reader, flags);
    }
    if (reader.end != READER_GOES_ON) {
        line_put_cut(line);
        return LINE_END;
    }
    return put_protocol(line, layer, load_be16(field), version == 0 || (flags & GRE_SEQUENCE) != 0);
}
