#include "tcpgloss/capture/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tcpgloss/base/unicode.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/write_limit.h"

static void put_bytes(const char *data, size_t length) {
    size_t allowed;

    for (size_t done = 0; done < length; done += allowed) {
        allowed = write_limit(STDERR_FILENO, length - done);
        if (allowed == 0) {
            return;
        }
        (void)fwrite(data + done, 1, allowed, stderr);
    }
}

void message_put(const struct text *text) {
    put_bytes(text->data, text->length);
}

/* What can be said without memory for a message. */
static void put_shortage(void) {
    const char *words = MESSAGE("tcpgloss: 内存不足\n", "tcpgloss: out of memory\n");

    put_bytes(words, strlen(words));
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
        put_shortage();
        return;
    }
    (void)vsnprintf(message, (size_t)length + 1, format, arguments);
    text_init(&line);
    text_put_string(&line, start);
    unicode_put(&line, message, (size_t)length);
    text_put_char(&line, '\n');
    if (line.failed) {
        put_shortage();
    } else {
        message_put(&line);
    }
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
