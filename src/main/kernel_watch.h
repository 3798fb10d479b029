/*
 * --kernel: asks this machine's kernel about flows, as a sink that sees what is said of them, and
 * gives what it answers to the pipeline. An answer is compared with what was inferred once all
 * packets up to its time have been followed: the kernel knows a segment before the capture does.
 */
#ifndef TCPGLOSS_SRC_MAIN_KERNEL_WATCH_H
#define TCPGLOSS_SRC_MAIN_KERNEL_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/kernel_sockets.h"
#include "tcpgloss/views/pipeline.h"

struct kernel_watch;

/*
 * Borrows both. Asks about a flow when it begins, and when something is said of it, at most ten
 * times a second, and 500 times a second about all; of the last 4096 flows. Null, with `error`
 * filled, if there is no memory.
 */
struct kernel_watch *kernel_watch_create(struct kernel_sockets *sockets, struct pipeline *pipeline,
                                         struct error *error);
void kernel_watch_destroy(struct kernel_watch *watch);

/* The sink by which it sees what is said; the watch's own. */
struct sink *kernel_watch_sink(struct kernel_watch *watch);

/* After a batch, not within one: asks what is due, and hands on what was answered. `now`:
 * nanoseconds since the epoch. */
void kernel_watch_run(struct kernel_watch *watch, int64_t now);

/* Whether it is soon to be run again though no packet comes. */
bool kernel_watch_busy(const struct kernel_watch *watch);

/* The end: hands on what is left, and how often the kernel agreed. */
void kernel_watch_finish(struct kernel_watch *watch);

#endif
