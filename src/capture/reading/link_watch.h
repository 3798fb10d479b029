/*
 * Whether a device is up, as the kernel announces it (rtnetlink(7)).
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_LINK_WATCH_H
#define TCPGLOSS_SRC_CAPTURE_READING_LINK_WATCH_H

enum link_event { LINK_NO_EVENT, LINK_WENT_DOWN, LINK_CAME_UP, LINK_DELETED };

struct link_watch {
    int socket; /* readable when there may be news; -1: none will come */
    int index;  /* of the device */
    int up;     /* 1 or 0 as last heard */
};

/* A device that does not exist as such ("any"), or a system without such a socket, has no news. */
void link_watch_open(struct link_watch *watch, const char *device);
void link_watch_close(struct link_watch *watch);

/* The next piece of news; LINK_NO_EVENT when there is none left. Never waits. */
enum link_event link_watch_next(struct link_watch *watch);

#endif
