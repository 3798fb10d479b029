/*
 * What a process finds when the door of its sandbox closes behind it.
 */
#ifndef TCPGLOSS_TESTS_SANDBOX_SCENE_H
#define TCPGLOSS_TESTS_SANDBOX_SCENE_H

#include <linux/if_packet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>

enum { SCENE_FRAME_SIZE = 60 };

/* An Ethernet frame that is nobody's. */
extern const unsigned char scene_frame[SCENE_FRAME_SIZE];

/* What is open, or at hand, when the door closes. */
struct scene {
    int packet;    /* a packet socket, bound to lo */
    int output;    /* may be written to */
    int helper;    /* may be sent to */
    int datagram;  /* a socket of UDP that may be sent to, but to no address */
    int connected; /* and one that may not, though it is connected */
    int unbound;   /* and one without an address */
    int file;      /* open to read and write, no output: "file" in `directory` */
    int source;    /* a file to read from */
    int directory;
    int listener; /* at the abstract address `abstract` */
    int module;   /* code in /etc, /lib or the like */
    pid_t other;  /* a process of the same user */
    int pair[2];
    char path[64]; /* above `directory` */
    char bytes[4096];
    char *arguments[2];
    const struct sockaddr *link;
    socklen_t link_size;
    const struct sockaddr *loopback;
    socklen_t loopback_size;
    struct iovec part;
    struct msghdr message;
    struct mmsghdr messages;
    struct stat status;
    struct statx statx;
    uint64_t how[3];
    uint64_t clone[8];
    struct sockaddr_ll link_address;
    struct sockaddr_in loopback_address;
    struct sockaddr_un abstract;
};

/* False where something of it is not possible here. scene_clear() in any case. */
bool scene_set(struct scene *scene);
void scene_clear(const struct scene *scene);

/* A port on lo. */
struct sockaddr_in scene_loopback(uint16_t port);

/* The address of the scene's listener. */
const struct sockaddr *scene_abstract(struct scene *scene);

#endif
