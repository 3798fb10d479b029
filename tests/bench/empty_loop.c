/*
 * The floor of the benchmark: libpcap's loop over a file, doing nothing with the packets; with a
 * second argument, writing that many bytes to standard output besides, in large blocks.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void count_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
    (void)header;
    (void)data;
    ++*(unsigned long *)(void *)user;
}

int main(int argc, char **argv) {
    static char block[64 * 1024];
    char message[PCAP_ERRBUF_SIZE];
    unsigned long packets = 0;
    unsigned long long bytes = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    pcap_t *capture = argc > 1 ? pcap_open_offline(argv[1], message) : NULL;

    if (capture == NULL) {
        (void)fprintf(stderr, "usage: %s FILE [BYTES]\n", argv[0]);
        return 2;
    }
    if (pcap_loop(capture, -1, count_packet, (u_char *)&packets) < 0) {
        return 1;
    }
    pcap_close(capture);
    memset(block, '.', sizeof block);
    while (bytes > 0) {
        size_t part = bytes < sizeof block ? (size_t)bytes : sizeof block;

        if (write(STDOUT_FILENO, block, part) != (ssize_t)part) {
            return 1;
        }
        bytes -= part;
    }
    (void)fprintf(stderr, "%lu packets\n", packets);
    return 0;
}
