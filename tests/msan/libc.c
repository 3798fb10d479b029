#include <net/if.h>
#include <netdb.h>
#include <stddef.h>

#include "wrapped.h"

WRAPPED(struct if_nameindex *, if_nameindex, void) {
    struct if_nameindex *list = __real_if_nameindex();

    for (struct if_nameindex *entry = list; entry != NULL; entry++) {
        __msan_unpoison(entry, sizeof *entry);
        if (entry->if_index == 0) {
            break;
        }
        __msan_unpoison_string(entry->if_name);
    }
    return list;
}

static struct servent *unpoison_service(struct servent *entry) {
    if (entry != NULL) {
        __msan_unpoison(entry, sizeof *entry);
        __msan_unpoison_string(entry->s_name);
        __msan_unpoison_string(entry->s_proto);
    }
    return entry;
}

WRAPPED(struct servent *, getservent, void) {
    return unpoison_service(__real_getservent());
}

WRAPPED(struct servent *, getservbyport, int port, const char *transport) {
    return unpoison_service(__real_getservbyport(port, transport));
}
