/* Neighbour discovery. */
#include "print/network/neighbor.h"

#include "print/address.h"
#include "print/application/dns_name.h"
#include "print/hex_dump.h"
#include "print/line.h"
#include "print/network/icmpv6_type.h"
#include "print/reader.h"
#include "print/value_names.h"

enum {
    SOLICITATION = 8, /* lengths of the messages without their options */
    ADVERTISEMENT = 16,
    NEIGHBOR = 24,
    REDIRECT = 40,
};

enum neighbor_option {
    OPTION_SOURCE_LINK = 1,
    OPTION_TARGET_LINK = 2,
    OPTION_PREFIX = 3,
    OPTION_REDIRECTED = 4,
    OPTION_MTU = 5,
    OPTION_INTERVAL = 7,   /* RFC 6275 §7.3 */
    OPTION_HOME_AGENT = 8, /* RFC 6275 §7.4 */
    OPTION_ROUTE = 24,     /* RFC 4191 */
    OPTION_SERVERS = 25,   /* RFC 8106 */
    OPTION_SEARCH = 31,    /* RFC 8106 */
};

static void put_seconds(struct text *text, const char *word, uint32_t seconds) {
    line_put_number(text, word, seconds);
    text_put_char(text, 's');
}

static void put_lifetime(struct text *text, const char *word, uint32_t seconds) {
    if (seconds == UINT32_MAX) {
        text_put_string(text, word);
        text_put_string(text, "infinity");
    } else {
        put_seconds(text, word, seconds);
    }
}

/* RFC 4191 §2.1 */
static const char *preference_name(uint8_t flags) {
    static const char *const names[] = {"medium", "high", "rsv", "low"};

    return names[flags >> 3 & 3];
}

static enum line_status put_router_advertisement(struct line *line, const struct layer *icmp) {
    static const struct value_name flags[] = {{0x80, "managed"},
                                              {0x40, "other stateful"},
                                              {0x20, "home agent"},
                                              {0x02, "ipv6 only"},
                                              {0, NULL}};
    const uint8_t *data = icmp->data;

    if (icmp->captured < ADVERTISEMENT) {
        return LINE_CUT;
    }
    line_put_number(line->text, "\n\thop limit ", data[4]);
    text_put_string(line->text, ", Flags [");
    value_names_put_flags(line->text, flags, data[5], "none");
    text_put_string(line->text, "], pref ");
    text_put_string(line->text, preference_name(data[5]));
    put_seconds(line->text, ", router lifetime ", load_be16(data + 6));
    line_put_number(line->text, ", reachable time ", load_be32(data + 8));
    line_put_number(line->text, "ms, retrans timer ", load_be32(data + 12));
    text_put_string(line->text, "ms");
    return neighbor_put_options(line, icmp, ADVERTISEMENT);
}

static enum line_status put_neighbor(struct line *line, const struct layer *icmp) {
    static const struct value_name flags[] = {
        {0x80000000, "router"}, {0x40000000, "solicited"}, {0x20000000, "override"}, {0, NULL}};
    bool advertisement = icmp->data[0] == ICMPV6_NEIGHBOR_ADVERTISEMENT;

    if (icmp->captured < NEIGHBOR) {
        return LINE_CUT;
    }
    text_put_string(line->text, advertisement ? ", tgt is " : ", who has ");
    address_put(line, 6, icmp->data + 8);
    if (line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    if (advertisement) {
        text_put_string(line->text, ", Flags [");
        value_names_put_flags(line->text, flags, load_be32(icmp->data + 4), "none");
        text_put_char(line->text, ']');
    }
    return neighbor_put_options(line, icmp, NEIGHBOR);
}

static enum line_status put_redirect(struct line *line, const struct layer *icmp) {
    struct span message = layer_span(icmp);

