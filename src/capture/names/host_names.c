#include "tcpgloss/capture/host_names.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/signals.h"

#include "capture/names/host_table.h"
#include "capture/names/name_process.h"

#ifndef _PATH_HOSTS
#define _PATH_HOSTS "/etc/hosts"
#endif

enum {
    PATIENCE = 1000,   /* milliseconds that an answer is waited for */
    REMEMBERED = 4096, /* answers; a newer one takes the place of an older */
};

struct host_names {
    struct host_table table;
    int socket;
    bool waiting; /* for the answer to a question that took too long */
    struct name_answer remembered[REMEMBERED];
};

struct host_names *host_names_start(const struct identity *identity, bool confined,
                                    struct error *error) {
    struct host_names *names = calloc(1, sizeof *names);

    if (names == NULL) {
        error_set(error, STATUS_RUNTIME, MESSAGE("主机名：%s", "names of hosts: %s"),
                  system_message(errno));
        return NULL;
    }
    names->socket = name_process_start(identity, confined, error);
    if (names->socket < 0) {
        free(names);
        return NULL;
    }
    host_table_read(&names->table, _PATH_HOSTS);
    return names;
}

void host_names_stop(struct host_names *names) {
    if (names != NULL) {
        (void)close(names->socket);
        host_table_free(&names->table);
        free(names);
    }
}

static struct name_answer *place_of(struct host_names *names, const struct host_address *address) {
    const unsigned char *bytes = (const unsigned char *)address;
    uint32_t hash = 2166136261u; /* FNV-1a: a collision costs one look-up more, nothing else */

    for (size_t i = 0; i < sizeof *address; i++) {
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
    struct name_answer answer;
    int ready;

    do {
        int64_t left = deadline - now_ms();

        ready = poll(&polled, 1, left > 0 ? (int)left : 0);
    } while (ready < 0 && errno == EINTR && signals_stop() == 0);
    if (ready <= 0 ||
        recv(names->socket, &answer, sizeof answer, MSG_DONTWAIT) != (ssize_t)sizeof answer) {
        return false;
    }
    answer.name[HOST_NAME_SIZE - 1] = '\0';
    *place_of(names, &answer.address) = answer;
    names->waiting = false;
    return true;
}

/* What is known of the address: the answer, or null as long as there is none. */
static const struct name_answer *answer_of(struct host_names *names,
                                           const struct host_address *address) {
    const struct name_answer *place = place_of(names, address);

    return memcmp(&place->address, address, sizeof *address) == 0 ? place : NULL;
}

static const struct name_answer *ask(struct host_names *names, const struct host_address *address) {
    if (names->waiting ||
        send(names->socket, address, sizeof *address, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
        return NULL;
    }
    names->waiting = true;
    return receive(names, PATIENCE) ? answer_of(names, address) : NULL;
}

const char *host_names_find(struct host_names *names, unsigned version, const uint8_t *address) {
    struct host_address wanted;
    const struct name_answer *answer;
    const char *name;

    memset(&wanted, 0, sizeof wanted);
    wanted.version = (uint8_t)version;
    memcpy(wanted.bytes, address, version == 4 ? 4 : 16);
    name = host_table_find(&names->table, &wanted);
    if (name != NULL) {
        return name;
    }
    if (names->waiting) {
        (void)receive(names, 0);
    }
    answer = answer_of(names, &wanted);
    if (answer == NULL) {
        answer = ask(names, &wanted);
    }
    return answer != NULL && answer->name[0] != '\0' ? answer->name : NULL;
}

void host_names_enter_sandbox(const struct host_names *names, struct sandbox_settings *sandbox) {
    descriptor_set_add(&sandbox->sockets, names->socket);
}
