/*
 * Annotates the packets of a handshake that it has in memory: as text with a sink of the library,
 * and in a sink of its own, which sees the state changes as values.
 */
#include <stdio.h>
#include <string.h>
#include <tcpgloss/tcpgloss.h>
#include <unistd.h>

/* IPv4 and TCP, without options: checksums are not looked at. */
#define PACKET(from, to, source, destination, seq, ack, flags)                                     \
    {                                                                                              \
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 192, 0, 2, from, 192, 0, 2, to, (source) >> 8,    \
            (source)&255, (destination) >> 8, (destination)&255, 0, 0, 0, seq, 0, 0, 0, ack, 0x50, \
            flags, 4, 0, 0, 0, 0, 0,                                                               \
    }

static const uint8_t packets[][40] = {
    PACKET(1, 2, 12345, 80, 7, 0, TCP_SYN),
    PACKET(2, 1, 80, 12345, 99, 8, TCP_SYN | TCP_ACK),
    PACKET(1, 2, 12345, 80, 8, 100, TCP_ACK),
};

/* A sink of one's own: remembers where the client stands. */
struct watcher {
    struct sink sink;
    enum tcp_state client;
};

static void watch(struct sink *sink, const struct record *record) {
    struct watcher *watcher = (struct watcher *)(void *)sink;

    if (record->kind == RECORD_PACKET && record->as.event.verdict != NULL) {
        watcher->client = record->as.event.verdict->states[ENDPOINT_CLIENT];
    }
}

static void forget(struct sink *sink) {
    (void)sink;
}

static const struct sink_operations watching = {.write = watch, .destroy = forget};
static struct pipeline pipeline; /* large */

static void run(void) {
    pipeline_begin(&pipeline, "memory", "RAW", LINK_RAW, 65535);
    for (unsigned i = 0; i < sizeof packets / sizeof packets[0]; i++) {
        const struct frame frame = {
            .data = packets[i],
            .captured = sizeof packets[i],
            .length = sizeof packets[i],
            .nanoseconds = (int64_t)i * 1000000,
            .number = i + 1,
            .link_type = LINK_RAW,
        };

        pipeline_frames(&pipeline, &frame, 1);
    }
    pipeline_finish(&pipeline);
}

int main(void) {
    struct text_sink_settings settings = {
        .line = {.numeric = 2, .time = TIME_NONE},
        .language = LANGUAGE_EN,
    };
    struct tracker_settings track = {.max_flows = 64, .msl = INT64_C(30000000000)};
    struct watcher watcher = {.sink = {.operations = &watching}};
    struct stream output;
    struct sink *text;
    struct error error;
    bool done;

    stream_init(&output, STDOUT_FILENO);
    siphash_key_fill(track.hash_key);
    pipeline.tracker = tracker_create(&track, &error);
    pipeline.relative = relative_seq_create(track.hash_key, track.max_flows, &error);
    settings.line.relative = pipeline.relative;
    text = text_sink_create(&settings, &output, &output, &error);
    if (pipeline.tracker == NULL || pipeline.relative == NULL || text == NULL) {
        (void)fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    pipeline.gloss.level = NOTES_STEP;
    memset(pipeline.gloss.selected, true, sizeof pipeline.gloss.selected);
    pipeline.sinks[pipeline.sink_count++] = text;
    pipeline.sinks[pipeline.sink_count++] = &watcher.sink;
    run();
    done = stream_flush(&output);
    (void)printf("client %s\n", tcp_state_name(watcher.client));
    sink_destroy(text);
    relative_seq_destroy(pipeline.relative);
    tracker_destroy(pipeline.tracker);
    stream_free(&output);
    return done ? 0 : 1;
}
