/*
 * What the first bytes of a segment's data are, told by content and not by port.
 *
 * Only whole signs count: a segment that begins in the middle of something is CONTENT_OTHER. Every
 * byte is hostile, and the data may be cut short by the snapshot length; nothing is read beyond it.
 */
#ifndef TCPGLOSS_SRC_GLOSS_PAYLOAD_RECOGNIZE_H
#define TCPGLOSS_SRC_GLOSS_PAYLOAD_RECOGNIZE_H

#include "gloss/payload/content.h"

void content_recognise(struct span data, struct content *content);

#endif
