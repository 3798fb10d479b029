#include "tcpgloss/capture/filter_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"

enum { EXPRESSION_MAX = 1 << 20 };

static void blank_comments(char *expression) {
    bool comment = false;

    for (char *c = expression; *c != '\0'; c++) {
        comment = *c != '\n' && (comment || *c == '#');
        if (comment) {
            *c = ' ';
        }
    }
}

char *filter_file_read(const char *path, struct error *error) {
    FILE *file = fopen(path, "re");
    char *expression = malloc(EXPRESSION_MAX + 1);
    size_t length;

    if (file == NULL || expression == NULL) {
        error_set(error, STATUS_RUNTIME, MESSAGE("无法打开 %s：%s", "can't open %s: %s"), path,
                  system_message(errno));
        goto fail;
    }
    length = fread(expression, 1, EXPRESSION_MAX + 1, file);
    if (ferror(file)) {
        error_set_system(error, STATUS_RUNTIME, path, errno);
        goto fail;
    }
    if (length > EXPRESSION_MAX) {
        error_set(error, STATUS_USAGE,
                  MESSAGE("%s：过滤表达式过长", "%s: larger than a filter expression may be"),
                  path);
        goto fail;
    }
    if (memchr(expression, '\0', length) != NULL) {
        error_set(error, STATUS_USAGE,
                  MESSAGE("%s：含有 NUL 字节，不是过滤表达式",
                          "%s: holds a NUL byte, so it is no filter expression"),
                  path);
        goto fail;
    }
    (void)fclose(file);
    expression[length] = '\0';
    blank_comments(expression);
    return expression;
fail:
    if (file != NULL) {
        (void)fclose(file);
    }
    free(expression);
    return NULL;
}
