#include "parsed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WORDS_MAX = 16 };

struct parsed parse(const char *line) {
    static char buffer[512];
    char *words[WORDS_MAX] = {(char *)(uintptr_t) "tcpgloss"};
    int count = 1;
    struct parsed parsed;

    (void)strncpy(buffer, line, sizeof buffer - 1);
    for (char *word = strtok(buffer, " "); word != NULL; word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    words[count] = NULL;
    parsed.ok = settings_parse(count, words, &parsed.settings, &parsed.error);
    return parsed;
}

void assert_refused(const char *line, const char *why) {
    struct parsed parsed = parse(line);

    settings_free(&parsed.settings);
    assert_false(parsed.ok);
    assert_int_equal(parsed.error.status, STATUS_USAGE);
    assert_non_null(strstr(parsed.error.message, why));
}

int clear_environment(void **state) {
    (void)state;
    (void)unsetenv("TCPGLOSS_LANG");
    (void)unsetenv("LC_ALL");
    (void)unsetenv("LC_MESSAGES");
    (void)unsetenv("LANG");
    (void)unsetenv("HOME");
    (void)unsetenv("XDG_CONFIG_HOME");
    return 0;
}
