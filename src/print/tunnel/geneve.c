/* Geneve. */
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/ethertype.h"

enum { OPTION_HEADER = 4, OPTION_CRITICAL = 0x80 };

static void put_flags(struct text *text, uint8_t flags) {
    static const char *const names[] = {"O", "C", "R1", "R2", "R3", "R4", "R5", "R6"};

    text_put_string(text, ", Flags [");
    for (unsigned i = 0; i < 8; i++) {
        if ((flags & (0x80 >> i)) != 0) {
            text_put_string(text, names[i]);
        }
    }
    text_put_string(text, flags == 0 ? "none]" : "]");
}

static const char *class_name(uint16_t class) {
    static const char *const names[] = {"Linux", "Open vSwitch", "Open Virtual Networking (OVN)",
                                        "In-band Network Telemetry (INT)", "VMware"};

    if (class <= 0x00ff) {
        return "Standard";
    }
    if (class >= 0xfff0) {
        return "Experimental";
    }
    return class - 0x0100u < sizeof names / sizeof names[0] ? names[class - 0x0100] : "Unknown";
}

/* With -v. All of the options were captured. */
static void put_options(struct line *line, struct span options) {
    struct text *text = line->text;
    const char *separator = "";

    while (options.length >= OPTION_HEADER) {
        uint16_t class = load_be16(options.data);
        uint8_t type = options.data[2];
        uint32_t size = OPTION_HEADER + (options.data[3] & 0x1fu) * 4;

        text_put_string(text, separator);
        text_put_string(text, "class ");
        text_put_string(text, class_name(class));
        text_put_string(text, " (0x");
        text_put_hex(text, class);
        text_put_string(text, ") type 0x");
        text_put_hex(text, type);
        text_put_string(text, (type & OPTION_CRITICAL) != 0 ? "(C) len " : " len ");
        text_put_u32(text, size);
        if (size > options.length) {
            text_put_string(text, " [bad length]");
            return;
        }
        if (line->settings->verbosity > 1 && size > OPTION_HEADER) {
            text_put_string(text, " data");
            for (uint32_t at = OPTION_HEADER; at < size; at += 4) {
                text_put_char(text, ' ');
                text_put_hex_padded(text, load_be32(options.data + at), 8);
            }
        }
        options = span_from(options, size);
        separator = ", ";
    }
}

static void put_header(struct line *line, const uint8_t *header) {
    struct text *text = line->text;
    uint16_t protocol = load_be16(header + 2);

    put_flags(text, header[1]);
    text_put_string(text, ", vni 0x");
    text_put_hex(text, load_be24(header + 4));
    if (header[7] != 0) {
        text_put_string(text, ", rsvd 0x");
        text_put_hex(text, header[7]);
    }
    if (line->settings->link_header) {
        const char *name = ethertype_name(protocol);

        text_put_string(text, ", proto ");
        text_put_string(text, name != NULL ? name : "unknown");
        text_put_string(text, " (0x");
        text_put_hex_padded(text, protocol, 4);
        text_put_char(text, ')');
    }
}

enum line_status print_geneve(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    uint32_t options;

    line->protocol = "geneve";
    text_put_string(text, "Geneve");
    if (layer->length < GENEVE_HEADER) {
        text_put_string(text, " [length ");
        text_put_u32(text, layer->length);
        text_put_string(text, " < 8] (invalid)");
        return LINE_END;
    }
    if (layer->captured < GENEVE_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    if (header[0] >> 6 != 0) {
        text_put_string(text, " ERROR: unknown-version ");
        text_put_u32(text, header[0] >> 6);
        return LINE_END;
    }
    put_header(line, header);
    options = (header[0] & 0x3fu) * 4;
    if (layer->length - GENEVE_HEADER < options) {
        text_put_string(text, " truncated-geneve - ");
        text_put_u32(text, options - (layer->length - GENEVE_HEADER));
        text_put_string(text, " bytes missing");
        return LINE_END;
    }
    if (layer->captured - GENEVE_HEADER < options) {
        line_put_cut(line);
        return LINE_END;
    }
    if (options > 0) {
        text_put_string(text, ", options [");
        if (line->settings->verbosity > 0) {
            put_options(line, (struct span){.data = header + GENEVE_HEADER, .length = options});
        } else {
            text_put_u32(text, options);
            text_put_string(text, " bytes");
        }
        text_put_char(text, ']');
    }
    text_put_string(text, line->settings->verbosity > 0 ? "\n\t" : ": ");
    if (next != NULL && !ethertype_is_unknown(next)) {
        return LINE_NEXT;
    }
    text_put_string(text, "geneve-proto-0x");
    text_put_hex(text, load_be16(header + 2));
    return LINE_END;
}
