/*
 * A whole connection as records, for tests of the views: handshake, a request with its answer in
 * many segments, one of them lost and sent again, and a merged teardown.
 */
#ifndef TCPGLOSS_TESTS_UNIT_VIEWS_STORY_H
#define TCPGLOSS_TESTS_UNIT_VIEWS_STORY_H

#include "tcpgloss/views/sink.h"

/* Tells it to a sink, which is destroyed, and returns what the sink wrote to the stream, which is
 * freed; NUL-terminated, the caller frees it. */
char *story_tell(struct sink *sink, struct stream *stream);

#endif
