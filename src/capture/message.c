#include "tcpgloss/capture/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tcpgloss/base/unicode.h"

void message_print(const char *format, ...) {
    va_list arguments;
    struct text line;
    char *message;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    message = length >= 0 ? malloc((size_t)length + 1) : NULL;
    if (message == NULL) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(message, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text_init(&line);
    unicode_put(&line, message, (size_t)length);
    text_put_char(&line, '\n');
    (void)fwrite(line.data, 1, line.length, stderr);
    text_free(&line);
    free(message);
}
