/*
 * The capture again, as pcapng (draft-ietf-opsawg-pcapng), with each packet's notes as its
 * comments, which Wireshark shows beside the packet. Times have nanoseconds. What belongs to no
 * packet (a timer's note) has no place in it.
 */
#ifndef TCPGLOSS_VIEWS_PCAPNG_SINK_H
#define TCPGLOSS_VIEWS_PCAPNG_SINK_H

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/views/sink.h"

/* `stream` is borrowed. Null, with `error` filled, if there is no memory. */
TCPGLOSS_API struct sink *pcapng_sink_create(enum language language, struct stream *stream,
                                             struct error *error);

#endif
