#include "main/run.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/message.h"
#include "tcpgloss/capture/packet_source.h"
#include "tcpgloss/capture/signals.h"
#include "tcpgloss/capture/write_limit.h"
#include "tcpgloss/capture/writer.h"

#include "main/messages.h"
#include "main/setup.h"

enum {
    CLOCK_TICK =
        500, /* milliseconds: the longest wait for a packet before the clock is looked at */
    KERNEL_TICK = 20, /* milliseconds: likewise, while an answer of the kernel is expected */
    DROPS_TICK = 100, /* milliseconds: how often the kernel's counters are read, at most */
    SETTLE = 200,     /* milliseconds: a packet older than this has been handed over */
};

static const int64_t millisecond = 1000000;

static int64_t clock_now(clockid_t clock) {
    struct timespec now;

    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 * millisecond + now.tv_nsec;
}

static void fail(struct run *run) {
    run->failed = true;
}

/* Puts frames into the files of -w. Returns how many are done with: fewer if there is to be no
 * more file, or on an error. */
static uint32_t save(struct run *run, const struct frame *frames, uint32_t count) {
    uint32_t saved = 0;

    if (run->writer == NULL) {
        return count;
    }
    while (saved < count && !run->finished && !run->failed) {
        if (!writer_add(run->writer, &frames[saved], &run->finished, run->error)) {
            fail(run);
        }
        saved += !run->finished && !run->failed;
    }
    return saved;
}

static bool is_over(const struct run *run) {
    uint64_t limit = run->settings->packet_limit;

    return run->finished || run->failed || outputs_failed(&run->outputs) ||
           run->pipeline.failed_at != 0 || (limit != 0 && run->packets >= limit);
}

static bool take_frames(void *context, const struct frame *frames, uint32_t count) {
    struct run *run = context;

    count = save(run, frames, count);
    run->packets += count;
    if (run->pipeline.sink_count != 0) {
        pipeline_frames(&run->pipeline, frames, count);
    }
    return !is_over(run);
}

/* Says at this place how many packets the kernel has dropped since the last time. */
static void tell_drops(struct run *run) {
    struct packet_source_statistics statistics;
    uint64_t drops;

    packet_source_statistics(run->source, &statistics);
    drops = statistics.dropped + statistics.if_dropped;
    if (drops > run->drops_told) {
        pipeline_lost(&run->pipeline, drops - run->drops_told, clock_now(CLOCK_REALTIME));
        run->drops_told = drops;
    }
}

static void flush(struct run *run) {
    if (!outputs_flush(&run->outputs, run->failed ? &(struct error){0} : run->error)) {
        fail(run);
    }
    if (!run->failed && run->writer != NULL && run->settings->packet_buffered &&
        !writer_flush(run->writer, run->error)) {
        fail(run);
    }
}

static void answer_report(struct run *run) {
    if (signals_take_report()) {
        message_report(run->source, run->packets);
    }
}

static void wait_begins(void *context) {
    struct run *run = context;

    flush(run);
    answer_report(run);
}

/* After a live batch: the clock runs on without packets, losses are told, output goes out. */
static void settle_live(struct run *run, enum packet_source_event event) {
    int64_t now = clock_now(CLOCK_MONOTONIC);

    if (now - run->drops_time >= DROPS_TICK * millisecond) {
        run->drops_time = now;
        tell_drops(run);
    }
    if (event == SOURCE_IDLE) {
        pipeline_clock(&run->pipeline, clock_now(CLOCK_REALTIME) - SETTLE * millisecond);
    }
    if (run->watch != NULL) {
        kernel_watch_run(run->watch, clock_now(CLOCK_REALTIME));
    }
    flush(run);
}

/* How long the source may wait: until the next timer of a flow, in milliseconds. */
static int wait_time(const struct run *run) {
    int longest = run->watch != NULL && kernel_watch_busy(run->watch) ? KERNEL_TICK : CLOCK_TICK;
    int64_t deadline = tracker_next_deadline(run->pipeline.tracker);
    int64_t left;

    if (!packet_source_is_live(run->source) || deadline == INT64_MAX) {
        return longest;
    }
    left = deadline / millisecond + SETTLE + 1 - clock_now(CLOCK_REALTIME) / millisecond;
    if (left < 1) {
        return 1;
    }
    return left < longest ? (int)left : longest;
}

static bool read_all(struct run *run, struct error *error) {
    const struct packet_handler handler = {take_frames, wait_begins, run};
    uint64_t limit = run->settings->packet_limit;

    progress_begin(&run->progress, packet_source_is_live(run->source), clock_now(CLOCK_MONOTONIC));
    while (!is_over(run)) {
        enum packet_source_event event = packet_source_read(
            run->source, &handler, limit != 0 ? limit - run->packets : 0, wait_time(run), error);

        if (packet_source_is_live(run->source)) {
            settle_live(run, event);
        } else if (run->progress.wanted) {
            progress_tell(&run->progress, clock_now(CLOCK_MONOTONIC), run->packets,
                          packet_source_part_read(run->source));
        }
        answer_report(run);
        if (event == SOURCE_FAILED) {
            progress_end(&run->progress);
            return false;
        }
        if (event == SOURCE_END || event == SOURCE_STOPPED) {
            break;
        }
    }
    progress_end(&run->progress);
    return true;
}

