/*
 * Sends the packets of a capture on an interface, round and round, at a given rate: traffic for the
 * live benchmark (Linux; needs CAP_NET_RAW).
 *
 *   replay FILE INTERFACE PACKETS-PER-SECOND SECONDS
 *
 * Prints how many were sent.
 */
#define _GNU_SOURCE /* sendmmsg() */

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { PACKETS_MAX = 65536, BURST = 64 };

struct replay {
    struct mmsghdr messages[PACKETS_MAX];
    struct iovec vectors[PACKETS_MAX];
    unsigned count;
};

static double now(void) {
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void add(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
    struct replay *replay = (struct replay *)(void *)user;
    struct iovec *vector = &replay->vectors[replay->count];

    if (replay->count == PACKETS_MAX) {
        return;
    }
    vector->iov_base = malloc(header->caplen);
    vector->iov_len = header->caplen;
    if (vector->iov_base == NULL) {
        abort();
    }
    memcpy(vector->iov_base, data, header->caplen);
    replay->messages[replay->count++].msg_hdr = (struct msghdr){.msg_iov = vector, .msg_iovlen = 1};
}

static int open_interface(const char *name) {
    const struct sockaddr_ll address = {.sll_family = AF_PACKET,
                                        .sll_protocol = htons(ETH_P_IP),
                                        .sll_ifindex = (int)if_nametoindex(name)};
    int descriptor = socket(AF_PACKET, SOCK_RAW, 0);

    if (descriptor < 0 || bind(descriptor, (const void *)&address, sizeof address) != 0) {
        perror(name);
        exit(1);
    }
    return descriptor;
}

/* Bursts, each when its time has come; what the kernel does not take is not sent again. */
static unsigned long send_all(struct replay *replay, int descriptor, double rate, double seconds) {
    double begin = now();
    unsigned long sent = 0;
    unsigned long due = 0;

    for (unsigned at = 0; now() - begin < seconds;
         at = at + 2 * BURST <= replay->count ? at + BURST : 0) {
        int taken;

        while ((double)due / rate > now() - begin) {
        }
        taken = sendmmsg(descriptor, &replay->messages[at], BURST, 0);
        sent += taken > 0 ? (unsigned long)taken : 0;
        due += BURST;
    }
    return sent;
}

int main(int argc, char **argv) {
    static struct replay replay;
    char message[PCAP_ERRBUF_SIZE];
    pcap_t *capture = argc == 5 ? pcap_open_offline(argv[1], message) : NULL;

    if (capture == NULL) {
        (void)fprintf(stderr, "usage: %s FILE INTERFACE PACKETS-PER-SECOND SECONDS\n", argv[0]);
        return 2;
    }
    (void)pcap_loop(capture, PACKETS_MAX, add, (u_char *)&replay);
    pcap_close(capture);
    if (replay.count < BURST) {
        (void)fprintf(stderr, "%s: at least %d packets are needed\n", argv[1], BURST);
        return 2;
    }
    printf("%lu\n", send_all(&replay, open_interface(argv[2]), strtod(argv[3], NULL),
                             strtod(argv[4], NULL)));
    return 0;
}
