/*
 * A whole capture through the pipeline, into sinks of any width and language.
 *
 * Input: two bytes with the sinks, six bytes of settings, then records (input_record.h): from 0xfd
 * on the clock, an answer of the kernel, lost packets; else a frame, and how much later. What must
 * hold: nothing is read outside a frame, and what the sinks write is text in UTF-8 without control
 * characters, or whole blocks of pcapng.
 */
#include <assert.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tcpgloss/base/unicode.h"
#include "tcpgloss/decode/link.h"
#include "tcpgloss/views/graph_sink.h"
#include "tcpgloss/views/html_sink.h"
#include "tcpgloss/views/json_sink.h"
#include "tcpgloss/views/ladder_sink.h"
#include "tcpgloss/views/mermaid_sink.h"
#include "tcpgloss/views/pcapng_sink.h"
#include "tcpgloss/views/pipeline.h"
#include "tcpgloss/views/summary_sink.h"
#include "tcpgloss/views/svg_sink.h"
#include "tcpgloss/views/text_sink.h"

#include "fuzz.h"
#include "input_record.h"

enum { PREFIX = 8, FLOWS = 64, CLOCK = 0xfd, KERNEL = 0xfe, LOST = 0xff, SINKS = 9 };

/* The bytes of the prefix. */
enum { AT_SINKS, AT_MORE_SINKS, AT_LANGUAGE, AT_COLUMNS, AT_LINK, AT_LINE, AT_PICTURE, AT_GLOSS };

static const int link_types[] = {
#define LINK_TYPE(name, number, layer) LINK_##name,
#include "tcpgloss/decode/link_types.def"
};

struct views {
    enum language language;
    unsigned columns;
    bool unicode, color, live, symbolic;
    struct printer_settings line;
    const uint8_t *prefix;
    struct stream streams[SINKS];
    struct error error;
};

static struct sink *text_view(struct views *views, struct stream *stream) {
    const struct text_sink_settings settings = {.line = views->line,
                                                .language = views->language,
                                                .color = views->color,
                                                .packet_color = views->color,
                                                .explain = (views->prefix[AT_GLOSS] & 8) != 0,
                                                .columns = views->columns};

    return text_sink_create(&settings, stream, stream, &views->error);
}

static struct sink *json_view(struct views *views, struct stream *stream) {
    const struct json_sink_settings settings = {.line = views->line, .flows_only = views->live};

    return json_sink_create(&settings, stream, &views->error);
}

static struct sink *summary_view(struct views *views, struct stream *stream) {
    const struct summary_settings settings = {
        .language = views->language, .columns = views->columns, .unicode = views->unicode};

    return summary_sink_create(&settings, stream, &views->error);
}

static struct sink *ladder_view(struct views *views, struct stream *stream) {
    const struct ladder_settings settings = {.language = views->language,
                                             .symbolic = views->symbolic,
                                             .live = views->live,
                                             .columns = views->columns,
                                             .unicode = views->unicode,
                                             .color = views->color};

    return ladder_sink_create(&settings, stream, &views->error);
}

static struct sink *svg_view(struct views *views, struct stream *stream) {
    const uint8_t *prefix = views->prefix;
    const struct svg_settings settings = {.language = views->language,
                                          .size = (enum svg_size)((prefix[AT_PICTURE] & 3) % 3),
                                          .first_row = prefix[AT_PICTURE] >> 4 & 3,
                                          .last_row = prefix[AT_PICTURE] >> 6,
                                          .to_scale = (prefix[AT_PICTURE] & 4) != 0,
                                          .symbolic = views->symbolic,
                                          .title =
                                              (prefix[AT_PICTURE] & 8) != 0 ? "<\"\xff" : NULL};

    return svg_sink_create(&settings, stream, &views->error);
}

static struct sink *mermaid_view(struct views *views, struct stream *stream) {
    const struct mermaid_settings settings = {.language = views->language,
                                              .symbolic = views->symbolic};

    return mermaid_sink_create(&settings, stream, &views->error);
}

static struct sink *graph_view(struct views *views, struct stream *stream) {
    return graph_sink_create(views->language, stream, &views->error);
}

