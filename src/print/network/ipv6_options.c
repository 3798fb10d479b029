/* Hop-by-hop and destination options of IPv6 (RFC 8200 §4.3, §4.6). */
#include "print/address.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ipv6.h"

enum option_kind {
    OPTION_PAD1 = 0x00,
    OPTION_PADN = 0x01,
    OPTION_ROUTER_ALERT = 0x05,
    OPTION_JUMBO = 0xc2,
    OPTION_HOME_ADDRESS = 0xc9,
};

enum { JUMBO_MIN = 65536 };

/* Where the printing of options stands. */
struct options {
    struct line *line;
    struct span rest; /* all captured */
    bool hop_by_hop;
    bool verbose;
    bool jumbo_seen;
};

static void put_invalid_length(struct text *text, const char *name, uint8_t length) {
    text_put_char(text, '(');
    text_put_string(text, name);
    text_put_string(text, ": invalid len ");
    text_put_u32(text, length);
    text_put_char(text, ')');
}

/* An option that must have `length` bytes of value, in `left` bytes with kind and length. */
static bool check_length(struct text *text, const char *name, struct span rest, uint8_t length,
                         bool exact) {
    if (rest.length < length + 2u) {
        text_put_char(text, '(');
        text_put_string(text, name);
        text_put_string(text, ": trunc)");
        return false;
    }
    if (exact ? rest.data[1] != length : rest.data[1] < length) {
        put_invalid_length(text, name, rest.data[1]);
        return false;
    }
    return true;
}

/* Options inside a home address option. */
static bool put_sub_options(struct text *text, struct span rest) {
    while (rest.length > 0) {
        uint8_t kind = rest.data[0];
        size_t size = 1;

        if (kind != OPTION_PAD1) {
            if (rest.length < 2 || rest.data[1] + 2u > rest.length) {
                return false;
            }
            size = rest.data[1] + 2u;
        }
        if (kind == OPTION_PAD1) {
            text_put_string(text, ", pad1");
        } else if (kind == OPTION_PADN) {
            text_put_string(text, ", padn");
        } else {
            text_put_string(text, ", sopt_type 0x");
            text_put_hex_padded(text, kind, 2);
            text_put_string(text, ": len=");
            text_put_u32(text, rest.data[1]);
        }
        rest = span_from(rest, size);
    }
    return true;
}

static bool put_jumbo(struct options *options) {
    struct line *line = options->line;
    struct text *text = line->text;
    uint32_t length;
    const char *objection = NULL;

    if (!check_length(text, "jumbo", options->rest, 4, true)) {
        return false;
    }
    length = load_be32(options->rest.data + 2);
    if (options->jumbo_seen) {
        objection = " - already seen";
    } else if (!options->hop_by_hop) {
        objection = " - not a hop-by-hop option";
    } else if (load_be16(line->ip->data + IPV6_PAYLOAD_LENGTH) != 0) {
        objection = " - payload len != 0";
    } else if (length < JUMBO_MIN) {
        objection = " - < 65536";
    } else {
        line->jumbo = length;
    }
    options->jumbo_seen = true;
    if (options->verbose) {
        text_put_string(text, "(jumbo: ");
        text_put_u32(text, length);
        text_put_string(text, objection != NULL ? objection : "");
        text_put_string(text, ") ");
    }
    return true;
}

static bool put_home_address(struct options *options) {
    struct text *text = options->line->text;
    struct span rest = options->rest;

    if (!check_length(text, "homeaddr", rest, 16, false)) {
        return false;
    }
    if (options->verbose) {
        text_put_string(text, "(homeaddr: ");
        address_put(options->line, 6, rest.data + 2);
        if (!put_sub_options(text, span_from(span_first(rest, rest.data[1] + 2u), 18))) {
            return false;
        }
        text_put_char(text, ')');
    }
    return true;
}