    if (!span_has(message, 24, 16)) {
        return LINE_CUT;
    }
    text_put_string(line->text, ", ");
    address_put(line, 6, message.data + 24);
    text_put_string(line->text, " to ");
    address_put(line, 6, message.data + 8);
    return line->settings->verbosity == 0 ? LINE_NEXT : neighbor_put_options(line, icmp, REDIRECT);
}

enum line_status neighbor_put(struct line *line, const struct layer *icmp) {
    bool verbose = line->settings->verbosity > 0;

    switch (icmp->data[0]) {
    case ICMPV6_ROUTER_SOLICITATION:
        return verbose ? neighbor_put_options(line, icmp, SOLICITATION) : LINE_NEXT;
    case ICMPV6_ROUTER_ADVERTISEMENT:
        return verbose ? put_router_advertisement(line, icmp) : LINE_NEXT;
    case ICMPV6_REDIRECT:
        return put_redirect(line, icmp);
    default:
        return put_neighbor(line, icmp);
    }
}

static const char *option_name(uint8_t type) {
    switch (type) {
    case OPTION_SOURCE_LINK:
        return "source link-address";
    case OPTION_TARGET_LINK:
        return "destination link-address";
    case OPTION_PREFIX:
        return "prefix info";
    case OPTION_REDIRECTED:
        return "redirected header";
    case OPTION_MTU:
        return "mtu";
    case OPTION_INTERVAL:
        return "advertisement interval";
    case OPTION_HOME_AGENT:
        return "homeagent information";
    case OPTION_ROUTE:
        return "route info";
    case OPTION_SERVERS:
        return "rdnss";
    case OPTION_SEARCH:
        return "dnssl";
    default:
        return "unknown";
    }
}

/* One option; its bytes were captured. `options` are all that follow the message. */
struct shown_option {
    struct span options;
    uint32_t at;
    uint8_t type;
    uint32_t length;
    const uint8_t *data;
};

static void put_link_address(struct text *text, const struct shown_option *option) {
    for (uint32_t i = 2; i < option->length; i++) {
        text_put_string(text, i > 2 ? ":" : "");
        text_put_hex_padded(text, option->data[i], 2);
    }
}

static enum line_status put_prefix(struct line *line, const struct shown_option *option) {
    static const struct value_name flags[] = {
        {0x80, "onlink"}, {0x40, "auto"}, {0x20, "router"}, {0, NULL}};
    const uint8_t *data = option->data;

    if (!span_has(option->options, option->at, 32)) {
        return LINE_CUT;
    }
    address_put(line, 6, data + 16);
    line_put_number(line->text, "/", data[2]);
    text_put_string(line->text, option->length != 32 ? "badlen" : "");
    text_put_string(line->text, ", Flags [");
    value_names_put_flags(line->text, flags, data[3], "none");
    put_lifetime(line->text, "], valid time ", load_be32(data + 4));
    put_lifetime(line->text, ", pref. time ", load_be32(data + 8));
    return LINE_NEXT;
}

static void put_servers(struct line *line, const struct shown_option *option) {
    put_seconds(line->text, " lifetime ", load_be32(option->data + 4));
    text_put_char(line->text, ',');
    for (uint32_t at = 8; at + 16 <= option->length; at += 16) {
        text_put_string(line->text, " addr: ");
        address_put(line, 6, option->data + at);
    }
}

static enum line_status put_search_list(struct line *line, const struct shown_option *option) {
    const struct dns dns = {.line = line, .text = line->text, .message = option->options};
    uint32_t end = option->at + option->length;

    put_seconds(line->text, " lifetime ", load_be32(option->data + 4));
    text_put_string(line->text, ", domain(s):");
    for (uint32_t at = option->at + 8; at < end;) {
        enum line_status status;
        uint8_t label;

        if (!span_u8(option->options, at, &label)) {
            return LINE_CUT;
        }
        if (label == 0) {
            break;
        }
        text_put_char(line->text, ' ');
        status = dns_name_put(&dns, &at);
        if (status != LINE_NEXT) {
            return status;
        }
    }
    return LINE_NEXT;
}

static enum line_status put_route(struct line *line, const struct shown_option *option) {
    uint8_t prefix[16] = {0};
    const uint8_t *data = option->data;

