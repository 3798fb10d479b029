/*
 * What whoever started the program is told on standard error.
 */
#ifndef TCPGLOSS_CAPTURE_MESSAGE_H
#define TCPGLOSS_CAPTURE_MESSAGE_H

#include "tcpgloss/base/text.h"

/* Writes text of the program's own: whole lines. */
void message_put(const struct text *text);

/* Prints one line, without the newline at its end, in one piece. Whatever is not harmless in it, in
 * names of files and devices and in messages of libraries, is escaped (unicode.h). */
__attribute__((format(printf, 1, 2))) void message_print(const char *format, ...);

/* "tcpgloss: WARNING: " and one line. */
__attribute__((format(printf, 1, 2))) void message_warn(const char *format, ...);

#endif
