#include "tcpgloss/out/services.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { TCP, UDP, TRANSPORTS, PORTS = 65536 };

struct services {
    char *names[TRANSPORTS][PORTS]; /* owned; null where there is none */
};

/* Names are printed as they are. */
static bool is_printable(const char *name) {
    for (; *name != '\0'; name++) {
        if (*name <= 0x20 || *name >= 0x7f) {
            return false;
        }
    }
    return true;
}

static int transport_index(const char *transport) {
    return strcmp(transport, "tcp") == 0 ? TCP : strcmp(transport, "udp") == 0 ? UDP : -1;
}

struct services *services_load(void) {
    struct services *services = calloc(1, sizeof *services);
    const struct servent *entry;

    if (services == NULL) {
        return NULL;
    }
    setservent(1);
    while ((entry = getservent()) != NULL) {
        int transport = transport_index(entry->s_proto);
        uint16_t port = ntohs((uint16_t)entry->s_port);

        if (transport >= 0 && services->names[transport][port] == NULL &&
            is_printable(entry->s_name)) {
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
    for (size_t transport = 0; transport < TRANSPORTS; transport++) {
        for (size_t port = 0; port < PORTS; port++) {
            free(services->names[transport][port]);
        }
    }
    free(services);
}

const char *services_name(const struct services *services, const char *transport, uint16_t port) {
    int index = transport_index(transport);

    return index >= 0 ? services->names[index][port] : NULL;
}
