#include <pcap/pcap.h>

#include "wrapped.h"

struct handler {
    pcap_handler call;
    u_char *user;
};

/* Called by libpcap, which does not say of its arguments that they are initialized. */
__attribute__((no_sanitize("memory"))) static void
take(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
    const struct handler *handler = (const struct handler *)(const void *)user;

    __msan_unpoison(header, sizeof *header);
    __msan_unpoison(data, header->caplen);
    handler->call(handler->user, header, data);
}

WRAPPED(int, pcap_loop, pcap_t *pcap, int count, pcap_handler call, u_char *user) {
    struct handler handler = {call, user};

    return __real_pcap_loop(pcap, count, take, (u_char *)&handler);
}

WRAPPED(int, pcap_dispatch, pcap_t *pcap, int count, pcap_handler call, u_char *user) {
    struct handler handler = {call, user};

    return __real_pcap_dispatch(pcap, count, take, (u_char *)&handler);
}
