/*
 * The line of a plain segment in one go.
 *
 * It is made of the same pieces as by the printers of its layers, and of nothing else; what they
 * would print besides is what makes a segment not plain.
 */
#include "print/printer_state.h"
#include "print/transport/tcp.h"

enum { ETHERNET_TO_TCP = 3, IPV6_HEADER = 40 };

enum {
    PLAIN_ROOM = LINE_TIME_ROOM + sizeof "IP6 " + LINE_ENDS_ROOM + TCP_FLAGS_ROOM +
                 TCP_NUMBERS_ROOM + TCP_TIMESTAMPS_ALONE_ROOM + TCP_LENGTH_ROOM + sizeof "\n",
};

bool line_settings_are_plain(const struct line_settings *settings) {
    return settings->names == NULL && settings->verbosity == 0 && settings->quiet == 0 &&
           !settings->link_header && settings->dump == DUMP_NONE;
}

/* Whether the packet is as long as its IP header says. IPv4 says 0 where that is left open, and
 * this is printed; in IPv6 no segment comes of it. */
static bool is_whole(const struct layer *ip) {
    if (ip->kind == LAYER_IPV4) {
        uint16_t length = load_be16(ip->data + 2);

        return length != 0 && length <= ip->length;
    }
    return ip->kind == LAYER_IPV6 && load_be16(ip->data + 4) <= ip->length - IPV6_HEADER;
}

static bool is_plain(const struct packet *packet) {
    const struct span options = packet->tcp.options;

    return packet->has_tcp && packet->layer_count == ETHERNET_TO_TCP &&
           packet->layers[0].kind == LAYER_ETHERNET && is_whole(&packet->layers[1]) &&
           !packet->ip.more_fragments &&
           (options.length == 0 || tcp_has_timestamps_alone(options.data, options.length)) &&
           (packet->tcp.payload_length == 0 || !line_prints_tcp_payload(&packet->tcp));
}

bool line_print_plain(struct line_printer *printer, const struct packet *packet,
                      struct text *text) {
    const struct layer *ip = &packet->layers[1];
    const struct tcp_view *tcp = &packet->tcp;
    const uint8_t *header = packet->layers[2].data;
    char *to;

    if (!printer->plain || !is_plain(packet)) {
        return false;
    }
    to = text_begin(text, PLAIN_ROOM);
    if (to == NULL) {
        return true;
    }
    to = line_format_time(to, printer, &packet->frame);
    to = ip->kind == LAYER_IPV4 ? format_string(to, "IP ") : format_string(to, "IP6 ");
    to = line_format_ends(to, ip, tcp->source_port, tcp->destination_port);
    to = tcp_format_flags(to, (uint8_t)tcp->flags);
    to = tcp_format_numbers(to, header, &packet->relative_base, tcp->payload_length, false);
    if (tcp->options.length != 0) {
        to = tcp_format_timestamps_alone(to, tcp->options.data);
    }
    to = tcp_format_length(to, tcp->payload_length);
    *to++ = '\n';
    text_end(text, to);
    return true;
}
