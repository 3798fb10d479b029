/* ICMPv6 (RFC 4443). */
#include "tcpgloss/base/checksum.h"

#include "print/address.h"
#include "print/changes.h"
#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/icmpv6_type.h"
#include "print/network/mld.h"
#include "print/network/neighbor.h"
#include "print/network/node_information.h"
#include "print/transport/transport_checksum.h"

/* Offsets into a message that quotes an IPv6 header. */
enum {
    QUOTED = 8,
    QUOTED_NEXT = QUOTED + IPV6_NEXT_HEADER,
    QUOTED_SOURCE = QUOTED + IPV6_SOURCE,
    QUOTED_DESTINATION = QUOTED + IPV6_DESTINATION_ADDRESS,
    QUOTED_END = QUOTED + IPV6_HEADER,
};

static const char *type_name(const struct printer_settings *settings, uint8_t type) {
    static const char *const names[256] = {
        [ICMPV6_UNREACHABLE] = "destination unreachable",
        [ICMPV6_TOO_BIG] = "packet too big",
        [ICMPV6_TIME_EXCEEDED] = "time exceeded in-transit",
        [ICMPV6_PARAMETER_PROBLEM] = "parameter problem",
        [ICMPV6_ECHO_REQUEST] = "echo request",
        [ICMPV6_ECHO_REPLY] = "echo reply",
        [ICMPV6_LISTENER_QUERY] = "multicast listener query",
        [ICMPV6_LISTENER_REPORT] = "multicast listener report",
        [ICMPV6_LISTENER_DONE] = "multicast listener done",
        [ICMPV6_ROUTER_SOLICITATION] = "router solicitation",
        [ICMPV6_ROUTER_ADVERTISEMENT] = "router advertisement",
        [ICMPV6_NEIGHBOR_SOLICITATION] = "neighbor solicitation",
        [ICMPV6_NEIGHBOR_ADVERTISEMENT] = "neighbor advertisement",
        [ICMPV6_REDIRECT] = "redirect",
        [ICMPV6_RENUMBERING] = "router renumbering",
        [ICMPV6_NODE_QUERY] = "who-are-you request",
        [ICMPV6_NODE_REPLY] = "who-are-you reply",
        [ICMPV6_INVERSE_SOLICITATION] = "inverse neighbor solicitation",
        [ICMPV6_INVERSE_ADVERTISEMENT] = "inverse neighbor advertisement",
        [ICMPV6_LISTENER_REPORT_V2] = "multicast listener report v2",
        [ICMPV6_HOME_AGENT_REQUEST] = "ha discovery request",
        [ICMPV6_HOME_AGENT_REPLY] = "ha discovery reply",
        [ICMPV6_MOBILE_PREFIX_SOLICITATION] = "mobile router solicitation",
        [ICMPV6_MOBILE_PREFIX_ADVERTISEMENT] = "mobile router advertisement",
        [ICMPV6_RPL] = "RPL",
        [ICMPV6_MTRACE_RESPONSE] = "mtrace response",
        [ICMPV6_MTRACE] = "mtrace message",
    };

    if ((type == ICMPV6_NODE_QUERY || type == ICMPV6_NODE_REPLY) &&
        changes_made(settings, CHANGE_NODE_INFORMATION)) {
        return type == ICMPV6_NODE_QUERY ? "node information query" : "node information reply";
    }
    return names[type];
}

static void put_unknown(struct line *line, const struct layer *layer) {
    hex_dump_put(line, "\n\t", layer->data, layer->captured);
}

/* Where the ports are in a quoted packet, and of which protocol; false where they cannot be
 * found. */
static bool find_ports(struct span message, uint8_t *protocol, struct span *ports) {
    struct ipv6_walk walk = {.rest = span_from(message, QUOTED_END)};

    if (!span_u8(message, QUOTED_NEXT, &walk.next_header)) {
        return false;
    }
    while (walk.next_header != IP_TCP && walk.next_header != IP_UDP) {
        uint16_t fragment = 0;

        switch (walk.next_header) {
        case IP_HOP_BY_HOP:
        case IP_ROUTING:
        case IP_DESTINATION:
        case IP_AH:
            break;
        case IP_FRAGMENT:
            if (!span_be16(walk.rest, 2, &fragment) || (fragment & IPV6_FRAGMENT_OFFSET) != 0) {
                return false;
            }
            break;
        default:
            return false;
        }
        if (!ipv6_walk_on(&walk)) {
            return false;
        }
    }
    *protocol = walk.next_header;
    *ports = walk.rest;
    return span_has(walk.rest, 0, 4);
}

static enum line_status put_unreachable_port(struct line *line, struct span message) {
    uint8_t protocol;
    struct span ports;

