/*
 * How far a long file has been read: one line on standard error that is written over, only if
 * standard error is a terminal and standard output is not, so that it never stands between packets.
 */
#ifndef TCPGLOSS_SRC_MAIN_PROGRESS_H
#define TCPGLOSS_SRC_MAIN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool wanted;
    bool shown;    /* a line stands on the terminal */
    int64_t began; /* nanoseconds of the monotonic clock */
    int64_t next;  /* when the line is due again */
};

/* Looks at the streams. A live capture has no end to come closer to: `wanted` is false then. */
void progress_begin(struct progress *progress, bool live, int64_t now);

/* Says how many packets there were so far and which part of the file they took; `part` is negative
 * where its size is unknown. Writes at most twice a second, and not in the first second. */
void progress_tell(struct progress *progress, int64_t now, uint64_t packets, double part);

/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
