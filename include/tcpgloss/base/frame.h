/*
 * A packet as the capture gave it, before anything in it is understood.
 *
 * `data` belongs to whoever read the capture, and is valid until the next frames are read: whoever
 * needs a byte longer copies it. Every number comes from a file that may be damaged or made to
 * deceive.
 */
#ifndef TCPGLOSS_BASE_FRAME_H
#define TCPGLOSS_BASE_FRAME_H

#include <stdint.h>

#include "tcpgloss/base/export.h"

/* Bytes of a packet. Longer ones are damage, to tcpdump of all link types and to libpcap of most.
 */
enum { FRAME_LENGTH_MAX = 262144 };

struct frame {
    const uint8_t *data;
    uint32_t captured;   /* bytes at `data` */
    uint32_t length;     /* bytes the packet had on the wire; may be less than `captured` in a
                            damaged file, never trust either to be right about the other */
    int64_t seconds;     /* since the epoch */
    int64_t nanoseconds; /* within the second; a damaged file can give a second or more, or less
                            than 0 */
    uint64_t number;     /* from 1, in order of capture, of those that the filter let through */
    int link_type;       /* libpcap's DLT_… */
};

/*
 * When the frame was captured, in nanoseconds since the epoch; before it, less than 0.
 *
 * A damaged file can give any seconds and any nanoseconds. What they make together is held within
 * FRAME_TIME_MAX on both sides of the epoch, the years 1823 to 2116: so two times can be
 * subtracted, and a timer's length added to one, without a thought of overflow. (The 32 bits of
 * seconds in a pcap file end in 2106.)
 */
#define FRAME_TIME_MAX (INT64_MAX / 2)
TCPGLOSS_API int64_t frame_time(const struct frame *frame);

#endif
