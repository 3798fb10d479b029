#include "tcpgloss/capture/services.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"

#include "capture/names/name_text.h"

enum { TCP, UDP, TRANSPORTS };

/* By transport and port; pages without a name are never touched. */
struct services {
    char *names[TRANSPORTS][UINT16_MAX + 1];
};

static unsigned transport_find(const char *transport) {
    return strcmp(transport, "tcp") == 0 ? TCP : strcmp(transport, "udp") == 0 ? UDP : TRANSPORTS;
}

struct services *services_read(struct error *error) {
    struct services *services = calloc(1, sizeof *services);
    const struct servent *entry;

    if (services == NULL) {
        error_set(error, STATUS_RUNTIME, MESSAGE("端口名：%s", "names of ports: %s"),
                  system_message(errno));
        return NULL;
    }
    setservent(1);
    while ((entry = getservent()) != NULL) {
        unsigned transport = transport_find(entry->s_proto);
        uint16_t port = ntohs((uint16_t)entry->s_port);

        /* Of several names the first one counts, as for getservbyport(). */
        if (transport != TRANSPORTS && services->names[transport][port] == NULL &&
            name_is_plain(entry->s_name)) {
            services->names[transport][port] = strdup(entry->s_name);
        }
    }
    endservent();
    return services;
}

void services_free(struct services *services) {
    if (services == NULL) {
        return;
    }
    for (unsigned transport = 0; transport < TRANSPORTS; transport++) {
        for (unsigned port = 0; port <= UINT16_MAX; port++) {
            free(services->names[transport][port]);
        }
    }
    free(services);
}

const char *services_find(const struct services *services, const char *transport, uint16_t port) {
    unsigned which = transport_find(transport);

    return which != TRANSPORTS ? services->names[which][port] : NULL;
}
