/* The UDP header, and what is printed behind it. */
#include "tcpgloss/base/checksum.h"
#include "tcpgloss/decode/udp_port.h"

#include "print/application/payload.h"
#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ip_ends.h"
#include "print/transport/transport_checksum.h"

/* In tcpdump's order until 4.99.4. Null, and every other port's: the plain form. */
static const struct {
    uint16_t port;
    payload_printer *put;
} applications[] = {
#define UDP_PRINTED(name, port, printer) {port, printer},
#define UDP_PLAIN(name, port)            {port, NULL},
#define UDP_TUNNEL(name, port, layer)
#include "tcpgloss/decode/udp_ports.def"
};

/* In the order since then. */
static const uint16_t ports_since[] = {
    UDP_PORT_DNS,          UDP_PORT_BOOTP_SERVER, UDP_PORT_BOOTP_CLIENT, UDP_PORT_TFTP,
    UDP_PORT_NTP,          UDP_PORT_IKE,          UDP_PORT_SYSLOG,       UDP_PORT_DHCP6_CLIENT,
    UDP_PORT_DHCP6_SERVER, UDP_PORT_MDNS,         UDP_PORT_ESP,          UDP_PORT_SIP,
};
_Static_assert(sizeof ports_since / sizeof ports_since[0] ==
                   sizeof applications / sizeof applications[0],
               "the same ports in both orders");

/* Null where the payload is not printed. */
static payload_printer *printer_of(const struct line *line, uint16_t source, uint16_t destination) {
    enum { COUNT = sizeof applications / sizeof applications[0] };
    uint16_t port = 0;

    if (changes_made(line->settings, CHANGE_PORTS_ASCEND)) {
        for (size_t i = COUNT; i-- > 0;) {
            port =
                ports_since[i] == source || ports_since[i] == destination ? ports_since[i] : port;
        }
        source = destination = port;
    }
    for (size_t i = 0; i < COUNT; i++) {
        if (applications[i].port == source || applications[i].port == destination) {
            return applications[i].put;
        }
    }
    return NULL;
}

/* A sum of zero says that none was computed, which IPv6 does not allow (RFC 8200 §8.1). In IPv4 it
 * takes -vv to see it checked. */
static void put_checksum(struct line *line, const struct layer *layer, uint32_t length) {
    struct layer datagram = *layer;
    bool v4 = line->ip->kind == LAYER_IPV4;
    uint16_t field = load_be16(layer->data + 6);
    uint16_t checksum;

    if (line->settings->verbosity < (v4 ? 2 : 1) || line->settings->skip_checksums ||
        line->fragmented) {
        return;
    }
    if (v4 && field == 0) {
        text_put_string(line->text, "[no cksum] ");
        return;
    }
    if (layer->captured < UDP_HEADER + length) {
        return;
    }
    datagram.length = UDP_HEADER + length;
    checksum = transport_checksum(line, &datagram, IP_UDP);
    if (checksum == 0) {
        text_put_string(line->text, "[udp sum ok] ");
    } else {
        text_put_string(line->text, "[bad udp cksum 0x");
        text_put_hex_padded(line->text, field, 4);
        text_put_string(line->text, " -> 0x");
        text_put_hex_padded(line->text, checksum_expected(field, checksum), 4);
        text_put_string(line->text, "!] ");
    }
}

/* What the header says, which can be more than there is. */
static enum line_status put_length(struct line *line, uint32_t said, uint32_t length) {
    if (said > length && !line->fragmented) {
        text_put_string(line->text, "UDP, bad length ");
        text_put_u32(line->text, said);
        text_put_string(line->text, " > ");
    } else {
        text_put_string(line->text, "UDP, length ");
        length = said;
    }
    text_put_u32(line->text, length);
    return LINE_END;
}

static enum line_status put_payload(struct line *line, const struct layer *layer, uint32_t said,
                                    uint32_t length) {
    uint16_t source = load_be16(layer->data);
    uint16_t destination = load_be16(layer->data + 2);
    payload_printer *put = line->settings->quiet ? NULL : printer_of(line, source, destination);

    if (put != NULL) {
        return put(line, span_from(layer_span(layer), UDP_HEADER), length);
    }
    return put_length(line, said, length);
}

enum line_status print_udp(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;
    uint32_t said;
    uint32_t length;

    line->protocol = "udp";
    if (layer->captured < 4) {
        if (line_is_right_behind_ip(line, IP_UDP)) {
            ip_ends_put(line);
            text_put_string(line->text, ": ");
        }
        line_put_cut(line);
        return LINE_END;
    }
    ip_ends_put_with_ports(line, "udp", IP_UDP, load_be16(header), load_be16(header + 2));
    if (layer->length < UDP_HEADER) {
        text_put_string(line->text, "truncated-udp ");
        text_put_u32(line->text, layer->length);
        return LINE_END;
    }
    if (layer->captured < 6) {
        line_put_cut(line);
        return LINE_END;
    }
    said = load_be16(header + 4);
    if (said == 0 && layer->length > UINT16_MAX) {
        said = layer->length; /* a jumbogram (RFC 2675 §4) */
    }
    if (said < UDP_HEADER) {
        text_put_string(line->text, "truncated-udplength ");
        text_put_u32(line->text, said);
        return LINE_END;
    }
    if (layer->captured < UDP_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    said -= UDP_HEADER;
    length = layer->length - UDP_HEADER;
    if (said < length) {
        length = said;
    }
    put_checksum(line, layer, length);
    if (!line->settings->quiet && line_next_layer(line, layer) != NULL) {
        return LINE_NEXT; /* a tunnel */
    }
    return put_payload(line, layer, said, length);
}
