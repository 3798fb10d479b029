#include "tcpgloss/capture/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tcpgloss/base/unicode.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/write_limit.h"

void message_put(const struct text *text) {
    size_t allowed;

    for (size_t done = 0; done < text->length; done += allowed) {
        allowed = write_limit(STDERR_FILENO, text->length - done);
        if (allowed == 0) {
            return;
        }
        (void)fwrite(text->data + done, 1, allowed, stderr);
    }
}

static void print(const char *start, const char *format, va_list arguments) {
    struct text line;
    va_list again;
    char *message;
    int length;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    message = length >= 0 ? malloc((size_t)length + 1) : NULL;
    if (message == NULL) {
        return;
    }
    (void)vsnprintf(message, (size_t)length + 1, format, arguments);
    text_init(&line);
    text_put_string(&line, start);
    unicode_put(&line, message, (size_t)length);
    text_put_char(&line, '\n');
    message_put(&line);
    text_free(&line);
    free(message);
}

void message_print(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    print("", format, arguments);
    va_end(arguments);
}

void message_warn(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    print(MESSAGE("tcpgloss: 警告：", "tcpgloss: WARNING: "), format, arguments);
    va_end(arguments);
}
