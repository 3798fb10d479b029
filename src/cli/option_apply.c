#include "cli/option_apply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/words.h"

int option_choice_find(const char *choices, const char *word) {
    size_t length = strlen(word);

    for (int i = 0; *choices != '\0'; i++) {
        size_t width = strcspn(choices, "|");

        if (width == length && memcmp(choices, word, width) == 0) {
            return i;
        }
        choices += width;
        choices += *choices == '|';
    }
    return -1;
}

static bool number_read(const char *word, uint64_t minimum, uint64_t maximum, uint64_t *number) {
    char *end;

    if (*word < '0' || *word > '9') {
        return false;
    }
    *number = strtoull(word, &end, 10);
    return *end == '\0' && *number >= minimum && *number <= maximum;
}

/* "1,3,7" */
static bool flows_read(const char *words, struct flow_list *flows) {
    for (flows->count = 0; flows->count < FLOW_LIST_MAX; words++) {
        size_t length = strspn(words, "0123456789");
        uint64_t number = strtoull(words, NULL, 10);

        if (length == 0 || length > 10 || number == 0 || number > UINT32_MAX) {
            return false;
        }
        flows->numbers[flows->count++] = (uint32_t)number;
        words += length;
        if (*words != ',') {
            return *words == '\0';
        }
    }
    return false;
}

const char *option_spelling(const struct option_row *row, char buffer[OPTION_SPELLING_MAX]) {
    if (row->letter != 0) {
        (void)snprintf(buffer, OPTION_SPELLING_MAX, "-%c", row->letter);
    } else {
        (void)snprintf(buffer, OPTION_SPELLING_MAX, "--%s", row->name);
    }
    return buffer;
}

void option_apply_language(struct settings *settings) {
    settings->figure_language = settings->language;
    if (settings->language != LANGUAGE_BOTH) {
        message_language_set((enum language)settings->language);
    }
}

bool option_apply(const struct option_row *row, const char *argument, struct settings *settings,
                  struct error *error) {
    char *place = (char *)settings + row->offset;
    char spelling[OPTION_SPELLING_MAX];
    int choice;

    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)(void *)place = true;
        return true;
    case OPTION_COUNT:
        if (*(unsigned *)(void *)place < row->maximum) {
            ++*(unsigned *)(void *)place;
        }
        return true;
    case OPTION_STRING:
        *(const char **)(void *)place = argument;
        return true;
    case OPTION_NUMBER:
        if (!number_read(argument, row->minimum, row->maximum, (uint64_t *)(void *)place)) {
            return error_set(error, STATUS_USAGE,
                             MESSAGE("%s %s：应为 %llu 到 %llu 的整数",
                                     "%s %s: a number from %llu to %llu is wanted"),
                             option_spelling(row, spelling), argument,
                             (unsigned long long)row->minimum, (unsigned long long)row->maximum);
        }
        return true;
    case OPTION_FLOWS:
        if (!flows_read(argument, (struct flow_list *)(void *)place)) {
            return error_set(error, STATUS_USAGE,
                             MESSAGE("%s %s：应为流的编号，用逗号隔开，至多 %d 个",
                                     "%s %s: numbers of flows, separated by commas, at most %d of "
                                     "them, are wanted"),
                             option_spelling(row, spelling), argument, FLOW_LIST_MAX);
        }
        return true;
    case OPTION_MODE:
    case OPTION_CHOICE:
        choice = argument != NULL ? option_choice_find(row->argument, argument) : 0;
        if (choice < 0) {
            return error_set(error, STATUS_USAGE,
                             MESSAGE("%s %s：应为 %s 之一", "%s %s: one of %s is wanted"),
                             option_spelling(row, spelling), argument, row->argument);
        }
        *(unsigned *)(void *)place = (unsigned)choice + (row->kind == OPTION_MODE);
        if (place == (char *)&settings->language) {
            option_apply_language(settings);
        }
        return true;
    case OPTION_VALUE:
        *(unsigned *)(void *)place = (unsigned)row->minimum;
        return true;
    case OPTION_ACCEPTED:
        return true;
    case OPTION_REFUSED:
        return error_set(error, STATUS_USAGE, MESSAGE("不支持 %s：%s", "%s is not supported: %s"),
                         option_spelling(row, spelling), MESSAGE(row->zh, row->en));
    }
    return true;
}
