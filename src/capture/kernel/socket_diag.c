#ifdef __linux__

#include "capture/kernel/socket_diag.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

enum { TIMER_TIME_WAIT = 3, ANSWER_SIZE = 8192 };

struct diag_request {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
};

int socket_diag_open(void) {
    return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

static uint32_t least(uint64_t number) {
    return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

/* An older kernel's struct is shorter: what it lacks is zero. */
static void read_info(const void *data, size_t length, struct kernel_socket *socket) {
    struct tcp_info info = {0};

    memcpy(&info, data, length < sizeof info ? length : sizeof info);
    socket->has_info = true;
    socket->backoff = info.tcpi_backoff;
    socket->congestion_window = info.tcpi_snd_cwnd;
    socket->ssthresh = info.tcpi_snd_ssthresh;
    socket->rtt = info.tcpi_rtt;
    socket->rtt_variation = info.tcpi_rttvar;
    socket->rto = info.tcpi_rto;
    socket->retransmissions = info.tcpi_total_retrans;
    socket->unsent = info.tcpi_notsent_bytes;
    socket->pacing_rate = info.tcpi_pacing_rate;
}

/* The protocol above that has the socket; told to all since Linux 6.16. */
static bool is_multipath(const struct rtattr *attribute, unsigned left) {
    static const char name[] = "mptcp";

    for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        if (attribute->rta_type == INET_ULP_INFO_NAME && RTA_PAYLOAD(attribute) >= sizeof name &&
            memcmp(RTA_DATA(attribute), name, sizeof name) == 0) {
            return true;
        }
    }
    return false;
}

static void read_attributes(const struct inet_diag_msg *message, unsigned left,
                            struct kernel_socket *socket) {
    const struct rtattr *attribute = (const struct rtattr *)(message + 1);

    for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        size_t length = RTA_PAYLOAD(attribute);

        if (attribute->rta_type == INET_DIAG_INFO) {
            read_info(RTA_DATA(attribute), length, socket);
        } else if ((attribute->rta_type & NLA_TYPE_MASK) == INET_DIAG_ULP_INFO) {
            socket->multipath = is_multipath(RTA_DATA(attribute), (unsigned)length);
        } else if (attribute->rta_type == INET_DIAG_CONG) {
            if (length > sizeof socket->congestion_control - 1) {
                length = sizeof socket->congestion_control - 1;
            }
            memcpy(socket->congestion_control, RTA_DATA(attribute), length);
        }
    }
}

/* TCP_NEW_SYN_RECV is the same state, of a smaller socket. */
static uint8_t state_of(const struct inet_diag_msg *message) {
    return message->idiag_state <= KERNEL_CLOSING ? message->idiag_state : KERNEL_SYN_RECV;
}

static void read_message(const struct nlmsghdr *header, struct kernel_socket *socket,
                         uint32_t *inode) {
    const struct inet_diag_msg *message = NLMSG_DATA(header);

    socket->state = state_of(message);
    socket->time_left = message->idiag_timer != 0 ? message->idiag_expires : 0;
    socket->receive_queue = message->idiag_rqueue;
    socket->send_queue = least(message->idiag_wqueue);
    socket->owner.known = socket->state != KERNEL_TIME_WAIT;
    socket->owner.user = message->idiag_uid;
    *inode = message->idiag_inode;
    /* A listener's tcp_info is of no connection, and TIME-WAIT has none. */
    if (socket->state != KERNEL_LISTEN && message->idiag_timer != TIMER_TIME_WAIT) {
        read_attributes(message, header->nlmsg_len - (unsigned)NLMSG_LENGTH(sizeof *message),
                        socket);
    }
}

static bool receive(int netlink, struct kernel_socket *socket, uint32_t *inode) {
    _Alignas(struct nlmsghdr) char buffer[ANSWER_SIZE];
    const struct nlmsghdr *header = (const struct nlmsghdr *)(const void *)buffer;
    ssize_t length;

    do {
        length = recv(netlink, buffer, sizeof buffer, 0);
    } while (length < 0 && errno == EINTR);
    if (length < (ssize_t)sizeof *header || !NLMSG_OK(header, (size_t)length)) {
        return false;
    }
    if (header->nlmsg_type == NLMSG_ERROR) {
        const struct nlmsgerr *failure = NLMSG_DATA(header);

        return header->nlmsg_len >= NLMSG_LENGTH(sizeof *failure) && failure->error == -ENOENT;
    }
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg))) {
        return false;
    }
    read_message(header, socket, inode);
    return true;
}

static bool ask(int netlink, const struct diag_request *request, struct kernel_socket *socket,
                uint32_t *inode) {
    *socket = (struct kernel_socket){.state = KERNEL_NO_SOCKET};
    *inode = 0;
    return send(netlink, request, sizeof *request, 0) == (ssize_t)sizeof *request &&
           receive(netlink, socket, inode);
}

static struct diag_request request_for(const struct socket_pair *pair, unsigned end) {
    struct diag_request request = {
        .header = {.nlmsg_len = sizeof request,
                   .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                   .nlmsg_flags = NLM_F_REQUEST},
        .body = {.sdiag_family = pair->version == 4 ? AF_INET : AF_INET6,
                 .sdiag_protocol = IPPROTO_TCP,
                 .idiag_ext = 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_CONG - 1),
                 .id = {.idiag_sport = pair->ports[end],
                        .idiag_dport = pair->ports[1 - end],
                        .idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}},
    };

    memcpy(request.body.id.idiag_src, pair->addresses[end], sizeof request.body.id.idiag_src);
    memcpy(request.body.id.idiag_dst, pair->addresses[1 - end], sizeof request.body.id.idiag_dst);
    return request;
}

bool socket_diag_find(int netlink, const struct socket_pair *pair, unsigned end,
                      struct kernel_socket *socket, uint32_t *inode) {
    const struct diag_request request = request_for(pair, end);

    return ask(netlink, &request, socket, inode);
}

/* How many of the answers in the buffer are sockets; false when there will be no more. */
static bool count_answers(const char *buffer, size_t length, uint32_t *count) {
    const struct nlmsghdr *header = (const struct nlmsghdr *)(const void *)buffer;

    for (; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
        if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR) {
            return false;
        }
        *count += header->nlmsg_type == SOCK_DIAG_BY_FAMILY;
    }
    return true;
}

bool socket_diag_count_syns(int netlink, const struct socket_pair *pair, unsigned end,
                            uint32_t *count) {
    _Alignas(struct nlmsghdr) char buffer[ANSWER_SIZE];
    struct diag_request request = request_for(pair, end);
    ssize_t length;

    request.header.nlmsg_flags |= NLM_F_DUMP;
    request.body.idiag_states = 1 << KERNEL_SYN_RECV;
    request.body.idiag_ext = 0;
    request.body.id.idiag_dport = 0;
    *count = 0;
    if (send(netlink, &request, sizeof request, 0) != (ssize_t)sizeof request) {
        return false;
    }
    do {
        length = recv(netlink, buffer, sizeof buffer, 0);
    } while (length > 0 ? count_answers(buffer, (size_t)length, count) : errno == EINTR);
    return length > 0;
}

/* Nothing comes from port 0: no connection is found, only who listens. */
bool socket_diag_listener(int netlink, const struct socket_pair *pair, unsigned end,
                          struct kernel_socket *socket, uint32_t *inode) {
    struct diag_request request = request_for(pair, end);

    request.body.id.idiag_dport = 0;
    return ask(netlink, &request, socket, inode) && socket->state == KERNEL_LISTEN;
}

#endif
