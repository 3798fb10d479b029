/*
 * The filter of system calls (seccomp(2)), by libseccomp.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_CONFINEMENT_LINUX_SYSCALL_FILTER_H
#define TCPGLOSS_SRC_CAPTURE_CONFINEMENT_LINUX_SYSCALL_FILTER_H

#include <stdbool.h>

#include "tcpgloss/capture/sandbox_settings.h"

/*
 * Allows the calls of the role. To run another program or to trace a process kills this one, and so
 * does a new socket, but for a resolver; every other call fails with EPERM. False, with errno set,
 * if the kernel has no filters or the program was built without libseccomp.
 */
bool syscall_filter_enter(const struct sandbox_settings *settings);

#endif