/* Names the flows of --flow that there were not: flows are numbered from 1 without a gap. */
static void tell_missing_flows(const struct run *run) {
    const struct flow_list *flows = &run->settings->flows;
    uint32_t last = tracker_flow_count(run->pipeline.tracker);

    for (unsigned i = 0; i < flows->count; i++) {
        if (flows->numbers[i] > last) {
            message_print(MESSAGE("tcpgloss: 没有流 %" PRIu32 "；最后一个是 %" PRIu32,
                                  "tcpgloss: there was no flow %" PRIu32 "; the last is %" PRIu32),
                          flows->numbers[i], last);
        }
    }
}

static void put_count(struct run *run) {
    struct output output;

    output_init(&output, standard_output_name(), STDOUT_FILENO);
    if (run->settings->json != JSON_NOT) {
        text_printf(&output.stream.text, "{\"type\":\"count\",\"packets\":%" PRIu64 "}\n",
                    run->packets);
    } else {
        text_printf(&output.stream.text, "%" PRIu64 " packet%s\n", run->packets,
                    run->packets == 1 ? "" : "s");
    }
    if (!output_flush(&output, run->failed ? &(struct error){0} : run->error)) {
        fail(run);
    }
    stream_free(&output.stream);
}

/* As tcpdump ends its text when it is stopped: an empty line, unless packets are saved. */
static void end_text(struct run *run) {
    struct stream *lines = run->outputs.lines;

    if (signals_stop() != 0 && lines != NULL && run->writer == NULL) {
        text_put_char(&lines->text, '\n');
        stream_settle(lines);
    }
}

static void end_pipeline(struct run *run) {
    if (packet_source_is_live(run->source)) {
        tell_drops(run);
    }
    if (run->watch != NULL) {
        kernel_watch_finish(run->watch);
    }
    pipeline_finish(&run->pipeline);
    if (run->pipeline.sink_count != 0) {
        tell_missing_flows(run);
    }
    if (run->settings->count_only) {
        put_count(run);
    }
    end_text(run);
}

static bool capture(struct run *run, struct error *error) {
    const struct packet_source *source = run->source;
    struct error output_error;
    bool read;

    run->error = &output_error;
    pipeline_begin(&run->pipeline, packet_source_name(source), packet_source_link_name(source),
                   packet_source_link_type(source), packet_source_snapshot_length(source));
    if (packet_source_is_live(source)) {
        message_opening(source);
    }
    read = read_all(run, error);
    if (run->pipeline.failed_at != 0 && !run->failed) {
        error_set(run->error, STATUS_OUTPUT,
                  MESSAGE("%s：第 %" PRIu64 " 个包：内存不足；此后的内容丢失",
                          "%s: packet %" PRIu64
                          ": out of memory; what comes from there on is lost"),
                  packet_source_name(source), run->pipeline.failed_at);
        fail(run);
    }
    end_pipeline(run);
    flush(run);
    if (!writer_close(run->writer, run->failed ? &(struct error){0} : &output_error)) {
        fail(run);
    }
    if (run->failed) {
        if (!read) {
            message_error(error);
        }
        *error = output_error;
    }
    return read && !run->failed;
}

static bool show_filter(const struct run *run, struct error *error) {
    struct output output;
    bool shown;

    output_init(&output, standard_output_name(), STDOUT_FILENO);
    packet_source_put_filter(run->source, run->settings->show_filter, &output.stream.text);
    stream_settle(&output.stream);
    shown = output_flush(&output, error);
    stream_free(&output.stream);
    return shown;
}

/* ^C is how a live capture is ended. */
static bool ends_well(const struct run *run, int stop) {
    return stop == SIGINT && packet_source_is_live(run->source);
}

enum exit_status run_capture(const struct settings *settings) {
    static struct run run; /* large, and there is only one */
    struct error error;
    enum exit_status status = STATUS_OK;
    int stop;

    run.settings = settings;
    if (!setup_open(&run, &error)) {
        message_error(&error);
        status = error.status;
    } else if (settings->show_filter != 0) {
        if (!show_filter(&run, &error)) {
            message_error(&error);
            status = error.status;
        }
    } else {
        if (!capture(&run, &error)) {
            message_error(&error);
            status = error.status;
        }
        if (packet_source_is_live(run.source) || run.failed) {
            message_statistics(run.source, run.packets);
        }
    }
    stop = signals_stop();
    if (stop != 0 && (status == STATUS_OK ? !ends_well(&run, stop) : write_was_given_up())) {
        signals_die(stop);
    }
    setup_close(&run);
    return status;
}
