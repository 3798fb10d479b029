/*
 * The command line, read into settings by the table of options.
 */
#ifndef TCPGLOSS_CLI_COMMAND_LINE_H
#define TCPGLOSS_CLI_COMMAND_LINE_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/cli/settings.h"

/*
 * Fills `settings` from the environment and the command line; settings_free() releases it, also
 * after a failure. The language of messages (words.h) is set in any case.
 */
bool settings_parse(int argc, char **argv, struct settings *settings, struct error *error);
void settings_free(struct settings *settings);

#endif
