/*
 * The sandbox by the means of one system, each in a folder of its own.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_CONFINEMENT_SYSTEM_SANDBOX_H
#define TCPGLOSS_SRC_CAPTURE_CONFINEMENT_SYSTEM_SANDBOX_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/sandbox_settings.h"

/* As sandbox_enter(), for a program without sanitizers. */
bool system_sandbox_enter(const struct sandbox_settings *settings, struct error *error);

#endif
