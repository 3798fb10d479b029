/*
 * How often something may be done: so many times at once, and then so many times a second.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_RATE_LIMIT_H
#define TCPGLOSS_SRC_CAPTURE_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct rate_limit {
    int64_t at_once, a_second;
    int64_t left;    /* in parts of one time, a thousand million each */
    int64_t counted; /* when `left` was, nanoseconds */
};

struct rate_limit rate_limit_start(unsigned at_once, unsigned a_second);

/* Whether it may be done now, which is then counted. */
bool rate_limit_take(struct rate_limit *limit);

/* What was taken last took this many times more, in parts as above: less is left for the next. */
void rate_limit_charge(struct rate_limit *limit, int64_t parts);

/* Waits until it may be done. */
void rate_limit_wait(struct rate_limit *limit);

#endif
