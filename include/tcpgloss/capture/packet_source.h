/*
 * A source of packets: a capture file or a device, read through libpcap.
 *
 * Both are read by the same loop: packet_source_read() until it says that there is no more. A batch
 * is what libpcap has at hand, so no packet costs a system call of its own.
 */
#ifndef TCPGLOSS_CAPTURE_PACKET_SOURCE_H
#define TCPGLOSS_CAPTURE_PACKET_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/frame.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/capture/packet_source_event.h"
#include "tcpgloss/capture/packet_source_settings.h"

/* Who takes the packets. Their data are valid until `take` returns. */
struct packet_handler {
    /* Takes `count` packets, at least one: live they come one by one. False: it wants no more. */
    bool (*take)(void *context, const struct frame *frames, uint32_t count);
    void (*wait)(void *context); /* the source is about to wait for its next bytes */
    void *context;
};

struct packet_source;

/*
 * Null, with `error` filled, if it cannot be opened. Warnings of libpcap go to standard error.
 * signals_install() comes first: a source that waits listens to signals too.
 */
struct packet_source *packet_source_open(const struct packet_source_settings *settings,
                                         struct error *error);
void packet_source_close(struct packet_source *source);

/*
 * From now on only packets that match reach the handler; a null expression matches all. Live,
 * packets that were captured before the filter was set are dropped.
 */
bool packet_source_set_filter(struct packet_source *source, const char *expression, bool optimize,
                              struct error *error);

/* Appends the compiled filter: 1 readable, 2 as C, 3 as numbers. */
void packet_source_put_filter(const struct packet_source *source, unsigned style,
                              struct text *text);

/*
 * One batch, at most `limit` packets of it (0: as many as there are). Live, it waits at most
 * `timeout` milliseconds for the first.
 */
enum packet_source_event packet_source_read(struct packet_source *source,
                                            const struct packet_handler *handler, uint64_t limit,
                                            int timeout, struct error *error);

/* What the kernel counted, live. */
struct packet_source_statistics {
    uint64_t received;   /* by the filter */
    uint64_t dropped;    /* by the kernel: no room in the buffer */
    uint64_t if_dropped; /* by the interface or its driver */
    bool known;          /* false: the counters cannot be read */
    bool if_known;
};

void packet_source_statistics(struct packet_source *source,
                              struct packet_source_statistics *statistics);

bool packet_source_is_live(const struct packet_source *source);

/* Which part of a file has been read, 0 to 1; negative where its size is unknown. */
double packet_source_part_read(const struct packet_source *source);

/* The IPv4 network of a device. */
struct ipv4_network {
    uint8_t address[4], mask[4];
};

/* False, with `error` filled and `network` holding all addresses, if the device has none. */
bool packet_source_network(const struct packet_source *source, struct ipv4_network *network,
                           struct error *error);
const char *packet_source_name(const struct packet_source *source);
bool packet_source_has_nanoseconds(const struct packet_source *source);
int packet_source_link_type(const struct packet_source *source);
const char *packet_source_link_name(const struct packet_source *source); /* "EN10MB" */
const char *
packet_source_link_description(const struct packet_source *source); /* "Ethernet"; may be null */
uint32_t packet_source_snapshot_length(const struct packet_source *source);

/* libpcap's handle (a pcap_t *), for who writes captures. */
struct pcap;
struct pcap *packet_source_handle(const struct packet_source *source);

#endif
