/* replay FOLDER: runs a fuzz target over a corpus, without libFuzzer. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

enum { INPUT_MAX = 1 << 20 };

static int replay(const char *folder, const char *name) {
    static uint8_t data[INPUT_MAX];
    char path[4096];
    FILE *file;
    size_t size;

    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        return -1;
    }
    file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return -1;
    }
    size = fread(data, 1, sizeof data, file);
    (void)fclose(file);
    return LLVMFuzzerTestOneInput(data, size);
}

int main(int argc, char **argv) {
    DIR *directory = argc == 2 ? opendir(argv[1]) : NULL;
    const struct dirent *entry;
    unsigned count = 0;

    if (directory == NULL) {
        (void)fprintf(stderr, "usage: replay FOLDER\n");
        return EXIT_FAILURE;
    }
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.') {
            if (replay(argv[1], entry->d_name) != 0) {
                return EXIT_FAILURE;
            }
            count++;
        }
    }
    (void)closedir(directory);
    (void)printf("%u inputs\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
