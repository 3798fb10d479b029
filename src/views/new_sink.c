#include "views/new_sink.h"

#include <stdlib.h>

#include "tcpgloss/base/system_message.h"

void *new_sink(size_t size, const struct sink_operations *operations, struct error *error) {
    struct sink *sink = calloc(1, size);

    if (sink == NULL) {
        (void)error_set_no_memory(error);
        return NULL;
    }
    sink->operations = operations;
    return sink;
}
