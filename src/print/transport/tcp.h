/* The pieces of a segment's line, also for a segment that is printed in one go. */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_TCP_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_TCP_H

#include "tcpgloss/base/format.h"
#include "tcpgloss/decode/packet.h"

/* The pieces of a segment's line, in their order, each with the most that it touches. */
enum {
    TCP_FLAGS_ROOM = sizeof "Flags [FSRP.UEW]",
    TCP_NUMBERS_ROOM =
        sizeof ", seq :, [ack  != 0 while ACK flag not set], win , [urg  != 0 while URG "
               "flag not set]" +
        5 * (size_t)FORMAT_U32_ROOM,
    TCP_LENGTH_ROOM = sizeof ", length " + FORMAT_U32_ROOM,
};

static inline char *tcp_format_flags(char *to, uint8_t flags) {
    static const char letters[] = "FSRP.UEW";

    if (flags == TCP_ACK) {
        return format_string(to, "Flags [.]");
    }
    if (flags == (TCP_PSH | TCP_ACK)) {
        return format_string(to, "Flags [P.]");
    }
    to = format_string(to, "Flags [");
    for (unsigned rest = flags; rest != 0; rest &= rest - 1) {
        *to++ = letters[__builtin_ctz(rest)];
    }
    if (flags == 0) {
        to = format_string(to, "none");
    }
    *to++ = ']';
    return to;
}

/* ", seq …, ack …, win …, urg …": the first one if it says something, or `always`. `denied`: also
 * an acknowledgment and an urgent pointer that are no zero though their flags are not set. Inlined,
 * since a plain segment asks for neither. */
__attribute__((always_inline)) static inline char *
tcp_format_numbers(char *to, const uint8_t *header, const struct relative_base *base,
                   uint32_t payload_length, bool always, bool denied) {
    uint8_t flags = header[13];
    uint32_t seq = load_be32(header + 4) - base->seq;

    if (payload_length > 0 || always || (flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0) {
        to = format_u32(format_string(to, ", seq "), seq);
    }
    if (payload_length > 0) {
        *to++ = ':';
        to = format_u32(to, seq + payload_length);
    }
    if ((flags & TCP_ACK) != 0) {
        to = format_u32(format_string(to, ", ack "), load_be32(header + 8) - base->ack);
    } else if (denied && load_be32(header + 8) != 0) {
        to = format_u32(format_string(to, ", [ack "), load_be32(header + 8));
        to = format_string(to, " != 0 while ACK flag not set]");
    }
    to = format_u32(format_string(to, ", win "), load_be16(header + 14));
    if ((flags & TCP_URG) != 0) {
        to = format_u32(format_string(to, ", urg "), load_be16(header + 18));
    } else if (denied && load_be16(header + 18) != 0) {
        to = format_u32(format_string(to, ", [urg "), load_be16(header + 18));
        to = format_string(to, " != 0 while URG flag not set]");
    }
    return to;
}

static inline char *tcp_format_length(char *to, uint32_t payload_length) {
    return format_u32(format_string(to, ", length "), payload_length);
}

#endif
