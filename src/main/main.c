#include <pcap/pcap.h>
#include <stdio.h>
#include <unistd.h>

#include "tcpgloss/base/text.h"
#include "tcpgloss/cli/settings.h"
#include "tcpgloss/out/sink.h"

#include "run.h"

void report_error(const struct error *error) {
    (void)fprintf(stderr, "tcpgloss: %s\n", error->message);
}

static enum exit_status print_text(void (*write)(const struct settings *, struct text *),
                                   const struct settings *settings) {
    struct stream stream;
    bool written;

    stream_init(&stream, STDOUT_FILENO);
    write(settings, &stream.text);
    written = stream_flush(&stream);
    stream_free(&stream);
    return written ? STATUS_OK : STATUS_OUTPUT;
}

static void write_help(const struct settings *settings, struct text *text) {
    help_write((enum language)settings->message_language, text);
}

static void write_version(const struct settings *settings, struct text *text) {
    (void)settings;
    text_printf(text, "tcpgloss version %s\n%s\n", TCPGLOSS_VERSION, pcap_lib_version());
}

static enum exit_status run(const struct settings *settings) {
    switch ((enum command)settings->command) {
    case COMMAND_HELP:
        return print_text(write_help, settings);
    case COMMAND_VERSION:
        return print_text(write_version, settings);
    case COMMAND_LIST_DEVICES:
    case COMMAND_LIST_LINK_TYPES:
    case COMMAND_LIST_TIME_STAMP_TYPES:
    case COMMAND_CAPTURE:
        break;
    }
    return run_capture(settings);
}

int main(int argc, char **argv) {
    struct settings settings;
    struct error error;
    enum exit_status status;

    if (settings_parse(argc, argv, &settings, &error)) {
        status = run(&settings);
    } else {
        report_error(&error);
        status = error.status;
    }
    settings_free(&settings);
    return (int)status;
}
