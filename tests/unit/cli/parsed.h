/*
 * A command line, parsed.
 */
#ifndef TCPGLOSS_TESTS_UNIT_CLI_PARSED_H
#define TCPGLOSS_TESTS_UNIT_CLI_PARSED_H

#include <stdbool.h>

#include "tcpgloss/cli/command_line.h"

struct parsed {
    struct settings settings;
    struct error error;
    bool ok;
};

/* Parses a command line given as one string, its words parted by single spaces. */
struct parsed parse(const char *line);

/* It is refused as wrong usage, with a message that holds `why`. */
void assert_refused(const char *line, const char *why);

/* A setup: the environment says nothing. */
int clear_environment(void **state);

#endif
