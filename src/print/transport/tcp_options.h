/* The options of a TCP header. */
#ifndef TCPGLOSS_SRC_PRINT_TRANSPORT_TCP_OPTIONS_H
#define TCPGLOSS_SRC_PRINT_TRANSPORT_TCP_OPTIONS_H

#include "tcpgloss/base/format.h"
#include "tcpgloss/decode/tcp_options.h"

#include "print/line.h"

enum {
    TCP_OPTIONS_TIMESTAMPS_ROOM = sizeof " val  ecr " + 2 * (size_t)FORMAT_U32_ROOM,
    TCP_OPTIONS_TIMESTAMPS_ALONE_ROOM =
        sizeof ", options [nop,nop,TS]" + TCP_OPTIONS_TIMESTAMPS_ROOM,
};

/* " val … ecr …" of the option's value. */
static inline char *tcp_options_format_timestamps(char *to, const uint8_t *value) {
    to = format_u32(format_string(to, " val "), load_be32(value));
    return format_u32(format_string(to, " ecr "), load_be32(value + 4));
}

/* All options where the timestamps are alone. */
static inline char *tcp_options_format_timestamps_alone(char *to, const uint8_t *options) {
    to = format_string(to, ", options [nop,nop,TS");
    to = tcp_options_format_timestamps(to, options + 4);
    *to++ = ']';
    return to;
}

/* Whether the header's options, whole at `options`, are the timestamps alone. */
static inline bool tcp_options_are_timestamps_alone(const uint8_t *options, size_t length) {
    return length == TCP_TIMESTAMPS_LENGTH && load_be32(options) == TCP_TIMESTAMPS_ALONE;
}

/* ", options [...]". The header's first `header_length` bytes may not all have been captured. */
enum line_status tcp_options_put(struct line *line, const struct layer *layer,
                                 uint32_t header_length);

#endif
