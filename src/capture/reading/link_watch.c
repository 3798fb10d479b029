#include "capture/reading/link_watch.h"

#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __linux__

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

static int open_socket(void) {
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

    if (descriptor >= 0 &&
        bind(descriptor, (const struct sockaddr *)(const void *)&address, sizeof address) != 0) {
        (void)close(descriptor);
        return -1;
    }
    return descriptor;
}

void link_watch_open(struct link_watch *watch, const char *device) {
    watch->index = (int)if_nametoindex(device);
    watch->socket = watch->index != 0 ? open_socket() : -1;
    watch->up = 1; /* a device that is down could not have been opened */
}

static enum link_event note(struct link_watch *watch, const struct nlmsghdr *header) {
    const struct ifinfomsg *link = NLMSG_DATA(header);
    int up;

    if (header->nlmsg_len < NLMSG_LENGTH(sizeof *link) || link->ifi_index != watch->index) {
        return LINK_NO_EVENT;
    }
    if (header->nlmsg_type == RTM_DELLINK && link->ifi_family == AF_UNSPEC) {
        return LINK_DELETED;
    }
    if (header->nlmsg_type != RTM_NEWLINK) {
        return LINK_NO_EVENT;
    }
    up = (link->ifi_flags & IFF_UP) != 0;
    if (up == watch->up) {
        return LINK_NO_EVENT;
    }
    watch->up = up;
    return up ? LINK_CAME_UP : LINK_WENT_DOWN;
}

enum link_event link_watch_next(struct link_watch *watch) {
    _Alignas(struct nlmsghdr) char buffer[8192];
    ssize_t length;

    if (watch->socket < 0) {
        return LINK_NO_EVENT;
    }
    /* Announcements come one in a datagram. */
    while ((length = recv(watch->socket, buffer, sizeof buffer, MSG_DONTWAIT)) > 0) {
        const struct nlmsghdr *header = (const struct nlmsghdr *)(const void *)buffer;
        enum link_event event =
            NLMSG_OK(header, (size_t)length) ? note(watch, header) : LINK_NO_EVENT;

        if (event != LINK_NO_EVENT) {
            return event;
        }
    }
    return LINK_NO_EVENT;
}

#else

void link_watch_open(struct link_watch *watch, const char *device) {
    (void)device;
    *watch = (struct link_watch){.socket = -1};
}

enum link_event link_watch_next(struct link_watch *watch) {
    (void)watch;
    return LINK_NO_EVENT;
}

#endif

void link_watch_close(struct link_watch *watch) {
    if (watch->socket >= 0) {
        (void)close(watch->socket);
    }
}
