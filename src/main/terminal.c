#include "main/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_dumb(void) {
    const char *terminal = getenv("TERM");

    return terminal == NULL || strcmp(terminal, "dumb") == 0;
}

bool terminal_wants_color(enum when color, int descriptor) {
    const char *no_color = getenv("NO_COLOR");

    switch (color) {
    case WHEN_ALWAYS:
        return true;
    case WHEN_NEVER:
        return false;
    case WHEN_AUTO:
        break;
    }
    return isatty(descriptor) && (no_color == NULL || *no_color == '\0') && !is_dumb();
}

bool terminal_is_unicode(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);

        if (value != NULL && *value != '\0') {
            return strstr(value, "UTF-8") != NULL || strstr(value, "utf8") != NULL ||
                   strstr(value, "UTF8") != NULL || strstr(value, "utf-8") != NULL;
        }
    }
    return !isatty(STDOUT_FILENO);
}

unsigned terminal_columns(void) {
    const char *columns = getenv("COLUMNS");
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) {
        return size.ws_col;
    }
    return columns != NULL ? (unsigned)strtoul(columns, NULL, 10) : 0;
}

unsigned terminal_rows(void) {
    struct winsize size;

    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}