    if (!find_ports(message, &protocol, &ports)) {
        line_put_cut(line);
        return LINE_END;
    }
    text_put_string(line->text, ", ");
    address_put(line, 6, message.data + QUOTED_DESTINATION);
    text_put_string(line->text, protocol == IP_TCP ? " tcp port " : " udp port ");
    address_put_port(line, protocol == IP_TCP ? "tcp" : "udp", load_be16(ports.data + 2));
    return LINE_NEXT;
}

static enum line_status put_unreachable(struct line *line, const struct layer *layer) {
    enum { BEYOND_SCOPE = 2, PORT = 4 };
    static const char *const names[] = {
        ", unreachable route",   ",  unreachable prohibited", ", beyond scope",
        ", unreachable address", ", unreachable port",
    };
    struct span message = layer_span(layer);
    uint8_t code = message.data[1];

    if (code >= sizeof names / sizeof names[0]) {
        line_put_number(line->text, ", unknown unreach code (", code);
        text_put_char(line->text, ')');
        if (line->settings->verbosity > 1) {
            return LINE_NEXT;
        }
        put_unknown(line, layer);
        return LINE_END;
    }
    text_put_string(line->text, names[code]);
    if (code == PORT) {
        return put_unreachable_port(line, message);
    }
    if (!span_has(message, 0, QUOTED_END)) {
        return LINE_CUT;
    }
    text_put_char(line->text, ' ');
    address_put(line, 6, message.data + QUOTED_DESTINATION);
    if (code == BEYOND_SCOPE) {
        text_put_string(line->text, ", source address ");
        address_put(line, 6, message.data + QUOTED_SOURCE);
    }
    return LINE_NEXT;
}

static enum line_status put_time_exceeded(struct line *line, struct span message) {
    switch (message.data[1]) {
    case 0:
        if (!span_has(message, 0, QUOTED_END)) {
            return LINE_CUT;
        }
        text_put_string(line->text, " for ");
        address_put(line, 6, message.data + QUOTED_DESTINATION);
        break;
    case 1:
        text_put_string(line->text, " (reassembly)");
        break;
    default:
        line_put_number(line->text, ", unknown code (", message.data[1]);
        text_put_char(line->text, ')');
        break;
    }
    return LINE_NEXT;
}

static enum line_status put_parameter_problem(struct line *line, struct span message) {
    static const char *const names[] = {
        ", erroneous - octet ",
        ", next header - octet ",
        ", option - octet ",
        ", incomplete header chain - octet ",
    };
    uint8_t code = message.data[1];

    if (!span_has(message, 0, QUOTED_END)) {
        line_put_cut(line);
        return LINE_END;
    }
    if (code < sizeof names / sizeof names[0]) {
        line_put_number(line->text, names[code], load_be32(message.data + 4));
    } else {
        line_put_number(line->text, ", code-#", code);
    }
    return LINE_NEXT;
}

static enum line_status put_id(struct line *line, struct span message) {
    uint16_t id;

    if (!span_be16(message, 4, &id)) {
        return LINE_CUT;
    }
    text_put_string(line->text, ", id 0x");
    text_put_hex_padded(line->text, id, 4);
    return LINE_NEXT;
}

/* The home agents' addresses. */
static enum line_status put_home_agents(struct line *line, const struct layer *layer) {
    struct span message = layer_span(layer);

    if (line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    if (put_id(line, message) != LINE_NEXT) {
        return LINE_CUT;
    }
    for (size_t at = 8; at < layer->length; at += 16) {
        if (!span_has(message, at, 16)) {
            return LINE_CUT;
        }
        text_put_string(line->text, ", ");
        address_put(line, 6, message.data + at);
    }
    return LINE_NEXT;
}

static enum line_status put_mobile_prefix(struct line *line, const struct layer *layer) {
    struct span message = layer_span(layer);
    uint16_t flags;

    if (line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    if (put_id(line, message) != LINE_NEXT || !span_be16(message, 6, &flags)) {
        return LINE_CUT;
    }
    text_put_string(line->text, (flags & 0xc000) != 0 ? " " : "");
    text_put_string(line->text, (flags & 0x8000) != 0 ? "M" : "");
    text_put_string(line->text, (flags & 0x4000) != 0 ? "O" : "");
    return neighbor_put_options(line, layer, 8);
}

static enum line_status put_body(struct line *line, const struct layer *layer) {
    struct span message = layer_span(layer);
    struct text *text = line->text;

