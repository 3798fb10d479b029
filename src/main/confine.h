/*
 * From here on only what is open: privileges given up, sandbox entered.
 */
#ifndef TCPGLOSS_SRC_MAIN_CONFINE_H
#define TCPGLOSS_SRC_MAIN_CONFINE_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/privileges.h"
#include "tcpgloss/cli/settings.h"

/* `directory`: where files will still be created; -1: nowhere. */
bool confine(const struct settings *settings, struct identity *identity, int directory,
             struct error *error);

#endif
