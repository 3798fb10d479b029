#include "main/outputs.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/message.h"
#include "tcpgloss/capture/output_file.h"
#include "tcpgloss/capture/write_limit.h"
#include "tcpgloss/views/graph_sink.h"
#include "tcpgloss/views/html_sink.h"
#include "tcpgloss/views/json_sink.h"
#include "tcpgloss/views/ladder_sink.h"
#include "tcpgloss/views/mermaid_sink.h"
#include "tcpgloss/views/pcapng_sink.h"
#include "tcpgloss/views/summary_sink.h"
#include "tcpgloss/views/svg_sink.h"
#include "tcpgloss/views/text_sink.h"

#include "main/sort_key.h"
#include "main/standard_output.h"
#include "main/summary_columns.h"
#include "main/terminal.h"

static struct stream *add_stream(struct outputs *outputs, const char *name, int descriptor) {
    struct output *output = &outputs->streams[outputs->stream_count];

    assert(outputs->stream_count < OUTPUTS_MAX);
    outputs->stream_count++;
    output_init(output, name, descriptor);
    return &output->stream;
}

/* The one stream of standard output, whoever asks first. */
static struct stream *standard_output(struct outputs *outputs) {
    for (unsigned i = 0; i < outputs->stream_count; i++) {
        if (outputs->streams[i].stream.descriptor == STDOUT_FILENO) {
            return &outputs->streams[i].stream;
        }
    }
    return add_stream(outputs, standard_output_name(), STDOUT_FILENO);
}

static struct stream *add_file(struct outputs *outputs, const char *path, struct error *error) {
    int descriptor;

    if (strcmp(path, "-") == 0) {
        return standard_output(outputs);
    }
    descriptor = output_file_open(path, outputs->owner, error);
    return descriptor >= 0 ? add_stream(outputs, path, descriptor) : NULL;
}

