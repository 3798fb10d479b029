#include "input_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

static char folder[PATH_SIZE];
static char below[PATH_SIZE + 16];
static char path[PATH_SIZE + 32];

static void clean_up(void) {
    (void)unlink(path);
    (void)rmdir(below);
    (void)rmdir(folder);
}

/* FOLDER/tcpgloss/config, where a file of options is looked for. */
static void create(void) {
    const char *temporary = getenv("TMPDIR");

    (void)snprintf(folder, sizeof folder, "%s/tcpgloss-fuzz-XXXXXX",
                   temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(folder) == NULL) {
        abort();
    }
    (void)snprintf(below, sizeof below, "%s/tcpgloss", folder);
    (void)snprintf(path, sizeof path, "%s/config", below);
    if (mkdir(below, 0700) != 0 || atexit(clean_up) != 0) {
        abort();
    }
}

const char *input_file_folder(void) {
    if (folder[0] == '\0') {
        create();
    }
    return folder;
}

const char *input_file_write(const uint8_t *data, size_t size) {
    int descriptor;

    (void)input_file_folder();
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0 || write(descriptor, data, size) != (ssize_t)size ||
        close(descriptor) != 0) {
        abort();
    }
    return path;
}
