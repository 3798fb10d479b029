#include "capture/names/name_process.h"

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "tcpgloss/base/words.h"

#include "capture/confinement/helper_process.h"
#include "capture/names/name_text.h"
#include "capture/rate_limit.h"

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

static void serve(void *context) {
    struct rate_limit limit = rate_limit_start(NAMES_AT_ONCE, NAMES_A_SECOND);
    struct host_address address;
    bool sent = true;

    (void)context;
    while (sent && recv(HELPER_SOCKET, &address, sizeof address, 0) == (ssize_t)sizeof address) {
        struct name_answer answer = {.address = address};

        rate_limit_wait(&limit);
        look_up(&address, &answer);
        sent = send(HELPER_SOCKET, &answer, sizeof answer, MSG_NOSIGNAL) >= 0;
    }
}

int name_process_start(const struct identity *identity, bool confined, struct error *error) {
    const struct helper_settings helper = {
        .task = MESSAGE("主机名", "names of hosts"),
        .identity = identity,
        .confined = confined,
        .role = ROLE_RESOLVER,
        .serve = serve,
    };

    return helper_process_start(&helper, error);
}
