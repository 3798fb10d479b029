/*
 * Loaded before the C library (LD_PRELOAD): allocations of the program fail, those of the libraries
 * do not. FAIL_AT is the number of the first that does, from 1; with FAIL_ONCE in the environment
 * it is the only one.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static atomic_long calls;
static long fail_at;
static bool once;
static uintptr_t program_start, program_end;

/* The first object is the program. */
static int find_program(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    (void)context;
    program_start = object->dlpi_addr;
    for (unsigned i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type == PT_LOAD) {
            program_end =
                program_start + object->dlpi_phdr[i].p_vaddr + object->dlpi_phdr[i].p_memsz;
        }
    }
    return 1;
}

__attribute__((constructor)) static void prepare(void) {
    const char *number = getenv("FAIL_AT");

    (void)dl_iterate_phdr(find_program, NULL);
    once = getenv("FAIL_ONCE") != NULL;
    fail_at = number != NULL ? atol(number) : 0;
}

static bool fails(const void *caller) {
    uintptr_t address = (uintptr_t)caller;
    long call;

    if (address < program_start || address >= program_end) {
        return false;
    }
    call = atomic_fetch_add(&calls, 1) + 1;
    if (fail_at > 0 && (once ? call == fail_at : call >= fail_at)) {
        errno = ENOMEM;
        return true;
    }
    return false;
}

void *malloc(size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(block, size);
}

char *strndup(const char *string, size_t size) {
    size_t length = strnlen(string, size);
    char *copy = fails(__builtin_return_address(0)) ? NULL : __libc_malloc(length + 1);

    if (copy != NULL) {
        memcpy(copy, string, length);
        copy[length] = '\0';
    }
    return copy;
}
