#include "tcpgloss/base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tcpgloss/base/unicode.h"

/* As many whole characters of `message` as fit. */
static void put_escaped(char *to, size_t size, const char *message) {
    size_t left = strlen(message);
    size_t length = 0;

    while (left > 0) {
        char escaped[UNICODE_ESCAPED_MAX];
        size_t taken;
        size_t written = unicode_escape(message, left, &taken, escaped);

        if (length + written >= size) {
            break;
        }
        memcpy(to + length, escaped, written);
        length += written;
        message += taken;
        left -= taken;
    }
    to[length] = '\0';
}

bool error_set(struct error *error, enum exit_status status, const char *format, ...) {
    char message[sizeof error->message + UNICODE_ESCAPED_MAX]; /* what is cut does not fit anyway */
    va_list arguments;

    error->status = status;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    put_escaped(error->message, sizeof error->message, message);
    return false;
}
