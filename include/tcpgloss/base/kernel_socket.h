/*
 * What this machine's kernel says of one socket of TCP, at one moment: values, no inference.
 *
 * Filled where the kernel is asked (capture/kernel_sockets.h), shown by the views.
 */
#ifndef TCPGLOSS_BASE_KERNEL_SOCKET_H
#define TCPGLOSS_BASE_KERNEL_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

/* The kernel's own numbers (TCP_ESTABLISHED …), which are part of its interface. */
enum kernel_state {
    KERNEL_NO_SOCKET, /* it knows none with these addresses and ports */
    KERNEL_ESTABLISHED,
    KERNEL_SYN_SENT,
    KERNEL_SYN_RECV,
    KERNEL_FIN_WAIT1,
    KERNEL_FIN_WAIT2,
    KERNEL_TIME_WAIT,
    KERNEL_CLOSE,
    KERNEL_CLOSE_WAIT,
    KERNEL_LAST_ACK,
    KERNEL_LISTEN, /* no connection, but somebody listens on this port */
    KERNEL_CLOSING,
};

#define KERNEL_SSTHRESH_INFINITE 0x7fffffff

/* Whose a socket is. */
struct kernel_owner {
    bool known;       /* `user` is filled */
    bool has_process; /* a process that may be seen holds it: the last two are filled */
    uint32_t user;
    uint32_t process;
    char program[16]; /* NUL-terminated, cut; any bytes */
};

struct kernel_socket {
    uint8_t state;          /* enum kernel_state */
    bool has_info;          /* what the block at the end holds is filled */
    bool has_syn_queue;     /* `syn_queue` is filled */
    bool multipath;         /* it is one path of a connection of MPTCP (RFC 8684) */
    uint8_t backoff;        /* how often the retransmission timeout was doubled */
    uint32_t time_left;     /* milliseconds until TIME-WAIT is over, or the timer fires; 0: none */
    uint32_t receive_queue; /* bytes not yet read; of a listener, connections not yet accepted */
    uint32_t send_queue;    /* bytes not yet acknowledged; of a listener, how many it may hold */
    uint32_t syn_queue;     /* connections to its port that wait for the third segment */
    struct kernel_owner owner;
    /* tcp_info */
    char congestion_control[16];
    uint32_t congestion_window; /* segments, as the next */
    uint32_t ssthresh;          /* KERNEL_SSTHRESH_INFINITE: none yet */
    uint32_t rtt;               /* microseconds, as the next two */
    uint32_t rtt_variation;
    uint32_t rto;
    uint32_t retransmissions; /* segments, since the beginning */
    uint32_t unsent;          /* bytes of `send_queue` */
    uint64_t pacing_rate;     /* bytes a second; UINT64_MAX: none */
};

#endif
