#include "views/graph/open_graphs.h"

#include <stdlib.h>

struct open_graph {
    struct open_flow open;
    struct graph graph;
};

void open_graphs_add(struct open_flows *open, size_t most, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct packet *packet = record->as.event.packet;
    struct open_graph *entry;

    if (verdict == NULL || verdict->flow == 0 || packet == NULL || !packet->has_tcp) {
        return;
    }
    entry = (struct open_graph *)open_flows_find(open, verdict->flow);
    if (entry == NULL && verdict->opens) {
        entry = (struct open_graph *)open_flows_add(open, verdict->flow, sizeof *entry);
        if (entry != NULL) {
            graph_begin(&entry->graph, most, record);
        }
    }
    if (entry != NULL) {
        graph_add(&entry->graph, record);
    }
}

bool open_graphs_take(struct open_flows *open, uint32_t flow, struct graph *graph) {
    struct open_graph *entry = (struct open_graph *)open_flows_take(open, flow);

    if (entry == NULL) {
        return false;
    }
    *graph = entry->graph;
    free(entry);
    return true;
}

void open_graphs_free(struct open_flows *open) {
    struct open_graph *entry;

    while ((entry = (struct open_graph *)open_flows_take_any(open)) != NULL) {
        graph_free(&entry->graph);
        free(entry);
    }
}
