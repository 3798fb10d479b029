/*
 * Reads a file's packets in a thread of its own, ahead of who handles them: reading costs about as
 * much as all the rest for large packets, and on two cores it then costs no time.
 *
 * Packets go over in batches, in order. The thread runs at most a few batches ahead, and when its
 * next bytes are not there yet (a pipe) it hands over what it has and says that it waits.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_READ_AHEAD_H
#define TCPGLOSS_SRC_CAPTURE_READING_READ_AHEAD_H

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/frame.h"
#include "tcpgloss/capture/packet_source_event.h"

#include "capture/reading/capture_file.h"

/* The packets are copies, valid until the batch is given back. */
struct batch {
    const struct frame *frames;
    uint32_t count;
    bool waits;                     /* behind the last packet the thread waits for bytes */
    enum packet_source_event event; /* behind the last packet; SOURCE_PACKETS: more may come */
};

struct read_ahead;

/*
 * Starts reading: from now on `pcap` and `file` are the thread's, until a batch came whose event
 * is not SOURCE_PACKETS, or until read_ahead_stop(). Only packets that match the filter are handed
 * over; a null one matches all. Null, with `error` filled, if there can be no thread.
 */
struct read_ahead *read_ahead_start(pcap_t *pcap, struct capture_file *file,
                                    const struct bpf_program *filter, bool nanoseconds,
                                    struct error *error);

/* Ends the thread, wherever it is, and frees all. */
void read_ahead_stop(struct read_ahead *ahead);

/* The next batch, once it is there; then gives it back. */
const struct batch *read_ahead_take(struct read_ahead *ahead);
void read_ahead_give_back(struct read_ahead *ahead);

/* After SOURCE_FAILED: how many records there were before the damaged one, matching or not, and
 * what libpcap says of it. */
uint64_t read_ahead_records(const struct read_ahead *ahead);
bool read_ahead_has_memory(const struct read_ahead *ahead); /* false: that is how it failed */
const char *read_ahead_failure(const struct read_ahead *ahead);

#endif
