/* What is common to both versions of IP. */
#include "print/application/payload.h"

enum {
    ICMP = 1,
    IGMP = 2,
    EGP = 8,
    IGRP = 9,
    DCCP = 33,
    RSVP = 46,
    ESP = 50,
    MOBILE = 55,
    ICMPV6 = 58,
    NO_NEXT = 59,
    SUN_ND = 77,
    EIGRP = 88,
    OSPF = 89,
    PIM = 103,
    IPCOMP = 108,
    VRRP = 112,
    PGM = 113,
    ETHERNET = 143,
};

enum line_status line_put_raw_ip(struct line *line, const struct layer *layer) {
    unsigned version;

    line->protocol = "ipn";
    if (line->settings->link_header) {
        text_put_string(line->text, "ip: ");
    }
    if (layer->length == 0) {
        text_put_string(line->text, "truncated-ip 0");
        return LINE_END;
    }
    if (layer->captured == 0) {
        return LINE_CUT;
    }
    version = layer->data[0] >> 4;
    if (version != 4 && version != 6) {
        text_put_string(line->text, "unknown ip ");
        text_put_u32(line->text, version);
        return LINE_END;
    }
    return LINE_NEXT;
}

void line_put_ip_ends(struct line *line) {
    const uint8_t *header = line->ip->data;
    bool v4 = line->ip->kind == LAYER_IPV4;

    line_put_address(line, v4 ? 4 : 6, header + (v4 ? 12 : 8));
    text_put(line->text, " > ", 3);
    line_put_address(line, v4 ? 4 : 6, header + (v4 ? 16 : 24));
}

bool line_is_right_behind_ip(const struct line *line, uint8_t protocol) {
    return line->ip->data[line->ip->kind == LAYER_IPV4 ? 9 : 6] == protocol;
}

static char *format_end(char *to, unsigned version, const uint8_t *address, uint16_t port) {
    to = version == 4 ? format_ipv4(to, address) : format_ipv6(to, address);
    *to++ = '.';
    return format_u32(to, port);
}

char *line_format_ends(char *to, const struct layer *ip, uint16_t source_port,
                       uint16_t destination_port) {
    bool v4 = ip->kind == LAYER_IPV4;
    unsigned version = v4 ? 4 : 6;

    to = format_end(to, version, ip->data + (v4 ? 12 : 8), source_port);
    to = format_string(to, " > ");
    to = format_end(to, version, ip->data + (v4 ? 16 : 24), destination_port);
    return format_string(to, ": ");
}

void line_put_port_ends(struct line *line, const char *transport, uint8_t protocol,
                        uint16_t source_port, uint16_t destination_port) {
    const uint8_t *header = line->ip->data;
    bool v4 = line->ip->kind == LAYER_IPV4;
    bool with_addresses = line_is_right_behind_ip(line, protocol);

    if (with_addresses && line->settings->names == NULL) {
        char *to = text_begin(line->text, LINE_ENDS_ROOM);

        if (to != NULL) {
            to = line_format_ends(to, line->ip, source_port, destination_port);
            text_end(line->text, to);
        }
        return;
    }
    if (with_addresses) {
        line_put_address(line, v4 ? 4 : 6, header + (v4 ? 12 : 8));
        text_put_char(line->text, '.');
    }
    line_put_port(line, transport, source_port);
    text_put(line->text, " > ", 3);
    if (with_addresses) {
        line_put_address(line, v4 ? 4 : 6, header + (v4 ? 16 : 24));
        text_put_char(line->text, '.');
    }
    line_put_port(line, transport, destination_port);
    text_put(line->text, ": ", 2);
}

/* A protocol of the other IP version. */
static enum line_status put_wrong_version(struct line *line, uint8_t protocol) {
    text_put_char(line->text, '[');
    text_put_string(line->text, line_ip_protocol_name(protocol));
    text_put_string(line->text, protocol == ICMPV6 || protocol == ETHERNET ? " requires IPv6]"
                                                                           : " requires IPv4]");
    text_put_string(line->text, " (invalid)");
    return LINE_END;
}

enum line_status line_put_other_ip(struct line *line, const struct layer *layer) {
    uint8_t protocol = (uint8_t)layer->protocol;

    switch (protocol) {
    case ICMP:
    case IGMP:
    case ICMPV6:
    case ETHERNET:
        return put_wrong_version(line, protocol);
    case EGP:
        return line_put_egp(line, layer);
    case IGRP:
        return line_put_igrp(line, layer);
    case DCCP:
        return line_put_dccp(line, layer);
    case RSVP:
        return line_put_rsvp(line, layer);
    case ESP:
        return line_put_esp(line, layer_span(layer), layer->length);
    case MOBILE:
        return line_put_mobile(line, layer);
    case EIGRP:
        return line_put_eigrp(line, layer);
    case OSPF:
        return line_put_ospf(line, layer);
    case PIM:
        return line_put_pim(line, layer);
    case IPCOMP:
        return line_put_ipcomp(line, layer_span(layer), layer->length);
    case VRRP:
        return line_put_vrrp(line, layer);
    case PGM:
        return line_put_pgm(line, layer);
    case NO_NEXT:
        text_put_string(line->text, "no next header");
        return LINE_END;
    case SUN_ND:
        text_put_string(line->text, " nd ");
        break;
    default:
        text_put_char(line->text, ' ');
        line_put_ip_protocol(line, protocol);
        text_put_char(line->text, ' ');
        break;
    }
    text_put_u32(line->text, layer->length);
    return LINE_END;
}

enum line_status line_put_fragment(struct line *line, const struct layer *layer) {
    if (line->settings->quiet > 1) {
        return LINE_END;
    }
    line_put_ip_ends(line);
    text_put_string(line->text, ": ");
    line_put_ip_protocol(line, (uint8_t)layer->protocol);
    return LINE_END;
}
