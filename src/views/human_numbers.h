/*
 * Numbers for people to read.
 */
#ifndef TCPGLOSS_SRC_VIEWS_HUMAN_NUMBERS_H
#define TCPGLOSS_SRC_VIEWS_HUMAN_NUMBERS_H

#include <stdint.h>

#include "tcpgloss/base/text.h"

/* "17 376" */
void human_put_grouped(struct text *text, uint64_t value);

/* "1.211 ms", "15.002 s", "60 s"; a negative duration as 0. */
void human_put_duration(struct text *text, int64_t nanoseconds);

/* "0.230117", in seconds; a negative duration as 0. */
void human_put_seconds(struct text *text, int64_t nanoseconds);

/* The same in a few letters: "0.018 ms", "12.1 ms", "60.4 s", "2.1 h"; "17 376", "114 k", "2.50 M".
 */
void human_put_short_duration(struct text *text, int64_t nanoseconds);
void human_put_short_count(struct text *text, uint64_t value);

/* "62 %", of thousandths. */
void human_put_percent(struct text *text, int thousandths);

#endif
