#ifdef __linux__

#include "capture/kernel/syn_watch.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What is read of a packet: an IPv4 header with options and the ports, or IPv6's and the ports. */
enum { SNAP = 64, IPV4_HEADER = 20, IPV6_HEADER = 40, IPPROTO_TCP_NUMBER = 6, FLAGS = 13 };

/*
 * From the IP header on: TCP without extension headers and no later fragment, SYN without ACK.
 * The kernel checks each access against the packet's end.
 */
static struct sock_filter only_syns[] = {
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
    BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 4),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 4, 0, 7),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP_NUMBER, 0, 12),
    BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1fff, 10, 0),
    BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
    BPF_STMT(BPF_LD | BPF_B | BPF_IND, FLAGS),
    BPF_JUMP(BPF_JMP | BPF_JA, 4, 0, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 6, 0, 6),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 6),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP_NUMBER, 0, 4),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, IPV6_HEADER + FLAGS),
    BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x12),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x02, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SNAP),
    BPF_STMT(BPF_RET | BPF_K, 0),
};

/* Bound last: before, the socket gets nothing, and then only what matches. */
int syn_watch_open(const char *device) {
    const struct sock_fprog filter = {.len = sizeof only_syns / sizeof only_syns[0],
                                      .filter = only_syns};
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET,
        .sll_protocol = htons(ETH_P_ALL),
        .sll_ifindex = strcmp(device, "any") == 0 ? 0 : (int)if_nametoindex(device),
    };
    int watch = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (watch >= 0 &&
        (setsockopt(watch, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0 ||
         bind(watch, (const struct sockaddr *)(const void *)&address, sizeof address) != 0)) {
        (void)close(watch);
        return -1;
    }
    return watch;
}

static bool read_ports(const uint8_t *bytes, size_t length, size_t offset,
                       struct socket_pair *pair) {
    if (length < offset + sizeof pair->ports) {
        return false;
    }
    memcpy(pair->ports, bytes + offset, sizeof pair->ports);
    return true;
}

bool syn_watch_next(int watch, struct socket_pair *pair) {
    uint8_t bytes[SNAP];
    ssize_t received = recv(watch, bytes, sizeof bytes, MSG_DONTWAIT);
    size_t length = received > 0 ? (size_t)received : 0;

    memset(pair, 0, sizeof *pair);
    if (length >= IPV4_HEADER && bytes[0] >> 4 == 4) {
        pair->version = 4;
        memcpy(pair->addresses[0], bytes + 12, 4);
        memcpy(pair->addresses[1], bytes + 16, 4);
        return read_ports(bytes, length, (size_t)(bytes[0] & 15) * 4, pair);
    }
    if (length >= IPV6_HEADER && bytes[0] >> 4 == 6) {
        pair->version = 6;
        memcpy(pair->addresses[0], bytes + 8, 16);
        memcpy(pair->addresses[1], bytes + 24, 16);
        return read_ports(bytes, length, IPV6_HEADER, pair);
    }
    return false;
}

#endif