    if (option->length > 24) {
        return LINE_END;
    }
    memcpy(prefix, data + 8, option->length - 8);
    text_put_char(line->text, ' ');
    address_put(line, 6, prefix);
    line_put_number(line->text, "/", data[2]);
    text_put_string(line->text, ", pref=");
    text_put_string(line->text, preference_name(data[3]));
    put_lifetime(line->text, ", lifetime=", load_be32(data + 4));
    return LINE_NEXT;
}

/* LINE_END: the option is broken. */
static enum line_status put_option(struct line *line, const struct shown_option *option) {
    struct text *text = line->text;

    switch (option->type) {
    case OPTION_SOURCE_LINK:
    case OPTION_TARGET_LINK:
        put_link_address(text, option);
        return LINE_NEXT;
    case OPTION_PREFIX:
        return put_prefix(line, option);
    case OPTION_REDIRECTED:
        /* tcpdump shows the beginning of all options here. */
        hex_dump_put(line, "\n\t    ", option->options.data,
                     option->length < option->options.length ? option->length
                                                             : (uint32_t)option->options.length);
        return LINE_NEXT;
    case OPTION_MTU:
        line_put_number(text, " ", load_be32(option->data + 4));
        text_put_string(text, option->length != 8 ? "bad option length" : "");
        return LINE_NEXT;
    case OPTION_INTERVAL:
        line_put_number(text, " ", load_be32(option->data + 4));
        text_put_string(text, "ms");
        return LINE_NEXT;
    case OPTION_HOME_AGENT:
        line_put_number(text, " preference ", load_be16(option->data + 4));
        line_put_number(text, ", lifetime ", load_be16(option->data + 6));
        return LINE_NEXT;
    case OPTION_ROUTE:
        return put_route(line, option);
    case OPTION_SERVERS:
        put_servers(line, option);
        return LINE_NEXT;
    case OPTION_SEARCH:
        return put_search_list(line, option);
    default:
        return LINE_NEXT;
    }
}

static bool is_known(uint8_t type) {
    return strcmp(option_name(type), "unknown") != 0;
}

/* The next option: a byte with the type and one with the length, in units of eight bytes. */
static bool take_option(struct reader *reader, struct shown_option *option) {
    uint8_t units;

    option->at = (uint32_t)reader->at;
    if (!reader_peek(reader, 0, &option->type) || !reader_peek(reader, 1, &units) || units == 0) {
        return false;
    }
    option->length = units * 8u;
    option->data = reader_take(reader, option->length);
    return option->data != NULL;
}

enum line_status neighbor_put_options(struct line *line, const struct layer *icmp,
                                      uint32_t offset) {
    struct shown_option option = {.options = span_from(layer_span(icmp), offset)};
    struct reader reader = reader_of(option.options, option.options.length);
    unsigned verbosity = line->settings->verbosity;

    while (reader.at < reader.length) {
        enum line_status status;

        if (!take_option(&reader, &option)) {
            line_put_cut(line);
            return LINE_END;
        }
        text_printf(line->text, "\n\t  %s option (%u), length %u (%u): ", option_name(option.type),
                    option.type, option.length, option.length / 8);
        status = put_option(line, &option);
        if (status == LINE_END) {
            line_put_cut(line);
        }
        if (status != LINE_NEXT) {
            return status;
        }
        if (!is_known(option.type) && verbosity < 2) {
            hex_dump_put(line, "\n\t  ", option.data + 2, option.length - 2);
            return LINE_NEXT;
        }
        if (verbosity > 1) {
            hex_dump_put(line, "\n\t    ", option.data + 2, option.length - 2);
        }
    }
    return LINE_NEXT;
}