static bool put_option(struct options *options) {
    struct text *text = options->line->text;
    struct span rest = options->rest;

    switch (rest.data[0]) {
    case OPTION_PAD1:
        text_put_string(text, options->verbose ? "(pad1)" : "");
        return true;
    case OPTION_PADN:
        text_put_string(text, options->verbose ? "(padn)" : "");
        return true;
    case OPTION_ROUTER_ALERT:
        if (!check_length(text, "rtalert", rest, 2, true)) {
            return false;
        }
        if (options->verbose) {
            text_put_string(text, "(rtalert: 0x");
            text_put_hex_padded(text, load_be16(rest.data + 2), 4);
            text_put_string(text, ") ");
        }
        return true;
    case OPTION_JUMBO:
        return put_jumbo(options);
    case OPTION_HOME_ADDRESS:
        return put_home_address(options);
    default:
        if (options->verbose) {
            text_put_string(text, "(opt_type 0x");
            text_put_hex_padded(text, rest.data[0], 2);
            text_put_string(text, ": len=");
            text_put_u32(text, rest.data[1]);
            text_put_char(text, ')');
        }
        return true;
    }
}

/* False if an option does not fit, or is not as long as it must be. */
static bool put_options(struct options *options) {
    while (options->rest.length > 0) {
        struct span rest = options->rest;
        size_t size = 1;

        if (rest.data[0] != OPTION_PAD1) {
            if (rest.length < 2 || rest.data[1] + 2u > rest.length) {
                return false;
            }
            size = rest.data[1] + 2u;
        }
        if (!put_option(options)) {
            return false;
        }
        options->rest = span_from(rest, size);
    }
    text_put_string(options->line->text, options->verbose ? " " : "");
    return true;
}

static const char no_jumbo[] = "[No valid Jumbo Payload Hop-by-Hop option found]";

static enum line_status put_rejected(struct line *line, const char *why) {
    text_put_string(line->text, why);
    text_put_string(line->text, " (invalid)");
    return LINE_END;
}

/* A payload length of zero, and no other: hop-by-hop options had to bring it. */
static bool lacks_jumbo(const struct options *options) {
    return options->hop_by_hop && options->line->jumbo == 0 &&
           load_be16(options->line->ip->data + IPV6_PAYLOAD_LENGTH) == 0;
}

static enum line_status end_cut(const struct options *options) {
    line_put_cut(options->line);
    return lacks_jumbo(options) ? put_rejected(options->line, no_jumbo) : LINE_END;
}

enum line_status print_ipv6_options(struct line *line, const struct layer *layer) {
    struct options options = {
        .line = line,
        .hop_by_hop = layer->kind == LAYER_IPV6_HOP_BY_HOP,
        .verbose = line->settings->verbosity > 0,
    };
    uint32_t size;

    line->protocol = options.hop_by_hop ? "hbhopt" : "dstopt";
    if (options.hop_by_hop && layer->data != line->ip->data + IPV6_HEADER) {
        return put_rejected(line,
                            line->hop_by_hop_seen
                                ? "[The Hop-by-Hop Options header was already found]"
                                : "[The Hop-by-Hop Options header don't follow the IPv6 header]");
    }
    line->hop_by_hop_seen |= options.hop_by_hop;
    if (layer->captured < 2) {
        return LINE_CUT;
    }
    size = ipv6_extension_length(IP_DESTINATION, layer->data[1]);
    if (layer->captured < size) {
        return end_cut(&options);
    }
    options.rest = (struct span){.data = layer->data + 2, .length = size - 2};
    text_put_string(line->text, options.hop_by_hop ? "HBH " : "DSTOPT ");
    if ((options.hop_by_hop || options.verbose) && !put_options(&options)) {
        return end_cut(&options);
    }
    if (lacks_jumbo(&options)) {
        return put_rejected(line, no_jumbo);
    }
    return ipv6_end_extension(line, layer->data[0]);
}
