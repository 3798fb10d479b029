#include "capture/names/name_process.h"

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "capture/confinement/helper_process.h"
#include "capture/names/name_text.h"

static void look_up(const struct host_address *address, struct name_answer *answer) {
    struct sockaddr_in ipv4 = {.sin_family = AF_INET};
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
    const struct sockaddr *socket_address = (const struct sockaddr *)(const void *)&ipv4;
    socklen_t size = sizeof ipv4;
    char name[NI_MAXHOST];

    if (address->version == 4) {
        memcpy(&ipv4.sin_addr, address->bytes, sizeof ipv4.sin_addr);
    } else {
        memcpy(&ipv6.sin6_addr, address->bytes, sizeof ipv6.sin6_addr);
        socket_address = (const struct sockaddr *)(const void *)&ipv6;
        size = sizeof ipv6;
    }
    if (getnameinfo(socket_address, size, name, sizeof name, NULL, 0, NI_NAMEREQD) == 0 &&
        name_is_plain(name) && strlen(name) < HOST_NAME_SIZE) {
        memcpy(answer->name, name, strlen(name) + 1);
    }
}

/* How many questions may be answered now, and when that was worked out. */
struct allowance {
    int64_t left; /* in parts of a question, a thousand million each */
    struct timespec counted;
};

static const int64_t whole = 1000000000;

static void refill(struct allowance *allowance) {
    struct timespec now;
    int64_t passed;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    passed = (int64_t)(now.tv_sec - allowance->counted.tv_sec) * whole +
             (now.tv_nsec - allowance->counted.tv_nsec);
    /* After so many seconds it is full in any case. */
    if (passed > NAMES_AT_ONCE / NAMES_A_SECOND * whole) {
        passed = NAMES_AT_ONCE / NAMES_A_SECOND * whole;
    }
    allowance->left += passed * NAMES_A_SECOND;
    if (allowance->left > NAMES_AT_ONCE * whole) {
        allowance->left = NAMES_AT_ONCE * whole;
    }
    allowance->counted = now;
}

static void wait_for_turn(struct allowance *allowance) {
    refill(allowance);
    while (allowance->left < whole) {
        const struct timespec pause = {.tv_nsec =
                                           (long)((whole - allowance->left) / NAMES_A_SECOND) + 1};

        (void)nanosleep(&pause, NULL);
        refill(allowance);
    }
    allowance->left -= whole;
}

static void serve(void *context) {
    struct allowance allowance = {.left = NAMES_AT_ONCE * whole};
    struct host_address address;
    bool sent = true;

    (void)context;
    (void)clock_gettime(CLOCK_MONOTONIC, &allowance.counted);
    while (sent && recv(HELPER_SOCKET, &address, sizeof address, 0) == (ssize_t)sizeof address) {
        struct name_answer answer = {.address = address};

        wait_for_turn(&allowance);
        look_up(&address, &answer);
        sent = send(HELPER_SOCKET, &answer, sizeof answer, MSG_NOSIGNAL) >= 0;
    }
}

int name_process_start(const struct identity *identity, bool confined, struct error *error) {
    const struct helper_settings helper = {
        .task = "names of hosts",
        .identity = identity,
        .confined = confined,
        .role = ROLE_RESOLVER,
        .directory = -1,
        .serve = serve,
    };

    return helper_process_start(&helper, error);
}
