/*
 * One capture from its source through all layers to the sinks.
 */
#ifndef TCPGLOSS_SRC_MAIN_RUN_H
#define TCPGLOSS_SRC_MAIN_RUN_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/cli/settings.h"

/* Runs until the source ends, the user stops it or something fails. */
enum exit_status run_capture(const struct settings *settings);

#endif
