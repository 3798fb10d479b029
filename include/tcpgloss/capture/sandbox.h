/*
 * What a process of this program can still reach once it reads what strangers wrote.
 *
 * Each system does it by means of its own (Linux: Landlock and seccomp), so what is asked for here
 * is said without them.
 */
#ifndef TCPGLOSS_CAPTURE_SANDBOX_H
#define TCPGLOSS_CAPTURE_SANDBOX_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/sandbox_settings.h"

/*
 * For good. Every part that the system has is put in force even if another is missing; then false,
 * and `error` says which. A program that is built with a sanitizer has no sandbox, and none is
 * missing: a sanitizer needs at its end what the sandbox forbids.
 */
bool sandbox_enter(const struct sandbox_settings *settings, struct error *error);

#endif
