/* The options of a TCP header (RFC 9293 §3.2). */
#ifndef TCPGLOSS_DECODE_TCP_OPTIONS_H
#define TCPGLOSS_DECODE_TCP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/base/export.h"

/* Option kinds (IANA registry "TCP Option Kind Numbers"). */
enum tcp_option_kind {
    TCP_OPTION_END = 0,
    TCP_OPTION_NOP = 1,
    TCP_OPTION_MSS = 2,            /* RFC 9293 §3.7.1 */
    TCP_OPTION_WINDOW_SCALE = 3,   /* RFC 7323 §2 */
    TCP_OPTION_SACK_PERMITTED = 4, /* RFC 2018 §2 */
    TCP_OPTION_SACK = 5,           /* RFC 2018 §3 */
    TCP_OPTION_TIMESTAMPS = 8,     /* RFC 7323 §3 */
    TCP_OPTION_CC = 11,            /* RFC 1644 */
    TCP_OPTION_CC_NEW = 12,
    TCP_OPTION_CC_ECHO = 13,
    TCP_OPTION_MD5 = 19, /* RFC 2385 */
    TCP_OPTION_SCPS = 20,
    TCP_OPTION_USER_TIMEOUT = 28,  /* RFC 5482 */
    TCP_OPTION_AO = 29,            /* RFC 5925 */
    TCP_OPTION_MPTCP = 30,         /* RFC 8684 */
    TCP_OPTION_FAST_OPEN = 34,     /* RFC 7413 */
    TCP_OPTION_EXPERIMENT_1 = 253, /* RFC 6994 */
    TCP_OPTION_EXPERIMENT_2 = 254,
};

/*
 * What most segments of an established connection have as their only options, so that it is worth a
 * look of its own: two NOPs and the timestamps (RFC 7323 appendix A), which begin with this word.
 */
#define TCP_TIMESTAMPS_ALONE  0x0101080a
#define TCP_TIMESTAMPS_LENGTH 12

/* One option: its kind, and what follows kind and length. */
struct tcp_option {
    uint8_t kind;
    struct span value;
};

/*
 * Takes the next option off the front of `options`, which shrinks. False at the end: after
 * TCP_OPTION_END, when nothing is left, or when the option's length is less than two or runs past
 * the end (such an option is not returned: a receiver ignores it and all behind it). Always
 * advances.
 */
TCPGLOSS_API bool tcp_option_next(struct span *options, struct tcp_option *option);

/* The options that the tracker and the notes use, from one pass; absent ones are marked. */
struct tcp_options {
    bool has_mss, has_window_scale, sack_permitted, has_timestamps, has_fast_open;
    uint16_t mss;
    uint8_t window_scale; /* as sent; more than 14 counts as 14 (RFC 7323 §2.3) */
    uint32_t ts_value, ts_echo;
    struct span fast_open_cookie; /* empty: a request for one; RFC 7413 or experimental 0xF989 */
    uint8_t sack_count;           /* blocks, at most four */
    struct {
        uint32_t left, right;
    } sack[4];
};

TCPGLOSS_API void tcp_options_read(struct span options, struct tcp_options *result);

#endif
