#include "cli/config_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"

enum { PATH_SIZE = 4096, CONFIG_SIZE_MAX = 65536 };

/* False: neither variable says where it is, or the path is too long. */
static bool find_path(char path[PATH_SIZE]) {
    const char *folder = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    int length;

    if (folder != NULL && folder[0] == '/') { /* the specification: others are to be ignored */
        length = snprintf(path, PATH_SIZE, "%s/tcpgloss/config", folder);
    } else if (home != NULL && home[0] != '\0') {
        length = snprintf(path, PATH_SIZE, "%s/.config/tcpgloss/config", home);
    } else {
        return false;
    }
    return length > 0 && length < PATH_SIZE;
}

static bool read_text(const char *path, FILE *file, struct settings *settings,
                      struct error *error) {
    size_t length;

    settings->config = malloc(CONFIG_SIZE_MAX + 1);
    if (settings->config == NULL) {
        return error_set_system(error, STATUS_RUNTIME, path, ENOMEM);
    }
    errno = 0;
    length = fread(settings->config, 1, CONFIG_SIZE_MAX + 1, file);
    if (ferror(file)) {
        return error_set_system(error, STATUS_RUNTIME, path, errno);
    }
    if (length > CONFIG_SIZE_MAX || memchr(settings->config, '\0', length) != NULL) {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("%s：不是选项文件", "%s: this is no file of options"), path);
    }
    settings->config[length] = '\0';
    return true;
}

static char *skip_blanks(char *at) {
    return at + strspn(at, " \t\r");
}

static void cut_blanks(char *line) {
    size_t length = strlen(line);

    while (length > 0 && strchr(" \t\r", line[length - 1]) != NULL) {
        line[--length] = '\0';
    }
}

/* Splits a line at the blanks behind the option. Returns how many words there are. */
static int split(char *line, char *words[CONFIG_WORDS_MAX + 1]) {
    static char program[] = "tcpgloss";
    char *blank;

    line = skip_blanks(line);
    cut_blanks(line);
    words[0] = program;
    words[1] = words[2] = words[3] = NULL;
    if (*line == '\0' || *line == '#') {
        return 1;
    }
    words[1] = line;
    blank = line + strcspn(line, " \t");
    if (*blank == '\0') {
        return 2;
    }
    *blank = '\0';
    words[2] = skip_blanks(blank + 1);
    return 3;
}

static bool take_lines(const char *path, struct settings *settings, config_line *take,
                       struct error *error) {
    char *words[CONFIG_WORDS_MAX + 1];
    struct error cause;
    unsigned number = 0;

    for (char *line = settings->config; line != NULL;) {
        char *end = strchr(line, '\n');
        int count;

        if (end != NULL) {
            *end++ = '\0';
        }
        number++;
        count = split(line, words);
        if (count > 1 && !take(count, words, settings, &cause)) {
            return error_set(error, cause.status,
                             MESSAGE("%s，第 %u 行：%.600s（--no-config：不读该文件）",
                                     "%s, line %u: %.600s (--no-config: without this file)"),
                             path, number, cause.message);
        }
        line = end;
    }
    return true;
}

bool config_file_read(struct settings *settings, config_line *take, struct error *error) {
    char path[PATH_SIZE];
    FILE *file;
    bool done;

    if (!find_path(path)) {
        return true;
    }
    file = fopen(path, "re");
    if (file == NULL) {
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES ||
               error_set_system(error, STATUS_RUNTIME, path, errno);
    }
    done = read_text(path, file, settings, error);
    (void)fclose(file);
    return done && take_lines(path, settings, take, error);
}