    switch (message.data[0]) {
    case ICMPV6_UNREACHABLE:
        return put_unreachable(line, layer);
    case ICMPV6_TOO_BIG:
        if (!span_has(message, 4, 4)) {
            return LINE_CUT;
        }
        line_put_number(text, ", mtu ", load_be32(message.data + 4));
        return LINE_NEXT;
    case ICMPV6_TIME_EXCEEDED:
        return put_time_exceeded(line, message);
    case ICMPV6_PARAMETER_PROBLEM:
        return put_parameter_problem(line, message);
    case ICMPV6_ECHO_REQUEST:
    case ICMPV6_ECHO_REPLY:
        if (!span_has(message, 4, 4)) {
            return LINE_CUT;
        }
        line_put_number(text, ", id ", load_be16(message.data + 4));
        line_put_number(text, ", seq ", load_be16(message.data + 6));
        return LINE_NEXT;
    case ICMPV6_LISTENER_QUERY:
        return mld_put_query(line, layer);
    case ICMPV6_LISTENER_REPORT:
    case ICMPV6_LISTENER_DONE:
        return mld_put(line, layer);
    case ICMPV6_LISTENER_REPORT_V2:
        return mld_put_report_v2(line, layer);
    case ICMPV6_ROUTER_SOLICITATION:
    case ICMPV6_ROUTER_ADVERTISEMENT:
    case ICMPV6_NEIGHBOR_SOLICITATION:
    case ICMPV6_NEIGHBOR_ADVERTISEMENT:
    case ICMPV6_REDIRECT:
        return neighbor_put(line, layer);
    case ICMPV6_INVERSE_SOLICITATION:
    case ICMPV6_INVERSE_ADVERTISEMENT:
    case ICMPV6_RENUMBERING:
    case ICMPV6_RPL:
        return LINE_NEXT;
    case ICMPV6_NODE_QUERY:
    case ICMPV6_NODE_REPLY:
        return node_information_put(line, layer);
    case ICMPV6_HOME_AGENT_REQUEST:
    case ICMPV6_MOBILE_PREFIX_SOLICITATION:
        return put_id(line, message);
    case ICMPV6_HOME_AGENT_REPLY:
        return put_home_agents(line, layer);
    case ICMPV6_MOBILE_PREFIX_ADVERTISEMENT:
        return put_mobile_prefix(line, layer);
    default:
        line_put_number(text, ", length ", layer->length);
        if (line->settings->verbosity < 2) {
            put_unknown(line, layer);
        }
        return LINE_END;
    }
}

/* With -v these say their length before their contents, and the others not at all. */
static bool says_length_first(uint8_t type) {
    return (type >= ICMPV6_ROUTER_SOLICITATION && type <= ICMPV6_REDIRECT) ||
           type == ICMPV6_HOME_AGENT_REPLY || type == ICMPV6_MOBILE_PREFIX_ADVERTISEMENT;
}

/* False if there is no field for the sum. */
static bool put_checksum(struct line *line, const struct layer *layer) {
    uint16_t checksum;
    uint16_t field;

    if (line->settings->verbosity == 0 || line->fragmented || layer->captured < layer->length) {
        return true;
    }
    if (!span_be16(layer_span(layer), 2, &field)) {
        return false;
    }
    checksum = transport_checksum(line, layer, IP_ICMPV6);
    if (checksum == 0) {
        text_put_string(line->text, "[icmp6 sum ok] ");
    } else {
        text_put_string(line->text, "[bad icmp6 cksum 0x");
        text_put_hex_padded(line->text, field, 4);
        text_put_string(line->text, " -> 0x");
        text_put_hex_padded(line->text, checksum_expected(field, checksum), 4);
        text_put_string(line->text, "!] ");
    }
    return true;
}

enum line_status print_icmpv6(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    enum line_status status;
    const char *name;
    uint8_t type;

    line->protocol = "icmp6";
    if (layer->length == 0) {
        text_put_string(text, "ICMP6, length 0 (invalid)");
        return LINE_END;
    }
    if (!put_checksum(line, layer) || !span_u8(layer_span(layer), 0, &type)) {
        return LINE_CUT;
    }
    text_put_string(text, "ICMP6, ");
    name = type_name(line->settings, type);
    if (name != NULL) {
        text_put_string(text, name);
    } else {
        line_put_number(text, "unknown icmp6 type (", type);
        text_put_char(text, ')');
    }
    if (line->settings->verbosity > 0 && says_length_first(type)) {
        line_put_number(text, ", length ", layer->length);
    }
    if (layer->captured < 2) {
        return LINE_CUT;
    }
    status = put_body(line, layer);
    if (status != LINE_NEXT) {
        return status;
    }
    if (line->settings->verbosity == 0) {
        line_put_number(text, ", length ", layer->length);
    }
    return LINE_END;
}
