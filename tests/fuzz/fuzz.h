/* What libFuzzer calls, and replay.c where there is no libFuzzer. */
#ifndef TCPGLOSS_TESTS_FUZZ_FUZZ_H
#define TCPGLOSS_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