static struct sink *html_view(struct views *views, struct stream *stream) {
    return html_sink_create(&views->line, views->language, stream, &views->error);
}

static struct sink *pcapng_view(struct views *views, struct stream *stream) {
    return pcapng_sink_create(views->language, stream, &views->error);
}

/* The last one is no text. */
static struct sink *(*const view_of[SINKS])(struct views *views, struct stream *stream) = {
    text_view,    json_view,  summary_view, ladder_view, svg_view,
    mermaid_view, graph_view, html_view,    pcapng_view,
};

static void read_settings(struct views *views, const uint8_t *prefix) {
    const uint8_t line = prefix[AT_LINE];

    views->prefix = prefix;
    views->language = (enum language)((prefix[AT_LANGUAGE] & 3) % 3);
    views->unicode = (prefix[AT_LANGUAGE] & 4) == 0;
    views->color = (prefix[AT_LANGUAGE] & 8) != 0;
    views->live = (prefix[AT_LANGUAGE] & 16) != 0;
    views->symbolic = (prefix[AT_LANGUAGE] & 32) != 0;
    views->columns = prefix[AT_COLUMNS];
    views->line = (struct printer_settings){
        .numeric = 2,
        .verbosity = line & 3,
        .quiet = line >> 2 & 1,
        .link_header = (line & 8) != 0,
        .time = (enum time_style)((line >> 4 & 7) % 6),
        .number = (line & 128) != 0,
    };
}

/* The colours are the program's own: escape sequences that end with 'm'. */
static bool is_ours(uint32_t character, bool color) {
    return character == '\n' || character == '\t' || (color && character == 0x1b);
}

static void check_text(const struct text *text, bool color) {
    assert(!text->failed);
    for (size_t at = 0; at < text->length;) {
        uint32_t character;
        size_t count = unicode_decode(text->data + at, text->length - at, &character);

        assert(count > 0);
        assert(unicode_is_harmless(character) || is_ours(character, color));
        at += count;
    }
}

static void check_blocks(const struct stream *stream) {
    assert(stream->whole(stream->text.data, stream->text.length) == stream->text.length);
}

static void tell_kernel(struct pipeline *pipeline, const uint8_t *data, size_t size, int64_t now) {
    struct kernel_fact fact = {.time = now, .flow = 1};
    uint8_t bytes[64] = {0};

    memcpy(bytes, data, size < sizeof bytes ? size : sizeof bytes);
    fact.who = (bytes[0] & 1) != 0 ? ENDPOINT_SERVER : ENDPOINT_CLIENT;
    fact.owner = (bytes[0] & 2) != 0;
    fact.compared = (bytes[0] & 4) != 0;
    fact.differs = (bytes[0] & 8) != 0;
    fact.state = (enum tcp_state)(bytes[1] % (STATE_TIME_WAIT + 1));
    fact.inferred = (enum tcp_state)(bytes[2] % (STATE_TIME_WAIT + 1));
    fact.socket = (struct kernel_socket){
        .state = bytes[3] % (KERNEL_CLOSING + 1),
        .has_info = (bytes[0] & 16) != 0,
        .has_syn_queue = (bytes[0] & 32) != 0,
        .multipath = (bytes[0] & 64) != 0,
        .backoff = bytes[4],
        .time_left = bytes[5] * 1000U,
        .receive_queue = bytes[6],
        .send_queue = bytes[7],
        .syn_queue = bytes[8],
        .owner = {.known = (bytes[0] & 128) != 0,
                  .has_process = bytes[9] != 0,
                  .user = bytes[8],
                  .process = bytes[9]},
        .congestion_window = bytes[10],
        .ssthresh = bytes[11] == 0 ? KERNEL_SSTHRESH_INFINITE : bytes[11],
        .rtt = bytes[12] * 1000U,
        .rtt_variation = bytes[13] * 100U,
        .rto = bytes[14] * 10000U,
        .retransmissions = bytes[15],
        .unsent = bytes[16],
        .pacing_rate = bytes[17] == 0 ? UINT64_MAX : bytes[17] * UINT64_C(100000),
    };
    memcpy(fact.socket.owner.program, bytes + 18, sizeof fact.socket.owner.program - 1);
    memcpy(fact.socket.congestion_control, bytes + 34, sizeof fact.socket.congestion_control - 1);
    pipeline_kernel(pipeline, &fact);
}

