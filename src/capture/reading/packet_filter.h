/*
 * A filter expression, compiled by libpcap.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_PACKET_FILTER_H
#define TCPGLOSS_SRC_CAPTURE_READING_PACKET_FILTER_H

#include <pcap/pcap.h>
#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/text.h"

struct packet_filter {
    struct bpf_program program;
    bool compiled; /* `program` means something */
};

/* Compiles an expression, null for one that lets everything through, for what `pcap` reads.
 * `netmask` is that of the device's network. */
bool packet_filter_compile(struct packet_filter *filter, pcap_t *pcap, const char *expression,
                           bool optimize, bpf_u_int32 netmask, struct error *error);

void packet_filter_free(struct packet_filter *filter);

/* Writes the program as -d does: 1 as instructions, 2 as C, 3 as numbers. */
void packet_filter_put(const struct packet_filter *filter, unsigned style, struct text *text);

#endif
