/*
 * What the system's error numbers mean, in the language of messages (words.h).
 */
#ifndef TCPGLOSS_BASE_SYSTEM_MESSAGE_H
#define TCPGLOSS_BASE_SYSTEM_MESSAGE_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"

/* The English words are the system's own. Chinese has words for the usual numbers, and quotes the
 * system for all others. What is returned is valid until the next call in this thread. */
TCPGLOSS_API const char *system_message(int error_number);

/* "WHAT: why", in the language of messages. Always returns false, like error_set(). */
TCPGLOSS_API bool error_set_system(struct error *error, enum exit_status status, const char *what,
                                   int error_number);

/* "out of memory" */
TCPGLOSS_API bool error_set_no_memory(struct error *error);

#endif
