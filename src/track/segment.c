#include "track/segment.h"

#include "tcpgloss/decode/tcp_options.h"

/* A receiver looks at RST before SYN, and at SYN before FIN (RFC 9293 §3.10.7). Where a segment has
 * several of them, which no host sends, only the first counts. */
static uint16_t sensible_flags(uint16_t flags) {
    if ((flags & TCP_RST) != 0) {
        return flags & (uint16_t) ~(TCP_SYN | TCP_FIN);
    }
    return (flags & TCP_SYN) != 0 ? flags & (uint16_t)~TCP_FIN : flags;
}

void segment_read(const struct packet *packet, struct segment *segment) {
    const struct tcp_view *tcp = &packet->tcp;

    segment->time = frame_time(&packet->frame);
    segment->clock = segment_clock(segment->time);
    segment->seq = tcp->seq;
    segment->ack = tcp->ack;
    segment->length = tcp->payload_length;
    segment->flags = sensible_flags(tcp->flags);
    segment->end = tcp->seq + tcp->payload_length + ((segment->flags & TCP_SYN) != 0) +
                   ((segment->flags & TCP_FIN) != 0);
    segment->window = tcp->window;
    segment->packet = packet;
    tcp_options_read(tcp->options, &segment->options);
}

bool segment_flags_are_invalid(uint16_t flags) {
    const unsigned all = TCP_FIN | TCP_SYN | TCP_RST | TCP_PSH | TCP_ACK | TCP_URG;

    return ((flags & TCP_SYN) != 0 && (flags & (TCP_FIN | TCP_RST)) != 0) ||
           (flags & (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK)) == TCP_FIN || (flags & all) == 0;
}
