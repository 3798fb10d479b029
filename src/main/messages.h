/*
 * What is said on standard error, in tcpdump's words where it has them.
 */
#ifndef TCPGLOSS_SRC_MAIN_MESSAGES_H
#define TCPGLOSS_SRC_MAIN_MESSAGES_H

#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/packet_source.h"

/* One line: "tcpgloss: message". */
void message_error(const struct error *error);

/* What is being read: name, link type, snapshot length. */
void message_opening(const struct packet_source *source);

/* How many packets were captured and, live, what the kernel counted: at the end on lines of their
 * own, while the capture goes on in one. What an interface dropped is said if it is known and not
 * 0. */
void message_statistics(struct packet_source *source, uint64_t captured);
void message_report(struct packet_source *source, uint64_t captured);

#endif
