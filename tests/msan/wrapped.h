/* The linker leads calls of a wrapped function f() to __wrap_f(), and __real_f() to f(). */
#ifndef TCPGLOSS_TESTS_MSAN_WRAPPED_H
#define TCPGLOSS_TESTS_MSAN_WRAPPED_H

#include <sanitizer/msan_interface.h>

/* NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's. */
#define WRAPPED(type, name, ...)                                                                   \
    type __real_##name(__VA_ARGS__);                                                               \
    type __wrap_##name(__VA_ARGS__);                                                               \
    type __wrap_##name(__VA_ARGS__)
/* NOLINTEND(bugprone-reserved-identifier) */

#endif
