/*
 * A command line, and a file of options.
 *
 * Input: lines are the words of the command line, up to an empty one; what follows is the file.
 * What must hold: settings are within their bounds, or the error says what is wrong; and a
 * selection of notes that was understood can be described.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/words.h"
#include "tcpgloss/cli/command_line.h"
#include "tcpgloss/cli/help.h"
#include "tcpgloss/track/tracker.h"

#include "fuzz.h"
#include "input_file.h"
#include "main/note_selection.h"

enum { WORDS_MAX = 32 };

static void check_settings(const struct settings *settings) {
    assert(settings->max_flows >= 1 && settings->max_flows <= MAX_FLOWS_LIMIT);
    assert(settings->flows.count <= FLOW_LIST_MAX);
    assert(message_language() != LANGUAGE_BOTH);
    assert(settings->sandbox <= SANDBOX_OFF && settings->color <= WHEN_NEVER);
    assert(settings->words == NULL || settings->expression != NULL);
}

static void select_notes(const struct settings *settings) {
    bool selected[NOTE_ID_COUNT];
    struct error error = {0};
    struct text text;

    assert(note_selection_read(settings, selected, &error) || error.message[0] != '\0');
    text_init(&text);
    if (settings->describe != NULL) {
        assert(note_selection_describe(settings, &text, &error) || error.message[0] != '\0');
    }
    if (settings->command == COMMAND_HELP) {
        help_write(message_language(), &text);
    }
    text_free(&text);
}

/* Splits the command line off. Returns how many words it has. */
static int split(char *line, char *words[WORDS_MAX + 1]) {
    static char program[] = "tcpgloss";
    int count = 1;

    words[0] = program;
    while (line != NULL && *line != '\0' && *line != '\n' && count < WORDS_MAX) {
        char *end = strchr(line, '\n');

        words[count++] = line;
        if (end != NULL) {
            *end++ = '\0';
        }
        line = end;
    }
    words[count] = NULL;
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *words[WORDS_MAX + 1];
    struct settings settings;
    struct error error = {0};
    const uint8_t *file = NULL;
    char *line = malloc(size + 1);
    int count;

    if (line == NULL || setenv("XDG_CONFIG_HOME", input_file_folder(), 1) != 0) {
        abort();
    }
    memcpy(line, data, size);
    line[size] = '\0';
    for (size_t i = 1; i < size && file == NULL; i++) {
        file = data[i - 1] == '\n' && data[i] == '\n' ? data + i + 1 : NULL;
    }
    (void)input_file_write(file != NULL ? file : data,
                           file != NULL ? size - (size_t)(file - data) : 0);
    count = split(line, words);
    if (settings_parse(count, words, &settings, &error)) {
        check_settings(&settings);
        select_notes(&settings);
    } else {
        assert(error.message[0] != '\0');
    }
    settings_free(&settings);
    free(line);
    return 0;
}
