/*
 * How far the ends of a flow are from where the capture was made.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_DISTANCE_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_DISTANCE_H

#include "views/diagram/diagram.h"

/*
 * Half a round trip to each end, in nanoseconds, by enum endpoint, as the handshake tells: the
 * answer to the SYN comes after a round trip to the SYN's receiver, the third segment after one to
 * its sender. What is not known is zero.
 */
void diagram_measure(const struct diagram *diagram, int64_t distance[2]);

#endif
