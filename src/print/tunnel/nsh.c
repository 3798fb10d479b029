/* Network service header. */
#include "print/layer_printers.h"
#include "print/line.h"

enum { NSH_BASE = 8, FLAG_OAM = 0x2000, CONTEXT_FIXED = 1 };

static void put_next_protocol(struct text *text, uint8_t protocol) {
    static const char *const names[] = {NULL, "IPv4", "IPv6", "Ethernet", "NSH", "MPLS"};

    text_put_string(text, "next-protocol ");
    if (protocol < sizeof names / sizeof names[0] && names[protocol] != NULL) {
        text_put_string(text, names[protocol]);
    } else {
        text_put_string(text, "unknown (0x");
        text_put_hex_padded(text, protocol, 2);
        text_put_char(text, ')');
    }
    text_put_string(text, ", ");
}

/* What -vvv adds of the base header. */
static void put_base_details(struct text *text, uint16_t base, uint32_t words, uint8_t context) {
    text_put_string(text, "TTL ");
    text_put_u32(text, base >> 6 & 0x3f);
    text_put_string(text, ", length ");
    text_put_u32(text, words);
    text_put_string(text, ", md type ");
    if (context <= 2) {
        text_put_u32(text, context);
    } else {
        text_put_string(text, "unknown (0x");
        text_put_hex_padded(text, context, 2);
        text_put_char(text, ')');
    }
    text_put_string(text, ", ");
}

static void put_context(struct text *text, const uint8_t *context, uint32_t words) {
    for (uint32_t i = 0; i < words; i++) {
        text_put_string(text, "\n        Context[");
        text_put_padded(text, i, 2);
        text_put_string(text, "]: 0x");
        text_put_hex_padded(text, load_be32(context + (size_t)i * 4), 8);
    }
}

/* False if a field was cut. */
static bool put_service(struct text *text, struct span service) {
    if (!span_has(service, 0, 3)) {
        return false;
    }
    text_put_string(text, "service-path-id 0x");
    text_put_hex_padded(text, load_be24(service.data), 6);
    text_put_string(text, ", ");
    if (!span_has(service, 3, 1)) {
        return false;
    }
    text_put_string(text, "service-index 0x");
    text_put_hex(text, service.data[3]);
    return true;
}

enum line_status print_nsh(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);
    struct text *text = line->text;
    unsigned verbosity = line->settings->verbosity;
    const uint8_t *header = layer->data;
    uint16_t base;
    uint32_t words;

    line->protocol = "nsh";
    if (layer->length < NSH_BASE) {
        text_put_string(text, " (packet length ");
        text_put_u32(text, layer->length);
        text_put_string(text, " < 8) (invalid)");
        return LINE_END;
    }
    if (layer->captured < NSH_BASE / 2) {
        return LINE_CUT;
    }
    text_put_string(text, "NSH, ");
    base = load_be16(header);
    words = base & 0x3f;
    if (verbosity > 1) {
        text_put_string(text, "ver ");
        text_put_u32(text, base >> 14);
        text_put_string(text, ", ");
    }
    if (base >> 14 != 0) {
        return LINE_END;
    }
    text_put_string(text, (base & FLAG_OAM) != 0 ? "flags [O], " : "flags [none], ");
    if (verbosity > 2) {
        put_base_details(text, base, words, header[2]);
    }
    if (verbosity > 1) {
        put_next_protocol(text, header[3]);
    }
    if (layer->length < words * 4) {
        text_put_string(text, " (too many headers for packet length ");
        text_put_u32(text, layer->length);
        text_put_string(text, ") (invalid)");
        return LINE_END;
    }
    if (!put_service(text, span_from(layer_span(layer), NSH_BASE / 2))) {
        return LINE_CUT;
    }
    if (words < 2) {
        text_put_string(text, " (less than two headers) (invalid)");
        return LINE_END;
    }
    if (next == NULL) {
        return LINE_CUT;
    }
    if (verbosity > 2 && header[2] == CONTEXT_FIXED) {
        put_context(text, header + NSH_BASE, words - 2);
    }
    text_put_string(text, verbosity > 0 ? "\n    " : ": ");
    if (next->kind == LAYER_RAW) {
        text_put_string(text, "ERROR: unknown-next-protocol");
        return LINE_END;
    }
    return LINE_NEXT;
}
