/*
 * The file of options that are wanted always: $XDG_CONFIG_HOME/tcpgloss/config, else
 * ~/.config/tcpgloss/config.
 *
 * One option a line, as on the command line: "--lang zh", "--lang=zh", "-nn", "-B 4096". What
 * follows an option's name and blanks is its argument, blanks and all. A line that begins with #
 * says nothing.
 */
#ifndef TCPGLOSS_SRC_CLI_CONFIG_FILE_H
#define TCPGLOSS_SRC_CLI_CONFIG_FILE_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/cli/settings.h"

/* The words of one line, as main() gets them: argv[0], the option, its argument if there is one. */
enum { CONFIG_WORDS_MAX = 3 };

/* Takes the words of a line of a file; they are valid as long as settings->config. */
typedef bool config_line(int argc, char **argv, struct settings *settings, struct error *error);

/* Calls `take` for each line. False, with the file and the line in `error`, if the file cannot be
 * read or `take` returned false; a file that is not there has no lines. The text becomes
 * settings->config. */
bool config_file_read(struct settings *settings, config_line *take, struct error *error);

#endif