static void feed(struct pipeline *pipeline, const uint8_t *data, size_t size, int link_type) {
    int64_t now = INT64_C(1700000000) * 1000000000;
    uint64_t number = 0;
    struct input_record record;

    while (input_record_take(&data, &size, &record)) {
        const unsigned kind = record.kind;

        if (kind == KERNEL) {
            tell_kernel(pipeline, record.bytes, record.length, now);
        } else if (kind == LOST) {
            pipeline_lost(pipeline, record.length + 1, now);
        } else {
            now += (INT64_C(1) << kind % 40) - 1;
            if (kind == CLOCK) {
                pipeline_clock(pipeline, now);
            } else {
                const uint32_t captured = (uint32_t)record.length;

                pipeline_frames(pipeline,
                                &(struct frame){.data = record.bytes,
                                                .captured = captured,
                                                .length = captured + (kind >> 7) * kind,
                                                .seconds = now / 1000000000,
                                                .nanoseconds = now % 1000000000,
                                                .number = ++number,
                                                .link_type = link_type},
                                1);
            }
        }
        input_record_free(&record);
    }
}

static void open_views(struct views *views, struct pipeline *pipeline, int descriptor) {
    const unsigned wanted = views->prefix[AT_SINKS] | (unsigned)views->prefix[AT_MORE_SINKS] << 8;

    for (unsigned i = 0; i < SINKS; i++) {
        stream_init(&views->streams[i], descriptor);
        if ((wanted >> i & 1) != 0) {
            pipeline->sinks[pipeline->sink_count] = view_of[i](views, &views->streams[i]);
            assert(pipeline->sinks[pipeline->sink_count] != NULL);
            pipeline->sink_count++;
        }
    }
}

static void close_views(struct views *views, const struct pipeline *pipeline) {
    for (unsigned i = 0; i < pipeline->sink_count; i++) {
        sink_destroy(pipeline->sinks[i]);
    }
    for (unsigned i = 0; i < SINKS; i++) {
        if (view_of[i] == pcapng_view) {
            check_blocks(&views->streams[i]);
        } else {
            check_text(&views->streams[i].text, views->color);
        }
        stream_free(&views->streams[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint32_t only[] = {1};
    static int nowhere = -1;
    static struct pipeline pipeline; /* large */
    struct tracker_settings tracker = {.max_flows = FLOWS, .msl = 30000000000, .hash_key = {1, 2}};
    struct views views = {.columns = 0};
    struct error error;

    if (size < PREFIX) {
        return 0;
    }
    if (nowhere < 0) {
        nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    }
    pipeline = (struct pipeline){.tracker = tracker_create(&tracker, &error)};
    if (nowhere < 0 || pipeline.tracker == NULL) {
        abort();
    }
    if ((data[AT_GLOSS] & 16) == 0) {
        pipeline.relative = relative_seq_create((const uint64_t[2]){1, 2}, FLOWS, &error);
    }
    pipeline.gloss.level = (enum note_level)(data[AT_GLOSS] % (NOTES_ALL + 1));
    pipeline.gloss.verbose = (data[AT_GLOSS] & 32) != 0;
    memset(pipeline.gloss.selected, true, sizeof pipeline.gloss.selected);
    pipeline.only_flows = only;
    pipeline.only_flow_count = data[AT_GLOSS] >> 6 & 1;
    read_settings(&views, data);
    views.line.relative = pipeline.relative;
    open_views(&views, &pipeline, nowhere);
    pipeline_begin(&pipeline, "a\x1b.pcap", "EN10MB", 1, 262144);
    feed(&pipeline, data + PREFIX, size - PREFIX,
         link_types[data[AT_LINK] % (sizeof link_types / sizeof link_types[0])]);
    pipeline_kernel_count(&pipeline, 2, 1);
    pipeline_finish(&pipeline);
    close_views(&views, &pipeline);
    pipeline_free(&pipeline);
    relative_seq_destroy(pipeline.relative);
    tracker_destroy(pipeline.tracker);
    return 0;
}
