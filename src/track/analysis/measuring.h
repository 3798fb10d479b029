/*
 * Takes the measures of a flow from one segment after another. All do nothing for a flow that is
 * not measured. They are called before any variable advances.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_MEASURING_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_MEASURING_H

#include <stdbool.h>

#include "track/analysis/analysis_context.h"

struct recovery;

/* A segment that its receiver should take, or has taken: silence, and the window. */
void measure_segment(const struct analysis_context *context);

/* It brings new data; `repeats`: behind some that were sent before. */
void measure_new_data(const struct analysis_context *context, bool repeats);

/* It is a FIN without data: sent for the first time, or again. */
void measure_fin(const struct analysis_context *context);

/* Something of it is sent again, and Karn's rule asks which copy is acknowledged. Its sender is
 * held up by that `since`; 0: it is not. */
void measure_repeated(const struct analysis_context *context, struct recovery *recovery,
                      int64_t since);

/* After it there is no room in the window for another one. */
void measure_full_window(const struct analysis_context *context);

/* It acknowledges more than was acknowledged before; `recovery` is that of its receiver. */
void measure_acknowledged(const struct analysis_context *context, struct recovery *recovery);

/* It announces a larger window, and may acknowledge nothing new. */
void measure_window_opened(const struct analysis_context *context);

#endif
