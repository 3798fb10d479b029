/*
 * From here on only what is open: privileges given up, sandbox entered.
 */
#ifndef TCPGLOSS_SRC_MAIN_CONFINE_H
#define TCPGLOSS_SRC_MAIN_CONFINE_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/privileges.h"
#include "tcpgloss/capture/sandbox_settings.h"
#include "tcpgloss/cli/settings.h"

/* Comes before what is opened for the time behind the door. */
void confine_prepare(void);

/*
 * Who opens the files of a rotation in this directory: `identity`, or root without capabilities,
 * if `identity` may not. False, with `error` filled, if that was not to be.
 */
bool confine_file_opener(const struct settings *settings, const struct identity *identity,
                         int directory, struct identity *opener, struct error *error);

/* `sandbox`: what the program still needs. */
bool confine(const struct settings *settings, const struct identity *identity,
             const struct sandbox_settings *sandbox, struct error *error);

#endif
