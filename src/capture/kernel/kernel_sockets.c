#include "tcpgloss/capture/kernel_sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"

#include "capture/kernel/kernel_process.h"

struct kernel_sockets {
    int socket;
};

struct kernel_sockets *kernel_sockets_start(const char *device, const struct identity *identity,
                                            bool confined, struct error *error) {
    struct kernel_sockets *sockets = calloc(1, sizeof *sockets);

    if (sockets == NULL) {
        error_set_system(error, STATUS_RUNTIME, "--kernel", errno);
        return NULL;
    }
    sockets->socket = kernel_process_start(device, identity, confined, error);
    if (sockets->socket < 0) {
        free(sockets);
        return NULL;
    }
    return sockets;
}

void kernel_sockets_stop(struct kernel_sockets *sockets) {
    if (sockets != NULL) {
        (void)close(sockets->socket);
        free(sockets);
    }
}

bool kernel_sockets_ask(struct kernel_sockets *sockets, uint32_t flow,
                        const struct kernel_ends *ends, bool owners) {
    struct kernel_question question;

    memset(&question, 0, sizeof question);
    question.flow = flow;
    question.owners = owners;
    question.pair.version = ends->version;
    for (unsigned end = 0; end < 2; end++) {
        memcpy(question.pair.addresses[end], ends->addresses[end], ends->version == 4 ? 4 : 16);
        question.pair.ports[end] = htons(ends->ports[end]);
    }
    return send(sockets->socket, &question, sizeof question, MSG_NOSIGNAL | MSG_DONTWAIT) ==
           (ssize_t)sizeof question;
}

bool kernel_sockets_take(struct kernel_sockets *sockets, struct kernel_answer *answer) {
    if (recv(sockets->socket, answer, sizeof *answer, MSG_DONTWAIT) != (ssize_t)sizeof *answer) {
        return false;
    }
    for (unsigned end = 0; end < 2; end++) {
        struct kernel_socket *socket = &answer->ends[end];

        socket->owner.program[sizeof socket->owner.program - 1] = '\0';
        socket->congestion_control[sizeof socket->congestion_control - 1] = '\0';
    }
    return true;
}

int kernel_sockets_descriptor(const struct kernel_sockets *sockets) {
    return sockets->socket;
}

void kernel_sockets_enter_sandbox(const struct kernel_sockets *sockets,
                                  struct sandbox_settings *sandbox) {
    descriptor_set_add(&sandbox->sockets, sockets->socket);
}
