/* Hop-by-hop and destination options of IPv6 (RFC 8200 §4.3, §4.6). */
#include "print/address.h"
#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ipv6.h"
#include "print/reader.h"

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
    struct reader reader; /* all of them were captured */
    bool hop_by_hop;
    bool verbose;
    bool jumbo_seen;
};

/* Says why an option is not followed, where a release does; the others only set a mark. */
static void put_check(struct line *line, const char *what, uint64_t is, const char *than,
                      uint64_t bound) {
    if (changes_made(line->settings, CHANGE_EXTENSION_CHECKS)) {
        (void)line_end_check(line, what, is, than, bound);
    }
}

/* An option that must have `length` bytes of value, or `exact`ly these. `after` are the bytes from
 * the option on. */
static bool check_length(struct line *line, const char *name, struct span after, uint8_t length,
                         bool exact) {
    bool brackets = changes_made(line->settings, CHANGE_EXTENSION_CHECKS);
    bool is_short = after.length < length + 2u;
    bool is_wrong = !is_short && (exact ? after.data[1] != length : after.data[1] < length);

    if (!is_short && !is_wrong) {
        return true;
    }
    text_put_string(line->text, brackets ? " [(" : "(");
    text_put_string(line->text, name);
    if (brackets) {
        (void)line_end_check(line, is_short ? ") remaining length " : ") length ",
                             is_short ? after.length : after.data[1],
                             is_wrong && exact ? " != " : " < ", is_short ? length + 2u : length);
    } else if (is_short) {
        text_put_string(line->text, ": trunc)");
    } else {
        line_put_number(line->text, ": invalid len ", after.data[1]);
        text_put_char(line->text, ')');
    }
    return false;
}

/* The next option of a list, whole; false where it is not. */
static bool take_option(struct line *line, struct reader *reader, struct span *option) {
    struct span rest = reader_rest(reader);

    if (reader_take_option(reader, OPTION_PAD1, option)) {
        return true;
    }
    if (rest.length >= 2) {
        put_check(line, " [remaining length ", rest.length, " < ", rest.data[1] + 2u);
    } else {
        put_check(line, " [remaining length ", rest.length, " < ", 2);
    }
    return false;
}

/* Options inside a home address option. */
static bool put_sub_options(struct line *line, struct span bytes) {
    struct reader reader = reader_of(bytes, bytes.length);
    struct text *text = line->text;
    struct span option;

    while (reader.at < reader.length) {
        if (!take_option(line, &reader, &option)) {
            return false;
        }
        if (option.data[0] == OPTION_PAD1) {
            text_put_string(text, ", pad1");
        } else if (option.data[0] == OPTION_PADN) {
            text_put_string(text, ", padn");
        } else {
            text_put_string(text, ", sopt_type 0x");
            text_put_hex_padded(text, option.data[0], 2);
            line_put_number(text, ": len=", option.data[1]);
        }
    }
    return true;
}

static bool put_jumbo(struct options *options, struct span after) {
    struct line *line = options->line;
    struct text *text = line->text;
    uint32_t length;
    const char *objection = NULL;

    if (!check_length(options->line, "jumbo", after, 4, true)) {
        return false;
    }
    length = load_be32(after.data + 2);
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

static bool put_home_address(struct options *options, struct span after) {
    struct text *text = options->line->text;

    if (!check_length(options->line, "homeaddr", after, 16, false)) {
        return false;
    }
    if (options->verbose) {
        text_put_string(text, "(homeaddr: ");
        address_put(options->line, 6, after.data + 2);
        if (!put_sub_options(options->line, span_from(span_first(after, after.data[1] + 2u), 18))) {
            return false;
        }
        text_put_char(text, ')');
    }
    return true;
}

/* `after` are the bytes from the option on, which is whole. */
static bool put_option(struct options *options, struct span after) {
    struct text *text = options->line->text;

    switch (after.data[0]) {
    case OPTION_PAD1:
        text_put_string(text, options->verbose ? "(pad1)" : "");
        return true;
    case OPTION_PADN:
        text_put_string(text, options->verbose ? "(padn)" : "");
        return true;
    case OPTION_ROUTER_ALERT:
        if (!check_length(options->line, "rtalert", after, 2, true)) {
            return false;
        }
        if (options->verbose) {
            text_put_string(text, "(rtalert: 0x");
            text_put_hex_padded(text, load_be16(after.data + 2), 4);
            text_put_string(text, ") ");
        }
        return true;
    case OPTION_JUMBO:
        return put_jumbo(options, after);
    case OPTION_HOME_ADDRESS:
        return put_home_address(options, after);
    default:
        if (options->verbose) {
            bool unknown = changes_made(options->line->settings, CHANGE_EXTENSION_CHECKS);

            text_put_string(text, unknown ? "(unknown opt-type 0x" : "(opt_type 0x");
            text_put_hex_padded(text, after.data[0], 2);
            line_put_number(text, unknown ? " len=" : ": len=", after.data[1]);
            text_put_char(text, ')');
        }
        return true;
    }
}

/* False if an option does not fit, or is not as long as it must be. */
static bool put_options(struct options *options) {
    struct reader *reader = &options->reader;
    struct span option;

    while (reader->at < reader->length) {
        struct span after = reader_rest(reader);

        if (!take_option(options->line, reader, &option) || !put_option(options, after)) {
            return false;
        }
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

/* Behind an option that is broken. */
static enum line_status end_broken(const struct options *options) {
    if (!changes_made(options->line->settings, CHANGE_EXTENSION_CHECKS)) {
        line_put_cut(options->line);
    }
    return lacks_jumbo(options) ? put_rejected(options->line, no_jumbo) : LINE_END;
}

enum line_status print_ipv6_options(struct line *line, const struct layer *layer) {
    struct options options = {
        .line = line,
        .hop_by_hop = layer->kind == LAYER_IPV6_HOP_BY_HOP,
        .verbose = line->settings->verbosity > 0,
    };
    uint32_t size;

    line->protocol = !options.hop_by_hop                                     ? "dstopt"
                     : changes_made(line->settings, CHANGE_EXTENSION_CHECKS) ? "hbh"
                                                                             : "hbhopt";
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
        if (changes_made(line->settings, CHANGE_EXTENSION_CHECKS)) {
            return LINE_CUT;
        }
        return end_broken(&options);
    }
    options.reader = reader_of(span_from(layer_span(layer), 2), size - 2);
    text_put_string(line->text, options.hop_by_hop ? "HBH " : "DSTOPT ");
    if ((options.hop_by_hop || options.verbose) && !put_options(&options)) {
        return end_broken(&options);
    }
    if (lacks_jumbo(&options)) {
        return put_rejected(line, no_jumbo);
    }
    return ipv6_end_extension(line, layer->data[0]);
}
