/*
 * An ICMP error, and the TCP segment that it quotes (RFC 792, RFC 4443 §3).
 *
 * A router, or the addressed host, answers a datagram that it can't forward or deliver with an ICMP
 * message that repeats the beginning of the datagram. RFC 792 asks for no more of the segment than
 * its first 8 bytes: the ports and the sequence number.
 */
#ifndef TCPGLOSS_DECODE_ICMP_ERROR_H
#define TCPGLOSS_DECODE_ICMP_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/decode/packet.h"

enum icmp_error_kind {
    ICMP_ERROR_UNREACHABLE,
    ICMP_ERROR_TOO_BIG, /* "fragmentation needed" in IPv4, "packet too big" in IPv6 */
    ICMP_ERROR_TIME_EXCEEDED,
    ICMP_ERROR_PARAMETER_PROBLEM,
};

struct icmp_error {
    enum icmp_error_kind kind;
    uint8_t version; /* of the IP that is quoted: 4 or 6 */
    uint8_t type;
    uint8_t code;
    bool hard;       /* RFC 9293 §3.9.2.2: says that a connection can't be; else it may pass */
    bool prohibited; /* by a filter on the way or at the host, not for want of a way */
    uint32_t mtu;    /* of the next hop, in bytes; 0 if the message doesn't tell (RFC 1191 §3) */
};

/*
 * True if the packet is such an error and quotes a TCP segment: `error` is filled, and of `quoted`
 * the addresses (`ip`), and of `tcp` the ports and `seq`. Their pointers lead into the packet's
 * frame. `quoted` need not be initialised; its `has_tcp` says whether the whole header is quoted.
 */
TCPGLOSS_API bool icmp_error_read(const struct packet *packet, struct icmp_error *error,
                                  struct packet *quoted);

#endif
