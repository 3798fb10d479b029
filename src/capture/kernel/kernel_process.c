#ifdef __linux__

#include "capture/kernel/kernel_process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/capture/kernel_answer.h"

#include "capture/confinement/helper_process.h"
#include "capture/kernel/local_address.h"
#include "capture/kernel/socket_diag.h"
#include "capture/kernel/socket_owner.h"
#include "capture/kernel/syn_watch.h"
#include "capture/rate_limit.h"

/* What the process keeps, as helper_process.h numbers it. */
enum { PROC = HELPER_FIRST, LOAD, WATCH, DIAG, ROUTE, KEPT_END };

enum {
    RECENT = 256,           /* connections whose owners were found by their SYN */
    SEARCHED_AT_ONCE = 200, /* milliseconds, for owners: this process runs before others */
    SEARCHED_A_SECOND = 200,
    SYNS_AT_ONCE = 200, /* looked at: a flood of them shall cost nothing */
    SYNS_A_SECOND = 1000,
    COUNTS_AT_ONCE = 10, /* of SYN queues */
    COUNTS_A_SECOND = 10,
    PAUSE = 10,            /* milliseconds without a look at SYNs, when there were too many */
    MILLISECOND = 1000000, /* in nanoseconds */
};

struct recent {
    struct socket_pair pair;
    struct kernel_socket sender; /* end 0; only whose it is */
};

static struct recent recent[RECENT];
static unsigned next_recent;
static struct rate_limit searches;
static struct rate_limit counts;

