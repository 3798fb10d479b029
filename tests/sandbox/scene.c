#define _GNU_SOURCE
#include "scene.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

const unsigned char scene_frame[SCENE_FRAME_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                                                     0,    0,    0,    0,    1,    0x88, 0xb5};

struct sockaddr_in scene_loopback(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

const struct sockaddr *scene_abstract(struct scene *scene) {
    scene->abstract.sun_family = AF_UNIX;
    (void)snprintf(scene->abstract.sun_path + 1, sizeof scene->abstract.sun_path - 1, "%s",
                   scene->path);
    return (const struct sockaddr *)(const void *)&scene->abstract;
}

static int open_packet_socket(struct scene *scene) {
    int descriptor = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));

    scene->link_address = (struct sockaddr_ll){.sll_family = AF_PACKET,
                                               .sll_protocol = htons(ETH_P_ALL),
                                               .sll_ifindex = (int)if_nametoindex("lo"),
                                               .sll_halen = 6};
    scene->link = (const struct sockaddr *)(const void *)&scene->link_address;
    scene->link_size = sizeof scene->link_address;
    return descriptor >= 0 && bind(descriptor, scene->link, scene->link_size) == 0 ? descriptor
                                                                                   : -1;
}

static int open_datagram_socket(const struct scene *scene, bool connected) {
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);

    return descriptor >= 0 &&
                   (!connected || connect(descriptor, scene->loopback, scene->loopback_size) == 0)
               ? descriptor
               : -1;
}

static bool open_files(struct scene *scene) {
    char inside[80];
    static const char text[] = "text";

    (void)snprintf(scene->path, sizeof scene->path, "/tmp/behind_the_door.XXXXXX");
    if (mkdtemp(scene->path) == NULL || chmod(scene->path, 0777) != 0) {
        return false;
    }
    (void)snprintf(inside, sizeof inside, "%s/in", scene->path);
    if (mkdir(inside, 0777) != 0 || chmod(inside, 0777) != 0) {
        return false;
    }
    scene->directory = open(inside, O_RDONLY | O_DIRECTORY);
    scene->output = openat(scene->directory, "output", O_RDWR | O_CREAT, 0666);
    scene->file = openat(scene->directory, "file", O_RDWR | O_CREAT, 0666);
    scene->source = open("/etc/passwd", O_RDONLY);
    scene->module = open("/proc/self/exe", O_RDONLY);
    return scene->output >= 0 && scene->file >= 0 && fchmod(scene->file, 0666) == 0 &&
           write(scene->file, text, sizeof text) == (ssize_t)sizeof text &&
           lseek(scene->file, 0, SEEK_SET) == 0 && scene->source >= 0 && scene->module >= 0;
}

/* Something to be read on standard input. */
static bool fill_standard_input(void) {
    int ends[2];

    return pipe(ends) == 0 && write(ends[1], "secret", 6) == 6 && dup2(ends[0], 0) == 0;
}

static pid_t start_another(void) {
    pid_t process = fork();

    if (process == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        for (;;) {
            (void)pause();
        }
    }
    return process;
}

bool scene_set(struct scene *scene) {
    int pair[2];

    scene->loopback_address = scene_loopback(9);
    scene->loopback = (const struct sockaddr *)(const void *)&scene->loopback_address;
    scene->loopback_size = sizeof scene->loopback_address;
    scene->packet = open_packet_socket(scene);
    scene->datagram = open_datagram_socket(scene, false);
    scene->connected = open_datagram_socket(scene, true);
    scene->unbound = open_datagram_socket(scene, false);
    if (!open_files(scene) || !fill_standard_input() ||
        socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) != 0) {
        return false;
    }
    scene->helper = pair[0];
    scene->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (scene->listener < 0 ||
        bind(scene->listener, scene_abstract(scene), sizeof scene->abstract) != 0 ||
        listen(scene->listener, 1) != 0) {
        return false;
    }
    scene->arguments[0] = "true";
    scene->part = (struct iovec){.iov_base = scene->bytes, .iov_len = sizeof scene_frame};
    scene->message = (struct msghdr){.msg_iov = &scene->part, .msg_iovlen = 1};
    scene->messages = (struct mmsghdr){.msg_hdr = scene->message};
    scene->clone[4] = SIGCHLD;
    memcpy(scene->bytes, scene_frame, sizeof scene_frame);
    scene->other = start_another();
    return scene->other > 0;
}

/* The doors. */

void scene_clear(const struct scene *scene) {
    char command[128];

    (void)kill(scene->other, SIGKILL);
    (void)waitpid(scene->other, NULL, 0);
    (void)snprintf(command, sizeof command, "rm -rf %s", scene->path);
    (void)!system(command);
}
