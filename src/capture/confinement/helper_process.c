#include "capture/confinement/helper_process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/capture/descriptors.h"

/* One message is one question or answer, and the end is seen when the other side is gone: on macOS
 * datagrams do that. */
#ifdef __APPLE__
#define SOCKET_TYPE SOCK_DGRAM
#else
#define SOCKET_TYPE SOCK_SEQPACKET
#endif

enum { HIGHEST_PRIORITY = -20 };

/* Before all that shares the processors fairly; where that is not allowed, with the largest share.
 */
static void be_urgent(void) {
    const struct sched_param first = {.sched_priority = sched_get_priority_min(SCHED_FIFO)};

    if (pthread_setschedparam(pthread_self(), SCHED_FIFO, &first) != 0) {
        (void)setpriority(PRIO_PROCESS, 0, HIGHEST_PRIORITY);
    }
}

/* A terminal's signals go to both processes; this one ends with the other. */
static void ignore_terminal(void) {
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGHUP, SIG_IGN);
    (void)signal(SIGUSR1, SIG_IGN);
    (void)signal(SIGTERM, SIG_DFL);
}

static void keep_descriptors(int socket, const struct helper_settings *settings) {
    int kept[1 + HELPER_KEPT_MAX] = {socket};

    memcpy(kept + 1, settings->kept, settings->kept_count * sizeof *kept);
    descriptors_keep_only(kept, 1 + settings->kept_count);
}

_Noreturn static void run(int socket, const struct helper_settings *settings) {
    struct sandbox_settings sandbox = {.role = settings->role, .directory = HELPER_FIRST};
    const struct identity powerless = {.user = settings->identity->user};
    struct error error;

    ignore_terminal();
    keep_descriptors(socket, settings);
    if (settings->urgent) {
        be_urgent();
    }
    descriptor_set_add(&sandbox.sockets, HELPER_SOCKET);
    for (unsigned i = settings->kept_count - settings->sockets; i < settings->kept_count; i++) {
        descriptor_set_add(&sandbox.sockets, HELPER_FIRST + (int)i);
    }
    if (!privileges_drop(settings->identity, &error)) {
        _exit(1);
    }
    if (settings->confined && !sandbox_enter(&sandbox, &error)) {
        (void)privileges_drop(&powerless, &error);
    }
    settings->serve(settings->context);
    _exit(0);
}

int helper_process_start(const struct helper_settings *settings, struct error *error) {
    int pair[2];
    pid_t process;

    if (socketpair(AF_UNIX, SOCKET_TYPE, 0, pair) != 0) {
        error_set_system(error, STATUS_RUNTIME, settings->task, errno);
        return -1;
    }
    process = fork();
    if (process == 0) {
        run(pair[1], settings);
    }
    (void)close(pair[1]);
    if (process < 0) {
        error_set_system(error, STATUS_RUNTIME, settings->task, errno);
        (void)close(pair[0]);
        return -1;
    }
    (void)fcntl(pair[0], F_SETFD, FD_CLOEXEC);
    return pair[0];
}
