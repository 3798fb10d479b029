/*
 * The seccomp filter: which system calls are left.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_CONFINEMENT_SYSCALL_FILTER_H
#define TCPGLOSS_SRC_CAPTURE_CONFINEMENT_SYSCALL_FILTER_H

#include <stdbool.h>

/* False, with errno set, if there is no seccomp. `creates_files`: openat() is left too. */
bool syscall_filter_enter(bool creates_files);

#endif
