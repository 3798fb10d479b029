/*
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng), little endian: one section, one interface.
 */
#ifndef TCPGLOSS_SRC_VIEWS_PCAPNG_PCAPNG_WRITER_H
#define TCPGLOSS_SRC_VIEWS_PCAPNG_PCAPNG_WRITER_H

#include <stdint.h>

#include "tcpgloss/base/text.h"
#include "tcpgloss/decode/packet.h"

/* A block that is being written: everything goes behind what `text` already holds. */
struct pcapng_block {
    struct text *text;
    size_t start;
    bool has_options;
};

enum pcapng_option {
    PCAPNG_COMMENT = 1,              /* in any block (§3.5) */
    PCAPNG_APPLICATION = 4,          /* shb_userappl (§4.1) */
    PCAPNG_TIMESTAMP_RESOLUTION = 9, /* if_tsresol (§4.2) */
};

/* Section Header Block, Interface Description Block, Enhanced Packet Block: the fixed part. `dlt`
 * is libpcap's number of the link type. */
void pcapng_begin_section(struct pcapng_block *block, struct text *text);
void pcapng_begin_interface(struct pcapng_block *block, struct text *text, int dlt,
                            uint32_t snapshot_length);
void pcapng_begin_packet(struct pcapng_block *block, struct text *text, const struct frame *frame);

/* What is longer than an option can be is cut. */
void pcapng_put_option(struct pcapng_block *block, enum pcapng_option option, const char *data,
                       size_t length);
void pcapng_end_block(struct pcapng_block *block);

/* How many of the bytes at the front of `length` are whole blocks. */
size_t pcapng_whole_blocks(const char *data, size_t length);

#endif
