/*
 * What a diagram can only show once its flow is over: what its close became, and which arrows
 * cross.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_FINISH_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_FINISH_H

#include "tcpgloss/track/flow_fields.h"

#include "views/diagram/diagram.h"

void diagram_finish(struct diagram *diagram, enum teardown_kind teardown, enum language language);

#endif
