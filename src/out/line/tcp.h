/* The TCP printer's parts. */
#ifndef TCPGLOSS_SRC_OUT_LINE_TCP_H
#define TCPGLOSS_SRC_OUT_LINE_TCP_H

#include "line.h"

/* A segment's numbers as they are printed. */
struct tcp_numbers {
    uint32_t seq;
    uint32_t ack;
    uint32_t peer_base; /* what SACK edges are relative to; 0: they are printed as they are */
};

/* ", options [...]". The header's first `header_length` bytes may not all have been captured. */
enum line_status line_put_tcp_options(struct line *line, const struct layer *layer,
                                      uint32_t header_length, uint32_t peer_base);

/* What follows "mptcp" of an option whole in `option`; false if its length does not fit. */
bool line_put_mptcp(struct line *line, struct span option, uint8_t flags);

#endif
