/*
 * A flow's diagram as a record of the page: what the page's ladder draws from.
 */
#ifndef TCPGLOSS_SRC_VIEWS_HTML_PAGE_DRAWING_H
#define TCPGLOSS_SRC_VIEWS_HTML_PAGE_DRAWING_H

#include "views/diagram/diagram.h"
#include "views/json/json_writer.h"

/*
 * The members behind "type": the flow, the distances to its ends, and the rows of segments and
 * timers of which there is more to say than that they are there: sent again, lost, crossing the
 * next, states that an end enters. `diagram` is finished.
 */
void page_drawing_put(struct json_writer *json, const struct diagram *diagram);

#endif
