#include "run.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "tcpgloss/capture/signals.h"
#include "tcpgloss/capture/source.h"
#include "tcpgloss/decode/link.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/out/line.h"
#include "tcpgloss/out/sink.h"

/* How long a live capture waits for a packet before it looks at its clock, in milliseconds. */
enum { CLOCK_TICK = 500 };

struct run {
    const struct settings *settings;
    struct source *source;
    struct line_printer *printer;
    struct stream output;
    struct packet packet;
    uint64_t packets;
};

static bool take_packet(void *context, const struct captured *captured) {
    struct run *run = context;
    const struct frame frame = {
        .data = captured->data,
        .captured = captured->captured,
        .length = captured->length,
        .seconds = captured->seconds,
        .nanoseconds = captured->nanoseconds,
        .number = ++run->packets,
        .link_type = source_link_type(run->source),
    };

    if (!run->settings->count_only) {
        decode_frame(&frame, &run->packet);
        line_print(run->printer, &run->packet, &run->output.text);
        stream_settle(&run->output);
    }
    return !run->output.failed;
}

/* What the kernel counted, as tcpdump words it. */
static void print_statistics(struct run *run) {
    struct source_statistics statistics;

    if (!source_is_live(run->source)) {
        return;
    }
    source_statistics(run->source, &statistics);
    (void)fprintf(stderr, "%" PRIu64 " packet%s captured\n", run->packets,
                  run->packets == 1 ? "" : "s");
    (void)fprintf(stderr, "%" PRIu64 " packet%s received by filter\n", statistics.received,
                  statistics.received == 1 ? "" : "s");
    (void)fprintf(stderr, "%" PRIu64 " packet%s dropped by kernel\n", statistics.dropped,
                  statistics.dropped == 1 ? "" : "s");
    if (statistics.if_dropped != 0) {
        (void)fprintf(stderr, "%" PRIu64 " packet%s dropped by interface\n", statistics.if_dropped,
                      statistics.if_dropped == 1 ? "" : "s");
    }
}

static void wait_begins(void *context) {
    struct run *run = context;

    (void)stream_flush(&run->output);
    if (signals_take_report()) {
        print_statistics(run);
    }
}

static void print_opening(const struct source *source) {
    const char *description = source_link_description(source);

    (void)fprintf(stderr, "%s %s, link-type %s",
                  source_is_live(source) ? "listening on" : "reading from file",
                  source_name(source), source_link_name(source));
    if (description != NULL) {
        (void)fprintf(stderr, " (%s)", description);
    }
    (void)fprintf(stderr, ", snapshot length %u%s\n", source_snapshot_length(source),
                  source_is_live(source) ? " bytes" : "");
}

static enum dump_style dump_style(const struct settings *settings) {
    if (settings->hex_ascii > 0) {
        return settings->hex_ascii > 1 ? DUMP_HEX_ASCII_LINK : DUMP_HEX_ASCII;
    }
    if (settings->hex > 0) {
        return settings->hex > 1 ? DUMP_HEX_LINK : DUMP_HEX;
    }
    if (settings->ascii > 0) {
        return settings->ascii > 1 ? DUMP_ASCII_LINK : DUMP_ASCII;
    }
    return DUMP_NONE;
}

static struct line_printer *create_printer(const struct settings *settings, struct error *error) {
    const struct line_settings line = {
        .numeric = settings->numeric,
        .verbosity = settings->verbosity < 3 ? settings->verbosity : 3,
        .quiet = settings->quiet,
        .link_header = settings->link_header,
        .number = settings->number,
        .absolute_seq = settings->absolute_seq,
        .skip_checksums = settings->skip_checksums,
        .no_domain = settings->no_domain,
        .nanoseconds = settings->nanoseconds != 0,
        .time = (enum time_style)(settings->time_style < TIME_SINCE_FIRST ? settings->time_style
                                                                          : TIME_SINCE_FIRST),
        .dump = dump_style(settings),
        .max_conversations = (uint32_t)settings->max_flows,
    };

    return line_printer_create(&line, error);
}

static bool read_all(struct run *run, struct error *error) {
    const struct packet_handler handler = {take_packet, wait_begins, run};
    uint64_t limit = run->settings->packet_limit;

    for (;;) {
        enum source_event event = source_read(
            run->source, &handler, limit != 0 ? limit - run->packets : 0, CLOCK_TICK, error);

        if (signals_take_report()) {
            print_statistics(run);
        }
        if (source_is_live(run->source)) {
            (void)stream_flush(&run->output);
        }
        if (event == SOURCE_FAILED) {
            return false;
        }
        if (event == SOURCE_END || event == SOURCE_STOPPED || run->output.failed ||
            (limit != 0 && run->packets >= limit)) {
            return true;
        }
    }
}

static bool open_all(struct run *run, struct error *error) {
    const struct settings *settings = run->settings;
    const struct source_settings source = {
        .file = settings->read_file,
        .device = settings->device,
        .nanoseconds = settings->nanoseconds != 0,
        .snapshot_length = (int)settings->snapshot_length,
        .buffer_kib = (int)settings->buffer_kib,
        .promiscuous = !settings->no_promiscuous,
        .monitor = settings->monitor,
        .immediate = settings->immediate,
        .direction = (enum source_direction)settings->direction,
        .link_type = settings->link_type,
        .time_stamp_type = settings->time_stamp_type,
    };

    if (!signals_install(error)) {
        return false;
    }
    run->source = source_open(&source, error);
    if (run->source == NULL ||
        !source_set_filter(run->source, settings->expression, !settings->no_optimize, error)) {
        return false;
    }
    print_opening(run->source);
    if (!link_type_known(source_link_type(run->source))) {
        return error_set(error, STATUS_RUNTIME, "packets of link type %s cannot be decoded",
                         source_link_name(run->source));
    }
    run->printer = create_printer(settings, error);
    return run->printer != NULL;
}

enum exit_status run_capture(const struct settings *settings) {
    struct run run = {.settings = settings};
    struct error error;
    enum exit_status status = STATUS_OK;

    stream_init(&run.output, STDOUT_FILENO);
    if (!open_all(&run, &error) || !read_all(&run, &error)) {
        (void)stream_flush(&run.output);
        report_error(&error);
        status = error.status;
    } else if (settings->count_only) {
        text_printf(&run.output.text, "%" PRIu64 " packet%s\n", run.packets,
                    run.packets == 1 ? "" : "s");
    }
    (void)stream_flush(&run.output);
    if (run.source != NULL) {
        print_statistics(&run);
    }
    stream_free(&run.output);
    line_printer_destroy(run.printer);
    source_close(run.source);
    return status;
}
