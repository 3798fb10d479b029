#include "main/messages.h"

#include <inttypes.h>

#include "tcpgloss/capture/message.h"

void message_error(const struct error *error) {
    message_print("tcpgloss: %s", error->message);
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

static void put_count(struct text *text, const char *separator, uint64_t count, const char *what) {
    text_printf(text, "%s%" PRIu64 " packet%s %s", separator, count, count == 1 ? "" : "s", what);
}

static void put_live(struct text *text, const char *separator, struct packet_source *source) {
    struct packet_source_statistics statistics;

    packet_source_statistics(source, &statistics);
    if (statistics.known) {
        put_count(text, separator, statistics.received, "received by filter");
        put_count(text, separator, statistics.dropped, "dropped by kernel");
    } else {
        text_printf(text, "%sunknown packets received by filter%sunknown packets dropped by kernel",
                    separator, separator);
    }
    if (statistics.if_known && statistics.if_dropped != 0) {
        put_count(text, separator, statistics.if_dropped, "dropped by interface");
    }
}

static void put_statistics(const char *start, const char *separator, struct packet_source *source,
                           uint64_t captured) {
    struct text text;

    text_init(&text);
    put_count(&text, start, captured, "captured");
    if (packet_source_is_live(source)) {
        put_live(&text, separator, source);
    }
    text_put_char(&text, '\n');
    message_put(&text);
    text_free(&text);
}

void message_statistics(struct packet_source *source, uint64_t captured) {
    put_statistics("", "\n", source, captured);
}

void message_report(struct packet_source *source, uint64_t captured) {
    put_statistics("tcpgloss: ", ", ", source, captured);
}
