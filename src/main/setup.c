#include "main/setup.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tcpgloss/base/siphash.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/descriptors.h"
#include "tcpgloss/capture/message.h"
#include "tcpgloss/capture/sandbox_settings.h"
#include "tcpgloss/capture/signals.h"
#include "tcpgloss/decode/link.h"

#include "main/collisions.h"
#include "main/confine.h"
#include "main/messages.h"
#include "main/note_selection.h"
#include "main/standard_output.h"

/* Values that cli shares with a layer it does not know. */
#define SAME(chosen, meant) _Static_assert((int)(chosen) == (int)(meant), "the same order")
SAME(DIRECTION_BOTH, SOURCE_BOTH);
SAME(DIRECTION_IN, SOURCE_IN);
SAME(DIRECTION_OUT, SOURCE_OUT);
SAME(NOTE_CHOICE_NONE, NOTES_NONE);
SAME(NOTE_CHOICE_WARN, NOTES_WARN);
SAME(NOTE_CHOICE_PHASE, NOTES_PHASE);
SAME(NOTE_CHOICE_STEP, NOTES_STEP);
SAME(NOTE_CHOICE_ALL, NOTES_ALL);
SAME(MAX_FLOWS_LIMIT, TRACKER_FLOWS_MAX);
#undef SAME

/* Whether the first word behind the options names a file, and is no word of the filter language:
 * those are lower-case letters and digits. */
static bool begins_with_file(char **words) {
    struct stat status;

    return words != NULL &&
           words[0][strspn(words[0], "abcdefghijklmnopqrstuvwxyz0123456789")] != '\0' &&
           stat(words[0], &status) == 0 && S_ISREG(status.st_mode);
}

static bool open_source(struct run *run, struct error *error) {
    const struct settings *settings = run->settings;
    const struct packet_source_settings source = {
        .file = settings->read_file,
        .device = settings->device,
        .nanoseconds = settings->nanoseconds != 0 || settings->json != JSON_NOT ||
                       settings->pcapng_file != NULL,
        .snapshot_length = (int)settings->snapshot_length,
        .buffer_kib = (int)settings->buffer_kib,
        .compile_only =
            settings->show_filter != 0 && settings->read_file == NULL && settings->device == NULL,
        .promiscuous = !settings->no_promiscuous,
        .monitor = settings->monitor,
        .immediate = settings->immediate,
        .prompt = settings->kernel,
        .direction = (enum packet_source_direction)settings->direction,
        .link_type = settings->link_type,
        .time_stamp_type = settings->time_stamp_type,
    };

    if (settings->read_file == NULL && begins_with_file(settings->words)) {
        return error_set(
            error, STATUS_USAGE,
            MESSAGE("%s 是文件；是否想用 -r %s？", "%s is a file; did you mean -r %s?"),
            settings->words[0], settings->words[0]);
    }
    run->source = packet_source_open(&source, error);
    if (run->source == NULL) {
        return false;
    }
    if (!packet_source_is_live(run->source)) {
        message_opening(run->source);
    }
    if (settings->show_filter == 0 && outputs_wanted(settings) &&
        !link_type_known(packet_source_link_type(run->source))) {
        return error_set(
            error, STATUS_RUNTIME,
            MESSAGE("%s：不能解码链路类型 %s", "%s: packets of link type %s cannot be decoded"),
            packet_source_name(run->source), packet_source_link_name(run->source));
    }
    if (settings->expression == NULL && settings->show_filter == 0) {
        return true;
    }
    return packet_source_set_filter(run->source, settings->expression, !settings->no_optimize,
                                    error);
}

static bool open_tracker(struct run *run, struct error *error) {
    struct tracker_settings tracker = {
        .max_flows = (uint32_t)run->settings->max_flows,
        .msl = (int64_t)run->settings->msl_seconds * INT64_C(1000000000),
        .hash_key = {run->hash_key[0], run->hash_key[1]},
    };

    run->pipeline.tracker = tracker_create(&tracker, error);
    return run->pipeline.tracker != NULL;
}

static bool start_writer(struct run *run, struct writer_settings *writer, struct error *error) {
    char *avoided[COLLISIONS_FILES_MAX + 1] = {NULL};
    struct identity opener;
    bool found = true;

    writer->directory = -1;
    writer->owner = &run->identity;
    if (writer_rotates(writer)) {
        writer->directory = writer_open_directory(writer->path, error);
        found = writer->directory >= 0 && confine_file_opener(run->settings, &run->identity,
                                                              writer->directory, &opener, error);
        collisions_list(run->settings, avoided);
        writer->owner = &opener;
        writer->avoided = avoided;
        writer->opener_confined = run->settings->sandbox != SANDBOX_OFF;
    }
    if (found) {
        run->writer = writer_open(writer, run->source, error);
    }
    if (writer->directory >= 0) {
        (void)close(writer->directory);
    }
    collisions_free(avoided);
    writer->owner = NULL;
    writer->avoided = NULL;
    return run->writer != NULL;
}

static bool open_writer(struct run *run, struct error *error) {
    const struct settings *settings = run->settings;
    struct writer_settings writer = {
        .path = settings->write_file,
        .rotate_megabytes = settings->rotate_megabytes,
        .rotate_seconds = settings->rotate_seconds,
        .rotate_files = settings->rotate_files,
    };

    if (settings->write_file == NULL) {
        return true;
    }
    return start_writer(run, &writer, error);
}

static bool is_named(const struct ipv4_network *network, const uint8_t *address) {
    bool inside = true;

    for (unsigned i = 0; i < sizeof network->mask; i++) {
        inside = inside && (address[i] & network->mask[i]) == network->address[i];
    }
    return inside;
}

