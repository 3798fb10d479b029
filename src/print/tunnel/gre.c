/* Generic routing encapsulation. */
#include "tcpgloss/decode/gre.h"

#include "tcpgloss/decode/ethertype.h"

#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/ethertype.h"
#include "print/value_names.h"

enum { ROUTE_ENTRY = 4, ROUTE_AUTONOMOUS = 0xfffe };

/* A walk through the header, field by field, which ends where it was cut. */
struct walk {
    struct line *line;
    const struct layer *layer;
    uint32_t at;
    enum line_status status; /* LINE_NEXT while nothing was missing */
};

/* The next `size` bytes, or null. */
static const uint8_t *take(struct walk *walk, uint32_t size) {
    const uint8_t *field = walk->layer->data + walk->at;

    if (walk->status != LINE_NEXT) {
        return NULL;
    }
    if (layer_least(walk->layer) - walk->at < size) {
        line_put_cut(walk->line);
        walk->status = LINE_END;
        return NULL;
    }
    walk->at += size;
    return field;
}

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

static void put_number(struct walk *walk, const char *name) {
    const uint8_t *field = take(walk, 4);

    if (field != NULL) {
        text_put_string(walk->line->text, name);
        text_put_u32(walk->line->text, load_be32(field));
    }
}

static void put_checksum_and_offset(struct walk *walk) {
    const uint8_t *checksum = take(walk, 2);
    const uint8_t *offset;

    if (checksum != NULL && walk->line->settings->verbosity > 0) {
        text_put_string(walk->line->text, ", sum 0x");
        text_put_hex(walk->line->text, load_be16(checksum));
    }
    offset = take(walk, 2);
    if (offset != NULL) {
        text_put_string(walk->line->text, ", off 0x");
        text_put_hex(walk->line->text, load_be16(offset));
    }
}

/* Addresses or numbers of `size` bytes each; a star marks where the packet stands. False if one was
 * cut. */
static bool put_hops(struct walk *walk, uint32_t size, uint8_t offset, uint8_t length) {
    struct text *text = walk->line->text;
    uint32_t room = layer_least(walk->layer);

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
        const uint8_t *hop = walk->layer->data + walk->at + i;

        if (room - walk->at < i + size) {
            return false;
        }
        text_put_string(text, i == offset ? " *" : " ");
        if (size == 4) {
            text_put_ipv4(text, hop);
        } else {
            text_put_hex(text, load_be16(hop));
        }
    }
    return true;
}

static bool put_route(struct walk *walk, uint16_t family, uint8_t offset, uint8_t length) {
    struct text *text = walk->line->text;
    bool whole = true;

    switch (family) {
    case ETHERTYPE_IPV4:
        text_put_string(text, ", (rtaf=ip");
        whole = put_hops(walk, 4, offset, length);
        break;
    case ROUTE_AUTONOMOUS:
        text_put_string(text, ", (rtaf=asn");
        whole = put_hops(walk, 2, offset, length);
        break;
    default:
        text_put_string(text, ", (rtaf=0x");
        text_put_hex(text, family);
        break;
    }
    text_put_char(text, ')');
    return whole;
}

static void put_routes(struct walk *walk) {
    const uint8_t *entry = take(walk, ROUTE_ENTRY);

    while (entry != NULL && (load_be16(entry) != 0 || entry[3] != 0)) {
        if (!put_route(walk, load_be16(entry), entry[2], entry[3])) {
            line_put_cut(walk->line);
            walk->status = LINE_END;
            return;
        }
        (void)take(walk, entry[3]);
        entry = take(walk, ROUTE_ENTRY);
    }
}

static void put_version_0(struct walk *walk, uint16_t flags) {
    if ((flags & (GRE_CHECKSUM | GRE_ROUTING)) != 0) {
        put_checksum_and_offset(walk);
    }
    if ((flags & GRE_KEY) != 0) {
        const uint8_t *key = take(walk, 4);

        if (key != NULL) {
            text_put_string(walk->line->text, ", key=0x");
            text_put_hex(walk->line->text, load_be32(key));
        }
    }
    if ((flags & GRE_SEQUENCE) != 0) {
        put_number(walk, ", seq ");
    }
    if ((flags & GRE_ROUTING) != 0) {
        put_routes(walk);
    }
}

static void put_version_1(struct walk *walk, uint16_t flags) {
    if ((flags & GRE_KEY) != 0) {
        const uint8_t *key = take(walk, 4);

        if (key != NULL) {
            text_put_string(walk->line->text, ", call ");
            text_put_u32(walk->line->text, load_be16(key + 2));
        }
    }
    if ((flags & GRE_SEQUENCE) != 0) {
        put_number(walk, ", seq ");
    }
    if ((flags & GRE_ACKNOWLEDGMENT) != 0) {
        put_number(walk, ", ack ");
    }
    if ((flags & GRE_SEQUENCE) == 0 && walk->status == LINE_NEXT) {
        text_put_string(walk->line->text, ", no-payload");
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
    struct walk walk = {.line = line, .layer = layer, .status = LINE_NEXT};
    const uint8_t *field;
    uint16_t flags;
    unsigned version;

    line->protocol = "gre";
    field = take(&walk, 2);
    if (field == NULL) {
        return walk.status;
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
    field = take(&walk, 2);
    if (version == 0) {
        put_version_0(&walk, flags);
    } else {
        put_version_1(&walk, flags);
    }
    if (field == NULL || walk.status != LINE_NEXT) {
        return walk.status;
    }
    return put_protocol(line, layer, load_be16(field), version == 0 || (flags & GRE_SEQUENCE) != 0);
}
