/*
 * A whole connection as records, for tests of the views: handshake, a request with its answer in
 * many segments, one of them lost and sent again, and a merged teardown.
 */
#ifndef TCPGLOSS_TESTS_UNIT_OUT_STORY_H
#define TCPGLOSS_TESTS_UNIT_OUT_STORY_H

#include "tcpgloss/out/sink.h"

void story_tell(struct sink *sink);

#endif
