#include "main/messages.h"

#include <inttypes.h>
#include <stdio.h>

#include "tcpgloss/capture/message.h"

void message_error(const struct error *error) {
    (void)fprintf(stderr, "tcpgloss: %s\n", error->message);
}

void message_opening(const struct packet_source *source) {
    const char *description = packet_source_link_description(source);
    bool live = packet_source_is_live(source);

    message_print("%s %s, link-type %s%s%s%s, snapshot length %u%s",
                  live ? "listening on" : "reading from file", packet_source_name(source),
                  packet_source_link_name(source), description != NULL ? " (" : "",
                  description != NULL ? description : "", description != NULL ? ")" : "",
                  packet_source_snapshot_length(source), live ? " bytes" : "");
}

static void put_count(uint64_t count, const char *what, const char *separator) {
    (void)fprintf(stderr, "%s%" PRIu64 " packet%s %s", separator, count, count == 1 ? "" : "s",
                  what);
}

static void put_statistics(struct packet_source *source, uint64_t captured, const char *separator) {
    struct packet_source_statistics statistics;

    put_count(captured, "captured", "");
    if (packet_source_is_live(source)) {
        packet_source_statistics(source, &statistics);
        if (statistics.known) {
            put_count(statistics.received, "received by filter", separator);
            put_count(statistics.dropped, "dropped by kernel", separator);
        } else {
            (void)fprintf(stderr,
                          "%sunknown packets received by filter%sunknown packets dropped by kernel",
                          separator, separator);
        }
        if (statistics.if_known && statistics.if_dropped != 0) {
            put_count(statistics.if_dropped, "dropped by interface", separator);
        }
    }
    (void)fputc('\n', stderr);
}

void message_statistics(struct packet_source *source, uint64_t captured) {
    put_statistics(source, captured, "\n");
}

void message_report(struct packet_source *source, uint64_t captured) {
    (void)fputs("tcpgloss: ", stderr);
    put_statistics(source, captured, ", ");
}