static bool add_sink(struct outputs *outputs, struct sink *sink) {
    assert(outputs->sink_count < OUTPUTS_MAX);
    if (sink != NULL) {
        assert(outputs->sink_count < OUTPUTS_MAX);
        outputs->sinks[outputs->sink_count++] = sink;
    }
    return sink != NULL;
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

static struct printer_settings printer_settings(const struct outputs *outputs,
                                                const struct settings *settings) {
    static_assert(TCPDUMP_RELEASE_COUNT == 5, "as many releases as --tcpdump has choices");

    return (struct printer_settings){
        .release = (enum tcpdump_release)settings->tcpdump,
        .numeric = settings->numeric,
        .verbosity = settings->verbosity < 3 ? settings->verbosity : 3,
        .quiet = settings->quiet,
        .link_header = settings->link_header,
        .number = settings->number,
        .skip_checksums = settings->skip_checksums,
        .no_domain = settings->no_domain,
        .unbroken = settings->unbroken,
        .nanoseconds = settings->nanoseconds != 0,
        .time = (enum time_style)(settings->time_style < TIME_SINCE_FIRST ? settings->time_style
                                                                          : TIME_SINCE_FIRST),
        .dump = dump_style(settings),
        .relative = outputs->relative,
        .names = outputs->names,
    };
}

/* tcpdump's lines with notes between them, or the notes elsewhere. */
static bool add_text(struct outputs *outputs, const struct settings *settings,
                     struct stream *packets, struct error *error) {
    struct text_sink_settings text = {
        .line = printer_settings(outputs, settings),
        .language = (enum language)settings->language,
        .explain = settings->explain,
        .columns = terminal_columns(),
    };
    bool payload_begins_lines = text.line.dump == DUMP_ASCII || text.line.dump == DUMP_ASCII_LINK;
    struct stream *notes = packets;

    assert(packets != NULL);
    outputs->lines = packets;
    if (settings->notes_file != NULL) {
        notes = add_file(outputs, settings->notes_file, error);
        if (notes == NULL) {
            return false;
        }
    } else if (payload_begins_lines) {
        notes = NULL;
        message_print("tcpgloss: %s",
                      MESSAGE("-A 会在行首打印报文内容，因此注解只写到 --notes-to FILE",
                              "with -A payload begins lines, so notes go to --notes-to FILE "
                              "only"));
    }
    text.color =
        notes != NULL && terminal_wants_color((enum when)settings->color, notes->descriptor);
    text.packet_color = terminal_wants_color((enum when)settings->color, packets->descriptor);
    return add_sink(outputs, text_sink_create(&text, packets, notes, error));
}

/* Several connections at once can only be drawn one after the other. */
static void tell_when_drawn(const struct outputs *outputs, const struct settings *settings) {
    if (outputs->live && settings->flows.count != 1) {
        message_print("tcpgloss: %s",
                      MESSAGE("每个连接结束后才画出它的图；--flow N 边抓边画",
                              "each connection is drawn when it has ended; --flow N draws one "
                              "as it goes on"));
    }
}

/* What is on standard output: JSON, a ladder or text. */
static bool add_main(struct outputs *outputs, const struct settings *settings,
                     struct error *error) {
    struct stream *output = standard_output(outputs);

    if (settings->json != JSON_NOT) {
        const struct json_sink_settings json = {
            .line = printer_settings(outputs, settings),
            .flows_only = settings->json == JSON_FLOW,
        };

        return add_sink(outputs, json_sink_create(&json, output, error));
    }
    if (settings->ladder) {
        const struct ladder_settings ladder = {
            .language = (enum language)settings->figure_language,
            .symbolic = settings->symbolic,
            .live = outputs->live && settings->flows.count == 1,
            .columns = terminal_columns(),
            .unicode = terminal_is_unicode(),
            .color = terminal_wants_color((enum when)settings->color, STDOUT_FILENO),
        };

        tell_when_drawn(outputs, settings);
        return add_sink(outputs, ladder_sink_create(&ladder, output, error));
    }
    return add_text(outputs, settings, output, error);
}

/* "3-7", "3-" or "3". */
static bool read_rows(const struct settings *settings, struct svg_settings *svg,
                      struct error *error) {
    const char *rows = settings->svg_rows;
    char *end;

    if (rows == NULL) {
        return true;
    }
    svg->first_row = strtoull(rows, &end, 10);
    svg->last_row = svg->first_row;
    if (*end == '-') {
        svg->last_row = end[1] != '\0' ? strtoull(end + 1, &end, 10) : 0;
        end = svg->last_row == 0 ? end + strlen(end) : end;
    }
    if (!isdigit((unsigned char)rows[0]) || *end != '\0' || svg->first_row == 0 ||
        (svg->last_row != 0 && svg->last_row < svg->first_row)) {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("--svg-rows %s：应为 3-7 这样的范围",
                                 "--svg-rows %s: a range such as 3-7 is wanted"),
                         rows);
    }
    return true;
}

static bool add_svg(struct outputs *outputs, const struct settings *settings, struct error *error) {
    struct svg_settings svg = {
        .language = (enum language)settings->figure_language,
        .size = (enum svg_size)settings->svg_size,
        .to_scale = settings->svg_scale,
        .symbolic = settings->symbolic,
        .title = settings->svg_title,
    };
    struct stream *stream;

    if (!read_rows(settings, &svg, error)) {
        return false;
    }
    stream = add_file(outputs, settings->svg_file, error);
    return stream != NULL && add_sink(outputs, svg_sink_create(&svg, stream, error));
}

static bool add_mermaid(struct outputs *outputs, const struct settings *settings,
                        struct error *error) {
    const struct mermaid_settings mermaid = {
        .language = (enum language)settings->figure_language,
        .symbolic = settings->symbolic,
    };
    struct stream *stream = add_file(outputs, settings->mermaid_file, error);

    return stream != NULL && add_sink(outputs, mermaid_sink_create(&mermaid, stream, error));
}

static bool add_html(struct outputs *outputs, const struct settings *settings,
                     struct error *error) {
    const struct printer_settings line = printer_settings(outputs, settings);
    struct stream *stream = add_file(outputs, settings->html_file, error);

    return stream != NULL &&
           add_sink(outputs,
                    html_sink_create(&line, (enum language)settings->language, stream, error));
}

static bool add_graph(struct outputs *outputs, const struct settings *settings,
                      struct error *error) {
    struct stream *stream = add_file(outputs, settings->graph_file, error);

    return stream != NULL &&
           add_sink(outputs,
                    graph_sink_create((enum language)settings->figure_language, stream, error));
}

