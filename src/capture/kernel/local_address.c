#ifdef __linux__

#include "capture/kernel/local_address.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

enum { ANSWER_SIZE = 4096 };

struct route_request {
    struct nlmsghdr header;
    struct rtmsg body;
    struct rtattr attribute;
    uint8_t address[16];
};

int local_address_open(void) {
    return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
}

static bool ask(int netlink, unsigned version, const uint8_t *address) {
    const size_t length = version == 4 ? 4 : 16;
    struct route_request request = {
        .header = {.nlmsg_type = RTM_GETROUTE, .nlmsg_flags = NLM_F_REQUEST},
        .body = {.rtm_family = version == 4 ? AF_INET : AF_INET6,
                 .rtm_dst_len = (uint8_t)(length * 8)},
        .attribute = {.rta_len = (uint16_t)RTA_LENGTH(length), .rta_type = RTA_DST},
    };

    memcpy(request.address, address, length);
    request.header.nlmsg_len = (uint32_t)(NLMSG_LENGTH(sizeof request.body) + RTA_LENGTH(length));
    return send(netlink, &request, request.header.nlmsg_len, 0) ==
           (ssize_t)request.header.nlmsg_len;
}

bool local_address_is(int netlink, unsigned version, const uint8_t *address) {
    _Alignas(struct nlmsghdr) char buffer[ANSWER_SIZE];
    const struct nlmsghdr *header = (const struct nlmsghdr *)(const void *)buffer;
    const struct rtmsg *route = NLMSG_DATA(header);
    ssize_t length;

    if (!ask(netlink, version, address)) {
        return false;
    }
    do {
        length = recv(netlink, buffer, sizeof buffer, 0);
    } while (length < 0 && errno == EINTR);
    return length >= (ssize_t)NLMSG_LENGTH(sizeof *route) && NLMSG_OK(header, (size_t)length) &&
           header->nlmsg_type == RTM_NEWROUTE && route->rtm_type == RTN_LOCAL;
}

#endif
