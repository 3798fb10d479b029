/* The TCP printer's parts. */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_TCP_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_TCP_H

#include "print/line.h"

/* The pieces of a segment's line, in their order, each with the most that it touches. */
enum {
    TCP_FLAGS_ROOM = sizeof "Flags [FSRP.UEW]",
    TCP_NUMBERS_ROOM = sizeof ", seq :, ack , win , urg " + 5 * (size_t)FORMAT_U32_ROOM,
    TCP_TIMESTAMPS_ROOM = sizeof " val  ecr " + 2 * (size_t)FORMAT_U32_ROOM,
    TCP_TIMESTAMPS_ALONE_ROOM = sizeof ", options [nop,nop,TS]" + TCP_TIMESTAMPS_ROOM,
    TCP_LENGTH_ROOM = sizeof ", length " + FORMAT_U32_ROOM,
};

static inline char *tcp_format_flags(char *to, uint8_t flags) {
    static const char letters[] = "FSRP.UEW";

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

/* ", seq …, ack …, win …, urg …": the first one if it says something, or `always`. */
static inline char *tcp_format_numbers(char *to, const uint8_t *header,
                                       const struct relative_base *base, uint32_t payload_length,
                                       bool always) {
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
    }
    to = format_u32(format_string(to, ", win "), load_be16(header + 14));
    if ((flags & TCP_URG) != 0) {
        to = format_u32(format_string(to, ", urg "), load_be16(header + 18));
    }
    return to;
}

/* " val … ecr …" of the option's value. */
static inline char *tcp_format_timestamps(char *to, const uint8_t *value) {
    to = format_u32(format_string(to, " val "), load_be32(value));
    return format_u32(format_string(to, " ecr "), load_be32(value + 4));
}

/* All options where the timestamps are alone. */
static inline char *tcp_format_timestamps_alone(char *to, const uint8_t *options) {
    to = format_string(to, ", options [nop,nop,TS");
    to = tcp_format_timestamps(to, options + 4);
    *to++ = ']';
    return to;
}

static inline char *tcp_format_length(char *to, uint32_t payload_length) {
    return format_u32(format_string(to, ", length "), payload_length);
}

/* Whether the header's options, whole at `options`, are the timestamps alone. */
static inline bool tcp_has_timestamps_alone(const uint8_t *options, size_t length) {
    return length == TCP_TIMESTAMPS_LENGTH && load_be32(options) == TCP_TIMESTAMPS_ALONE;
}

/* ", options [...]". The header's first `header_length` bytes may not all have been captured. */
enum line_status line_put_tcp_options(struct line *line, const struct layer *layer,
                                      uint32_t header_length);

/* What follows "mptcp" of an option whole in `option`; false if its length does not fit. */
bool line_put_mptcp(struct line *line, struct span option, uint8_t flags);

#endif
