/*
 * The memory of a sink.
 */
#ifndef TCPGLOSS_SRC_VIEWS_NEW_SINK_H
#define TCPGLOSS_SRC_VIEWS_NEW_SINK_H

#include <stddef.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/views/sink.h"

/* `size` zeroed bytes, of a struct whose first member is a struct sink with these operations. Null,
 * with an error, if there is no memory. The sink's destroy() frees them. */
void *new_sink(size_t size, const struct sink_operations *operations, struct error *error);

#endif