static int64_t nanoseconds(clockid_t clock) {
    struct timespec time;

    (void)clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* A millisecond of this process's time, and what it takes more. */
static bool search(uint32_t inode, struct kernel_socket *socket) {
    const int64_t begin = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    int64_t took;
    bool found;

    if (inode == 0 || !rate_limit_take(&searches)) {
        return false;
    }
    found = socket_owner_search(PROC, LOAD, inode, socket);
    took = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - begin;
    if (took > MILLISECOND) {
        rate_limit_charge(&searches, (took - MILLISECOND) * 1000);
    }
    return found;
}

static void find_owner(uint32_t inode, struct kernel_socket *socket) {
    if (inode != 0 && !socket_owner_guess(PROC, inode, socket) && search(inode, socket)) {
        socket_owner_remember(socket);
    }
}

/* A connection that is being accepted, or not yet, is nobody's: it will be the listener's. */
static void find_listener(const struct socket_pair *pair, unsigned end,
                          struct kernel_socket *socket) {
    struct kernel_socket listener;
    uint32_t inode;

    if (socket_diag_listener(DIAG, pair, end, &listener, &inode)) {
        socket->owner = listener.owner;
        find_owner(inode, socket);
    }
}

static const struct recent *find_recent(const struct socket_pair *pair) {
    for (unsigned i = 0; i < RECENT; i++) {
        if (memcmp(&recent[i].pair, pair, sizeof *pair) == 0) {
            return &recent[i];
        }
    }
    return NULL;
}

/* The owner of that end, if the end sent a SYN. */
static const struct recent *recent_sender(const struct socket_pair *pair, unsigned end) {
    struct socket_pair sent = *pair;

    if (end != 0) {
        memcpy(sent.addresses[0], pair->addresses[1], sizeof sent.addresses[0]);
        memcpy(sent.addresses[1], pair->addresses[0], sizeof sent.addresses[1]);
        sent.ports[0] = pair->ports[1];
        sent.ports[1] = pair->ports[0];
    }
    return find_recent(&sent);
}

static void find_end(const struct kernel_question *question, unsigned end,
                     struct kernel_answer *answer) {
    const struct socket_pair *pair = &question->pair;
    struct kernel_socket *socket = &answer->ends[end];
    const struct recent *known = question->owners ? recent_sender(pair, end) : NULL;
    uint32_t inode;

    answer->local[end] = local_address_is(ROUTE, pair->version, pair->addresses[end]) &&
                         socket_diag_find(DIAG, pair, end, socket, &inode);
    if (!answer->local[end]) {
        return;
    }
    if ((socket->state == KERNEL_LISTEN || socket->state == KERNEL_SYN_RECV) &&
        rate_limit_take(&counts)) {
        socket->has_syn_queue = socket_diag_count_syns(DIAG, pair, end, &socket->syn_queue);
    }
    if (!question->owners) {
        return;
    }
    if (known != NULL) {
        socket->owner = known->sender.owner;
        return;
    }
    if (socket->state != KERNEL_LISTEN) {
        find_owner(inode, socket);
    }
    if (!socket->owner.has_process) {
        find_listener(pair, end, socket);
    }
}

static void find(const struct kernel_question *question, struct kernel_answer *answer) {
    memset(answer, 0, sizeof *answer);
    answer->flow = question->flow;
    answer->owners = question->owners;
    answer->time = nanoseconds(CLOCK_REALTIME);
    for (unsigned end = 0; end < 2; end++) {
        find_end(question, end, answer);
    }
}

/* Whose the sender's socket is: the other end listens, and can be asked later. It is not
 * remembered: a client has few sockets, and who listens shall not be forgotten for it. Each SYN is
 * seen as often as it passes an interface. */
static void note_syn(void) {
    struct recent *place = &recent[next_recent % RECENT];
    struct kernel_socket sender;
    struct socket_pair pair;
    uint32_t inode;

    if (!syn_watch_next(WATCH, &pair) || find_recent(&pair) != NULL ||
        !socket_diag_find(DIAG, &pair, 0, &sender, &inode)) {
        return;
    }
    if (search(inode, &sender)) {
        place->pair = pair;
        place->sender = sender;
        next_recent++;
    }
}

static bool answer_one(void) {
    struct kernel_question question;
    struct kernel_answer answer;

    if (recv(HELPER_SOCKET, &question, sizeof question, 0) != (ssize_t)sizeof question) {
        return false;
    }
    find(&question, &answer);
    return send(HELPER_SOCKET, &answer, sizeof answer, MSG_NOSIGNAL) >= 0;
}

/* SYNs first: their programs may not live long. Without the right to watch there are none. */
static void serve(void *context) {
    struct rate_limit syns = rate_limit_start(SYNS_AT_ONCE, SYNS_A_SECOND);
    struct pollfd polled[2] = {{.fd = HELPER_SOCKET, .events = POLLIN}, {.events = POLLIN}};
    int watch = WATCH;
    bool pausing = false;
    bool asked = true;

    (void)context;
    counts = rate_limit_start(COUNTS_AT_ONCE, COUNTS_A_SECOND);
    searches = rate_limit_start(SEARCHED_AT_ONCE, SEARCHED_A_SECOND);
    while (asked) {
        polled[1].fd = pausing ? -1 : watch;
        if (poll(polled, 2, pausing ? PAUSE : -1) < 0 && errno != EINTR) {
            return;
        }
        pausing = false;
        if ((polled[1].revents & POLLNVAL) != 0) {
            watch = -1;
        } else if (polled[1].revents != 0 && rate_limit_take(&syns)) {
            note_syn();
        } else if (polled[0].revents != 0) {
            asked = answer_one();
        } else {
            pausing = true;
        }
    }
}

int kernel_process_start(const char *device, const struct identity *identity, bool confined,
                         struct error *error) {
    struct identity seeing = *identity;
    const struct helper_settings helper = {
        .task = "--kernel",
        .identity = &seeing,
        .confined = confined,
        .urgent = true, /* a program that connects may not live long */
        .role = ROLE_KERNEL,
        .kept = {open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                 open("/proc/loadavg", O_RDONLY | O_CLOEXEC), syn_watch_open(device),
                 socket_diag_open(), local_address_open()},
        .kept_count = KEPT_END - HELPER_FIRST,
        .sockets = KEPT_END - DIAG,
        .serve = serve,
    };
    int socket = -1;

    /* Another user's process shows its descriptors to nobody else. */
    seeing.capabilities = UINT64_C(1) << CAP_SYS_PTRACE | UINT64_C(1) << CAP_DAC_READ_SEARCH;
    if (helper.kept[DIAG - HELPER_FIRST] < 0 || helper.kept[ROUTE - HELPER_FIRST] < 0) {
        error_set_system(error, STATUS_RUNTIME, "--kernel", errno);
    } else {
        socket = helper_process_start(&helper, error);
    }
    for (unsigned i = 0; i < helper.kept_count; i++) {
        if (helper.kept[i] >= 0) {
            (void)close(helper.kept[i]);
        }
    }
    return socket;
}

#endif
