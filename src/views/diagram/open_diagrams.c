#include "views/diagram/open_diagrams.h"

#include <stdlib.h>

struct open_diagram {
    struct open_flow open;
    struct diagram diagram;
};

static struct diagram *find(const struct open_flows *open, uint32_t flow) {
    struct open_diagram *entry = (struct open_diagram *)open_flows_find(open, flow);

    return entry != NULL ? &entry->diagram : NULL;
}

static struct diagram *begin(struct open_flows *open, const struct record *record) {
    struct open_diagram *entry =
        (struct open_diagram *)open_flows_add(open, record->as.event.verdict->flow, sizeof *entry);

    if (entry == NULL) {
        return NULL;
    }
    diagram_begin(&entry->diagram, record);
    return &entry->diagram;
}

struct diagram *open_diagrams_add(struct open_flows *open, const struct diagram_settings *settings,
                                  const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct packet *packet = record->as.event.packet;
    struct diagram *diagram;

    if (verdict == NULL || verdict->flow == 0 || (packet != NULL && !packet->has_tcp)) {
        return NULL;
    }
    diagram = find(open, verdict->flow);
    if (diagram == NULL && verdict->opens && packet != NULL) {
        diagram = begin(open, record);
    }
    if (diagram != NULL) {
        diagram_add(diagram, settings, record);
        open->failed |= diagram->failed;
    }
    return diagram;
}

struct diagram *open_diagrams_note(struct open_flows *open, const struct kernel_fact *fact) {
    struct diagram *diagram = find(open, fact->flow);

    if (diagram != NULL && fact->owner) {
        diagram->owners[fact->who] = fact->socket.owner;
    }
    return diagram;
}

bool open_diagrams_take(struct open_flows *open, uint32_t flow, struct diagram *diagram) {
    struct open_diagram *entry = (struct open_diagram *)open_flows_take(open, flow);

    if (entry == NULL) {
        return false;
    }
    *diagram = entry->diagram;
    free(entry);
    return true;
}

void open_diagrams_free(struct open_flows *open) {
    struct open_diagram *entry;

    while ((entry = (struct open_diagram *)open_flows_take_any(open)) != NULL) {
        diagram_free(&entry->diagram);
        free(entry);
    }
}
