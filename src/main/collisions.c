#include "main/collisions.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tcpgloss/base/words.h"
#include "tcpgloss/cli/option_table.h"

enum { LINKS_MAX = 40 /* that lead to each other; as in the kernel */ };

/* A file that the program is to read or write. */
struct named_file {
    const char *name; /* as the user wrote it */
    bool is_input;
    bool exists;
    dev_t device; /* and `inode`: if it exists */
    ino_t inode;
    char *path; /* absolute, without symbolic links; owned; null: standard input or output */
};

struct named_files {
    struct named_file files[COLLISIONS_FILES_MAX];
    unsigned count;
};

/* The file `name` in the directory of `beside`. */
static bool put_beside(const char *beside, const char *name, char path[PATH_MAX]) {
    const char *slash = strrchr(beside, '/');
    size_t length = slash != NULL && name[0] != '/' ? (size_t)(slash + 1 - beside) : 0;
    size_t size = strlen(name) + 1;

    if (length + size > PATH_MAX) {
        return false;
    }
    memmove(path + length, name, size);
    memmove(path, beside, length);
    return true;
}

/* Where a file would be created: the directory is there, the file is not. Null if it cannot be. */
static char *real_path_of_new(const char *name) {
    char link[PATH_MAX];
    char path[PATH_MAX];
    char directory[PATH_MAX];
    char *real;

    if (!put_beside("", name, path)) {
        return NULL;
    }
    for (int i = 0; i < LINKS_MAX; i++) {
        ssize_t length = readlink(path, link, sizeof link - 1);

        if (length < 0) {
            break;
        }
        link[length] = '\0';
        if (!put_beside(path, link, path)) {
            return NULL;
        }
    }
    if (!put_beside(path, ".", directory) || realpath(directory, link) == NULL) {
        return NULL;
    }
    const char *slash = strrchr(path, '/');
    const size_t size = strlen(link) + strlen(path) + 2;

    real = malloc(size);
    if (real != NULL) {
        (void)snprintf(real, size, "%s/%s", link, slash != NULL ? slash + 1 : path);
    }
    return real;
}

static void add(struct named_files *list, const char *name, bool is_input, int descriptor) {
    struct named_file *file = &list->files[list->count];
    struct stat status;
    int result;

    assert(list->count < COLLISIONS_FILES_MAX);
    *file = (struct named_file){.name = name, .is_input = is_input};
    result = descriptor >= 0 ? fstat(descriptor, &status) : stat(name, &status);
    file->exists = result == 0;
    if (file->exists && !S_ISREG(status.st_mode)) {
        return;
    }
    if (file->exists) {
        file->device = status.st_dev;
        file->inode = status.st_ino;
    }
    if (descriptor < 0) {
        file->path = file->exists ? realpath(name, NULL) : real_path_of_new(name);
    }
    list->count += file->exists || file->path != NULL;
}

/* All options that take a FILE; those of the reading group are inputs. */
static void add_options(struct named_files *list, const struct settings *settings,
                        bool with_writer) {
    for (size_t i = 0; i < option_table_length; i++) {
        const struct option_row *row = &option_table[i];
        const char *name;

        if (row->kind != OPTION_STRING || strcmp(row->argument, "FILE") != 0 ||
            (row->letter == 'w' && !with_writer)) {
            continue;
        }
        name = *(const char *const *)(const void *)((const char *)settings + row->offset);
        if (name == NULL) {
            continue;
        }
        if (strcmp(name, "-") != 0) {
            add(list, name, row->group == GROUP_READING, -1);
        } else if (row->group == GROUP_READING) {
            add(list, name, true, STDIN_FILENO);
        }
    }
}

static void free_all(struct named_files *list) {
    for (unsigned i = 0; i < list->count; i++) {
        free(list->files[i].path);
    }
}

static bool is_same(const struct named_file *a, const struct named_file *b) {
    if (a->exists && b->exists) {
        return a->device == b->device && a->inode == b->inode;
    }
    return !a->exists && !b->exists && strcmp(a->path, b->path) == 0;
}

static bool refuse(const struct named_file *a, const struct named_file *b, struct error *error) {
    if (a->is_input || b->is_input) {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("%s 是要读的文件，不能同时写入",
                                 "%s is a file to be read, so it cannot be written to"),
                         a->is_input ? b->name : a->name);
    }
    return error_set(error, STATUS_USAGE,
                     MESSAGE("%s 和 %s 是同一个文件", "%s and %s are the same file"), a->name,
                     b->name);
}

bool collisions_none(const struct settings *settings, struct error *error) {
    struct named_files list = {.count = 0};
    bool none = true;

    add_options(&list, settings, true);
    add(&list, MESSAGE("标准输出", "standard output"), false, STDOUT_FILENO);
    for (unsigned i = 0; i < list.count && none; i++) {
        for (unsigned j = i + 1; j < list.count && none; j++) {
            const struct named_file *a = &list.files[i];
            const struct named_file *b = &list.files[j];

            if (!(a->is_input && b->is_input) && is_same(a, b)) {
                none = refuse(a, b, error);
            }
        }
    }
    free_all(&list);
    return none;
}

void collisions_list(const struct settings *settings, char *files[COLLISIONS_FILES_MAX + 1]) {
    struct named_files list = {.count = 0};
    unsigned count = 0;

    add_options(&list, settings, false);
    for (unsigned i = 0; i < list.count; i++) {
        if (list.files[i].path != NULL) {
            files[count++] = list.files[i].path;
        }
    }
    files[count] = NULL;
}

void collisions_free(char *files[COLLISIONS_FILES_MAX + 1]) {
    for (unsigned i = 0; files[i] != NULL; i++) {
        free(files[i]);
    }
}
