#include "run.h"

#include <stdio.h>

#include "tcpgloss/capture/source.h"

static bool count_packet(void *context, const struct captured *captured) {
    (void)captured;
    ++*(uint64_t *)context;
    return true;
}

static void print_opening(const struct source *source) {
    const char *description = source_link_description(source);

    (void)fprintf(stderr, "reading from file %s, link-type %s", source_name(source),
                  source_link_name(source));
    if (description != NULL) {
        (void)fprintf(stderr, " (%s)", description);
    }
    (void)fprintf(stderr, ", snapshot length %u\n", source_snapshot_length(source));
}

enum exit_status run_capture(const struct settings *settings) {
    const struct source_settings source_settings = {
        .file = settings->read_file,
        .device = settings->device,
        .nanoseconds = settings->nanoseconds != 0,
        .snapshot_length = (uint32_t)settings->snapshot_length,
    };
    uint64_t packets = 0;
    const struct packet_handler handler = {.take = count_packet, .context = &packets};
    struct error error;
    struct source *source = source_open(&source_settings, &error);
    enum source_event event = SOURCE_FAILED;

    if (source == NULL) {
        report_error(&error);
        return error.status;
    }
    print_opening(source);
    if (source_set_filter(source, settings->expression, !settings->no_optimize, &error)) {
        do {
            event = source_read(source, &handler, settings->packet_limit, &error);
        } while (event == SOURCE_PACKETS &&
                 (settings->packet_limit == 0 || packets < settings->packet_limit));
    }
    if (event == SOURCE_FAILED) {
        report_error(&error);
    }
    if (settings->count_only) {
        (void)printf("%llu packet%s\n", (unsigned long long)packets, packets == 1 ? "" : "s");
    }
    source_close(source);
    return event == SOURCE_FAILED ? error.status : STATUS_OK;
}