static const char *host_name(void *context, unsigned version, const uint8_t *address) {
    const struct run *run = context;

    if (version == 4 && !is_named(&run->named, address)) {
        return NULL;
    }
    return host_names_find(run->names, version, address);
}

static const char *service_name(void *context, const char *transport, uint16_t port) {
    const struct run *run = context;

    return services_find(run->services, transport, port);
}

static bool open_relative(struct run *run, struct error *error) {
    const struct settings *settings = run->settings;

    if (settings->absolute_seq) {
        return true;
    }
    run->pipeline.relative = relative_seq_create(run->hash_key, settings->max_flows, error);
    return run->pipeline.relative != NULL;
}

/* Without a network of its own the device has no foreign addresses. */
static void find_foreign(struct run *run) {
    struct error error;

    if (run->settings->foreign_numeric &&
        !packet_source_network(run->source, &run->named, &error)) {
        message_print(MESSAGE("tcpgloss: -f 不起作用：%s", "tcpgloss: -f changes nothing: %s"),
                      error.message);
    }
}

static struct host_names *start_names(const struct run *run, struct error *error) {
    return host_names_start(&run->identity, run->settings->sandbox != SANDBOX_OFF, error);
}

static bool open_outputs(struct run *run, struct error *error) {
    const struct settings *settings = run->settings;

    if (settings->numeric == 0 && !settings->count_only) {
        find_foreign(run);
        run->services = services_read(error);
        run->names = run->services != NULL ? start_names(run, error) : NULL;
        if (run->names == NULL) {
            return false;
        }
        run->name_source =
            (struct name_source){.context = run, .host = host_name, .service = service_name};
    }
    run->outputs.owner = &run->identity;
    return outputs_open(&run->outputs, settings, packet_source_is_live(run->source),
                        run->names != NULL ? &run->name_source : NULL, run->pipeline.relative,
                        error);
}

static bool open_pipeline(struct run *run, struct error *error) {
    const struct settings *settings = run->settings;
    struct pipeline *pipeline = &run->pipeline;

    siphash_key_fill(run->hash_key);
    if (!open_relative(run, error) || !open_outputs(run, error)) {
        return false;
    }
    pipeline->gloss.level = (enum note_level)settings->note_level;
    pipeline->gloss.verbose = settings->verbosity > 0;
    pipeline->only_flows = settings->flows.numbers;
    pipeline->only_flow_count = settings->flows.count;
    static_assert((unsigned)OUTPUTS_MAX < (unsigned)PIPELINE_SINKS_MAX, "a place for every sink");
    for (unsigned i = 0; i < run->outputs.sink_count; i++) {
        assert(pipeline->sink_count < PIPELINE_SINKS_MAX);
        pipeline->sinks[pipeline->sink_count++] = run->outputs.sinks[i];
    }
    return note_selection_read(settings, pipeline->gloss.selected, error) &&
           open_tracker(run, error);
}

/* What the kernel says, of connections that are there now and packets that are shown. */
static bool open_kernel(struct run *run, struct error *error) {
    const struct settings *settings = run->settings;

    if (!settings->kernel) {
        return true;
    }
    if (!packet_source_is_live(run->source) || run->pipeline.sink_count == 0) {
        message_print(MESSAGE("tcpgloss: 只有实时抓包并显示时，--kernel 才起作用",
                              "tcpgloss: --kernel has a say only where packets are captured live "
                              "and shown"));
        return true;
    }
    run->sockets = kernel_sockets_start(packet_source_name(run->source), &run->identity,
                                        settings->sandbox != SANDBOX_OFF, error);
    run->watch =
        run->sockets != NULL ? kernel_watch_create(run->sockets, &run->pipeline, error) : NULL;
    if (run->watch == NULL) {
        return false;
    }
    assert(run->pipeline.sink_count < PIPELINE_SINKS_MAX);
    run->pipeline.sinks[run->pipeline.sink_count++] = kernel_watch_sink(run->watch);
    return true;
}

/* What is open is all there will be. */
static bool close_door(struct run *run, struct error *error) {
    struct sandbox_settings sandbox = {.role = ROLE_READER};

    descriptors_close_inherited();
    descriptor_set_add(&sandbox.outputs, STDOUT_FILENO);
    descriptor_set_add(&sandbox.outputs, STDERR_FILENO);
    descriptor_set_add(&sandbox.outputs, signals_wake_descriptor());
    outputs_enter_sandbox(&run->outputs, &sandbox);
    if (run->names != NULL) {
        host_names_enter_sandbox(run->names, &sandbox);
    }
    if (run->sockets != NULL) {
        kernel_sockets_enter_sandbox(run->sockets, &sandbox);
    }
    if (run->writer != NULL) {
        writer_enter_sandbox(run->writer, &sandbox);
    }
    return confine(run->settings, &run->identity, &sandbox, error);
}

bool setup_open(struct run *run, struct error *error) {
    const struct settings *settings = run->settings;

    confine_prepare();
    return standard_output_is_undivided(settings, error) && collisions_none(settings, error) &&
           signals_install(error) && identity_find(settings->user, &run->identity, error) &&
           open_source(run, error) &&
           (settings->show_filter != 0 || (open_pipeline(run, error) && open_kernel(run, error) &&
                                           open_writer(run, error) && close_door(run, error)));
}

void setup_close(struct run *run) {
    pipeline_free(&run->pipeline);
    tracker_destroy(run->pipeline.tracker);
    outputs_close(&run->outputs);
    relative_seq_destroy(run->pipeline.relative);
    kernel_watch_destroy(run->watch);
    kernel_sockets_stop(run->sockets);
    host_names_stop(run->names);
    services_free(run->services);
    packet_source_close(run->source);
}
