/* A file with the input's bytes, for what reads files: one, written anew each time. */
#ifndef TCPGLOSS_TESTS_FUZZ_INPUT_FILE_H
#define TCPGLOSS_TESTS_FUZZ_INPUT_FILE_H

#include <stddef.h>
#include <stdint.h>

/* Its path, valid until the program ends, which removes it. */
const char *input_file_write(const uint8_t *data, size_t size);

/* The folder that holds it and nothing else. */
const char *input_file_folder(void);

#endif
