#include "tcpgloss/capture/host_names.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tcpgloss/capture/signals.h"

#include "capture/names/name_text.h"

/* One message is one question or answer, and the end is seen when the other side is gone: on macOS
 * datagrams do that. */
#ifdef __APPLE__
#define SOCKET_TYPE SOCK_DGRAM
#else
#define SOCKET_TYPE SOCK_SEQPACKET
#endif

enum {
    PATIENCE = 1000,   /* milliseconds that an answer is waited for */
    REMEMBERED = 4096, /* answers; a newer one takes the place of an older */
    NAME_SIZE = 128,
};

/* Asked over the socket, and the key of what is remembered: all bytes count, and none is padding.
 */
struct question {
    uint8_t version; /* 4 or 6 */
    uint8_t address[16];
};

/* An empty name: there is none. */
struct answer {
    struct question question;
    char name[NAME_SIZE];
};

struct host_names {
    int socket;
    pid_t process;
    bool waiting; /* for the answer to a question that took too long */
    struct answer remembered[REMEMBERED];
};

static void look_up_host(const struct question *question, struct answer *answer) {
    struct sockaddr_in ipv4 = {.sin_family = AF_INET};
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
    const struct sockaddr *address = (const struct sockaddr *)(const void *)&ipv4;
    socklen_t size = sizeof ipv4;
    char name[NI_MAXHOST];

    if (question->version == 4) {
        memcpy(&ipv4.sin_addr, question->address, 4);
    } else {
        memcpy(&ipv6.sin6_addr, question->address, 16);
        address = (const struct sockaddr *)(const void *)&ipv6;
        size = sizeof ipv6;
    }
    if (getnameinfo(address, size, name, sizeof name, NULL, 0, NI_NAMEREQD) == 0 &&
        name_is_plain(name) && strlen(name) < NAME_SIZE) {
        memcpy(answer->name, name, strlen(name) + 1);
    }
}

/* The second process: answers until nobody asks any more. */
_Noreturn static void serve(int socket) {
    struct answer answer;

    for (;;) {
        answer = (struct answer){0};
        if (recv(socket, &answer.question, sizeof answer.question, 0) !=
            (ssize_t)sizeof answer.question) {
            _exit(0);
        }
        look_up_host(&answer.question, &answer);
        if (send(socket, &answer, sizeof answer, MSG_NOSIGNAL) < 0) {
            _exit(0);
        }
    }
}

/* Keeps only the socket, as descriptor 0, so that nothing else is held open by this process. */
static void keep_only(int socket) {
    (void)dup2(socket, 0);
    for (int descriptor = (int)sysconf(_SC_OPEN_MAX) < 4096 ? (int)sysconf(_SC_OPEN_MAX) : 4096;
         descriptor > 0; descriptor--) {
        (void)close(descriptor);
    }
}

_Noreturn static void become_resolver(int socket, const struct identity *identity) {
    struct error error;

    (void)signal(SIGINT, SIG_IGN); /* ^C goes to both; this one ends with the other */
    (void)signal(SIGHUP, SIG_IGN);
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGUSR1, SIG_IGN);
    keep_only(socket);
    if (!privileges_drop(identity, &error)) {
        _exit(1);
    }
    serve(0);
}

struct host_names *host_names_start(const struct identity *identity, struct error *error) {
    struct host_names *names = calloc(1, sizeof *names);
    int pair[2];

    if (names == NULL || socketpair(AF_UNIX, SOCKET_TYPE, 0, pair) != 0) {
        error_set(error, STATUS_RUNTIME, "names: %s", strerror(errno));
        free(names);
        return NULL;
    }
    names->process = fork();
    if (names->process == 0) {
        become_resolver(pair[1], identity);
    }
    (void)close(pair[1]);
    names->socket = pair[0];
    if (names->process < 0) {
        error_set(error, STATUS_RUNTIME, "names: %s", strerror(errno));
        host_names_stop(names);
        return NULL;
    }
    return names;
}

void host_names_stop(struct host_names *names) {
    if (names != NULL) {
        (void)close(names->socket);
        free(names);
    }
}

static struct answer *place_of(struct host_names *names, const struct question *question) {
    const unsigned char *bytes = (const unsigned char *)question;
    uint32_t hash = 2166136261u; /* FNV-1a: a collision costs one look-up more, nothing else */

    for (size_t i = 0; i < sizeof *question; i++) {
        hash = (hash ^ bytes[i]) * 16777619u;
    }
    return &names->remembered[(hash ^ hash >> 16) % REMEMBERED];
}

static int64_t now_ms(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes the next answer, if it comes within `patience`, into its place. */
static bool receive(struct host_names *names, int patience) {
    struct pollfd polled = {.fd = names->socket, .events = POLLIN};
    int64_t deadline = now_ms() + patience;
    struct answer answer;
    int ready;

    do {
        int64_t left = deadline - now_ms();

        ready = poll(&polled, 1, left > 0 ? (int)left : 0);
    } while (ready < 0 && errno == EINTR && signals_stop() == 0);
    if (ready <= 0 ||
        recv(names->socket, &answer, sizeof answer, MSG_DONTWAIT) != (ssize_t)sizeof answer) {
        return false;
    }
    answer.name[NAME_SIZE - 1] = '\0';
    *place_of(names, &answer.question) = answer;
    names->waiting = false;
    return true;
}

const char *host_names_find(struct host_names *names, unsigned version, const uint8_t *address) {
    const struct answer *place;
    struct question question;

    memset(&question, 0, sizeof question);
    question.version = (uint8_t)version;
    memcpy(question.address, address, version == 4 ? 4 : 16);
    place = place_of(names, &question);
    if (names->waiting) {
        (void)receive(names, 0);
    }
    if (memcmp(&place->question, &question, sizeof question) != 0) {
        if (names->waiting ||
            send(names->socket, &question, sizeof question, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
            return NULL;
        }
        names->waiting = true;
        if (!receive(names, PATIENCE) ||
            memcmp(&place->question, &question, sizeof question) != 0) {
            return NULL;
        }
    }
    return place->name[0] != '\0' ? place->name : NULL;
}
