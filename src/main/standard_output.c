#include "main/standard_output.h"

#include <stddef.h>
#include <string.h>

#include "tcpgloss/base/words.h"
#include "tcpgloss/cli/option_table.h"

/* The next row, from `at` on, whose file is "-" and is no text. Null if there is none. */
static const struct option_row *find(const struct settings *settings, size_t at) {
    for (; at < option_table_length; at++) {
        const struct option_row *row = &option_table[at];
        const char *name;

        if (row->kind != OPTION_STRING || strcmp(row->argument, "FILE") != 0 ||
            (row->group != GROUP_VIEWS && row->group != GROUP_WRITING)) {
            continue;
        }
        name = *(const char *const *)(const void *)((const char *)settings + row->offset);
        if (name != NULL && strcmp(name, "-") == 0) {
            return row;
        }
    }
    return NULL;
}

static bool has_text(const struct settings *settings) {
    return settings->json != JSON_NOT || settings->ladder || settings->summary || settings->print ||
           settings->count_only ||
           (settings->notes_file != NULL && strcmp(settings->notes_file, "-") == 0);
}

bool standard_output_is_taken(const struct settings *settings) {
    return find(settings, 0) != NULL;
}

bool standard_output_is_undivided(const struct settings *settings, struct error *error) {
    const struct option_row *taker = find(settings, 0);
    const char *name;

    if (taker == NULL ||
        (!has_text(settings) && find(settings, (size_t)(taker - option_table) + 1) == NULL)) {
        return true;
    }
    name = taker->name != NULL ? taker->name : "w";
    return error_set(
        error, STATUS_USAGE,
        MESSAGE("%s%s - 独占标准输出", "%s%s - takes standard output for itself alone"),
        taker->name != NULL ? "--" : "-", name);
}