static bool add_pcapng(struct outputs *outputs, const struct settings *settings,
                       struct error *error) {
    struct stream *stream = add_file(outputs, settings->pcapng_file, error);

    return stream != NULL &&
           add_sink(outputs, pcapng_sink_create((enum language)settings->language, stream, error));
}

/* The table comes on standard output behind whatever else is there. */
static bool add_summary(struct outputs *outputs, const struct settings *settings,
                        struct error *error) {
    struct summary_settings summary = {
        .language = (enum language)settings->figure_language,
        .columns = terminal_columns(),
        .rows = terminal_rows(),
        .unicode = terminal_is_unicode(),
    };

    return sort_key_read(settings->sort, &summary.sort, error) &&
           summary_columns_read(settings->columns, &summary, error) &&
           add_sink(outputs, summary_sink_create(&summary, standard_output(outputs), error));
}

/* Whether packets are printed, in whatever form. */
static bool prints(const struct settings *settings) {
    return !settings->count_only && (settings->write_file == NULL || settings->print) &&
           !standard_output_is_taken(settings);
}

static bool wants_summary(const struct settings *settings) {
    return settings->summary;
}

static bool wants_svg(const struct settings *settings) {
    return settings->svg_file != NULL;
}

static bool wants_html(const struct settings *settings) {
    return settings->html_file != NULL;
}

static bool wants_mermaid(const struct settings *settings) {
    return settings->mermaid_file != NULL;
}

static bool wants_graph(const struct settings *settings) {
    return settings->graph_file != NULL;
}

static bool wants_pcapng(const struct settings *settings) {
    return settings->pcapng_file != NULL;
}

/* Every view: when it is wanted, and what opens it. In the order in which they write. */
static const struct view {
    bool (*is_wanted)(const struct settings *settings);
    bool (*add)(struct outputs *outputs, const struct settings *settings, struct error *error);
} views[] = {
    {prints, add_main},           {wants_summary, add_summary}, {wants_svg, add_svg},
    {wants_mermaid, add_mermaid}, {wants_graph, add_graph},     {wants_html, add_html},
    {wants_pcapng, add_pcapng},
};

enum { VIEW_COUNT = sizeof views / sizeof views[0] };

bool outputs_wanted(const struct settings *settings) {
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        if (views[i].is_wanted(settings)) {
            return true;
        }
    }
    return false;
}

bool outputs_open(struct outputs *outputs, const struct settings *settings, bool live,
                  const struct name_source *names, struct relative_seq *relative,
                  struct error *error) {
    outputs->live = live;
    outputs->names = names;
    outputs->relative = relative;
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        if (views[i].is_wanted(settings) && !views[i].add(outputs, settings, error)) {
            return false;
        }
    }
    return true;
}

void outputs_close(struct outputs *outputs) {
    for (unsigned i = 0; i < outputs->sink_count; i++) {
        sink_destroy(outputs->sinks[i]);
    }
    for (unsigned i = 0; i < outputs->stream_count; i++) {
        stream_free(&outputs->streams[i].stream);
    }
}

void outputs_enter_sandbox(const struct outputs *outputs, struct sandbox_settings *sandbox) {
    for (unsigned i = 0; i < outputs->stream_count; i++) {
        descriptor_set_add(&sandbox->outputs, outputs->streams[i].stream.descriptor);
    }
}

const char *standard_output_name(void) {
    return MESSAGE("标准输出", "standard output");
}

void output_init(struct output *output, const char *name, int descriptor) {
    output->name = name;
    stream_init(&output->stream, descriptor);
    output->stream.limit = write_limit;
}

bool output_flush(struct output *output, struct error *error) {
    return stream_flush(&output->stream) ||
           error_set(error, STATUS_OUTPUT,
                     MESSAGE("%s：%s；最后一条完整的记录之后的内容丢失",
                             "%s: %s; what comes after its last whole record is lost"),
                     output->name, system_message(output->stream.error_number));
}

bool outputs_flush(struct outputs *outputs, struct error *error) {
    struct error later;
    bool flushed = true;

    for (unsigned i = 0; i < outputs->stream_count; i++) {
        flushed &= output_flush(&outputs->streams[i], flushed ? error : &later);
    }
    return flushed;
}

bool outputs_failed(const struct outputs *outputs) {
    for (unsigned i = 0; i < outputs->stream_count; i++) {
        if (stream_has_failed(&outputs->streams[i].stream)) {
            return true;
        }
    }
    return false;
}
