/*
 * The text of --help, from the table of options.
 */
#ifndef TCPGLOSS_CLI_HELP_H
#define TCPGLOSS_CLI_HELP_H

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"

/* Appends it; `language` is not both. */
void help_write(enum language language, struct text *text);

#endif
