/* Made of the same pieces as by the printers of its layers, and of nothing else; what they would
 * print besides is what makes a segment not plain. */
#include "print/fast_path.h"

#include "tcpgloss/decode/tcp_options.h"

#include "print/timestamp.h"
#include "print/transport/tcp.h"
#include "print/transport/tcp_options.h"
#include "print/transport/tcp_ports.h"

enum { ETHERNET_TO_TCP = 3 };

enum {
    PLAIN_ROOM = TIMESTAMP_ROOM + sizeof "IP6 " + IP_ENDS_ROOM + TCP_FLAGS_ROOM + TCP_NUMBERS_ROOM +
                 TCP_OPTIONS_TIMESTAMPS_ALONE_ROOM + TCP_LENGTH_ROOM + sizeof "\n",
};

bool fast_path_suits(const struct printer_settings *settings) {
    return settings->names == NULL && settings->verbosity == 0 && settings->quiet == 0 &&
           !settings->link_header && settings->dump == DUMP_NONE;
}

/* Whether the packet is as long as its IP header says. IPv4 says 0 where that is left open, and
 * this is printed; in IPv6 no segment comes of it. */
static bool is_whole(const struct layer *ip) {
    if (ip->kind == LAYER_IPV4) {
        uint16_t length = load_be16(ip->data + IPV4_TOTAL_LENGTH);

        return length != 0 && length <= ip->length;
    }
    return ip->kind == LAYER_IPV6 &&
           load_be16(ip->data + IPV6_PAYLOAD_LENGTH) <= ip->length - IPV6_HEADER;
}

static bool is_plain(const struct printer_settings *settings, const struct packet *packet) {
    const struct span options = packet->tcp.options;

    return packet->has_tcp && packet->layer_count == ETHERNET_TO_TCP &&
           packet->layers[0].kind == LAYER_ETHERNET && is_whole(&packet->layers[1]) &&
           !packet->ip.more_fragments &&
           (options.length == 0 ||
            tcp_options_are_timestamps_alone(options.data, options.length)) &&
           (packet->tcp.payload_length == 0 ||
            ((packet->tcp.flags & TCP_RST) == 0 && !tcp_ports_prints(settings, &packet->tcp)));
}

static char *format_ends(char *to, struct ends_cache *ends, const struct layer *ip,
                         const uint8_t *tcp) {
    if (ip->kind == LAYER_IPV4) {
        return ends_cache_format(format_string(to, "IP "), ends, ip, tcp);
    }
    return ends_cache_format6(format_string(to, "IP6 "), ends, ip, tcp);
}

bool fast_path_print(const struct printer_settings *settings, struct timestamp *timestamp,
                     struct ends_cache *ends, const struct packet *packet, struct text *text) {
    const struct tcp_view *tcp = &packet->tcp;
    const uint8_t *header = packet->layers[2].data;
    char *to;

    if (!is_plain(settings, packet)) {
        return false;
    }
    to = text_begin(text, PLAIN_ROOM);
    if (to == NULL) {
        return true;
    }
    to = timestamp_format(to, timestamp, settings, &packet->frame);
    to = format_ends(to, ends, &packet->layers[1], header);
    to = tcp_format_flags(to, (uint8_t)tcp->flags);
    to = tcp_format_numbers(to, header, &packet->relative_base, tcp->payload_length, false, false);
    if (tcp->options.length != 0) {
        to = tcp_options_format_timestamps_alone(to, tcp->options.data);
    }
    to = tcp_format_length(to, tcp->payload_length);
    *to++ = '\n';
    text_end(text, to);
    return true;
}
