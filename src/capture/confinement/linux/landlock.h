/*
 * Landlock (landlock(7)) by its system calls: libraries for it are not common yet.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_CONFINEMENT_LINUX_LANDLOCK_H
#define TCPGLOSS_SRC_CAPTURE_CONFINEMENT_LINUX_LANDLOCK_H

#include <stdbool.h>

#include "tcpgloss/capture/sandbox_settings.h"

/*
 * Takes away, as far as the kernel's version of Landlock goes: all access to files but the role's
 * (version 1), TCP but to a resolver's name servers (4), signals and abstract sockets of other
 * processes (6). Nothing of the role that asks the kernel: a process under Landlock sees the
 * descriptors of no process outside. False, with errno set, if the kernel has no Landlock.
 */
bool landlock_enter(const struct sandbox_settings *settings);

#endif
