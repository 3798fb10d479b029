#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tcpgloss/base/text.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/descriptors.h"
#include "tcpgloss/capture/device_list.h"
#include "tcpgloss/capture/filter_file.h"
#include "tcpgloss/cli/command_line.h"
#include "tcpgloss/cli/help.h"
#include "tcpgloss/views/sink.h"

#include "main/messages.h"
#include "main/note_selection.h"
#include "main/outputs.h"
#include "main/run.h"
#include "main/sort_key.h"
#include "main/version.h"

/* The text of the commands that only print something. */
static bool write_text(const struct settings *settings, struct text *text, struct error *error) {
    if (settings->describe != NULL) {
        return note_selection_describe(settings, text, error);
    }
    switch ((enum command)settings->command) {
    case COMMAND_LIST_DEVICES:
        return list_devices(text, error);
    case COMMAND_LIST_LINK_TYPES:
        return list_link_types(settings->device, settings->monitor, text, error);
    case COMMAND_LIST_TIME_STAMP_TYPES:
        return list_time_stamp_types(settings->device, text, error);
    case COMMAND_VERSION:
        version_write(text);
        return true;
    case COMMAND_HELP:
    case COMMAND_CAPTURE:
        break;
    }
    help_write(message_language(), text);
    sort_key_write_help(text);
    return true;
}

static enum exit_status print_text(const struct settings *settings, struct error *error) {
    struct output output;
    bool done;

    output_init(&output, standard_output_name(), STDOUT_FILENO);
    done = write_text(settings, &output.stream.text, error);
    stream_settle(&output.stream);
    done = output_flush(&output, done ? error : &(struct error){0}) && done;
    stream_free(&output.stream);
    if (!done) {
        message_error(error);
    }
    return done ? STATUS_OK : error->status;
}

/* -F takes the place of an expression on the command line. */
static bool read_expression(struct settings *settings, struct error *error) {
    if (settings->filter_file == NULL) {
        return true;
    }
    free(settings->expression);
    settings->expression = filter_file_read(settings->filter_file, error);
    return settings->expression != NULL;
}

int main(int argc, char **argv) {
    struct settings settings;
    struct error error;
    enum exit_status status;
    bool parsed;

    if (!descriptors_note_inherited(&error)) {
        message_error(&error);
        return (int)error.status;
    }
    parsed = settings_parse(argc, argv, &settings, &error);
    if (!parsed || !read_expression(&settings, &error)) {
        message_error(&error);
        status = error.status;
    } else if (settings.command != COMMAND_CAPTURE || settings.describe != NULL) {
        status = print_text(&settings, &error);
    } else {
        status = run_capture(&settings);
    }
    settings_free(&settings);
    return (int)status;
}
