#include "views/diagram/open_diagrams.h"

#include <stdlib.h>

/* Where the entry of a flow hangs, or would. */
static struct open_diagram **find(struct open_diagrams *open, uint32_t flow) {
    struct open_diagram **link = &open->buckets[flow % OPEN_DIAGRAMS_BUCKETS];

    while (*link != NULL && (*link)->diagram.flow != flow) {
        link = &(*link)->next;
    }
    return link;
}

struct diagram *open_diagrams_add(struct open_diagrams *open,
                                  const struct diagram_settings *settings,
                                  const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    struct open_diagram **link;

    const struct packet *packet = record->as.event.packet;

    if (verdict == NULL || verdict->flow == 0 || (packet != NULL && !packet->has_tcp)) {
        return NULL;
    }
    link = find(open, verdict->flow);
    if (*link == NULL && verdict->opens && packet != NULL) {
        struct open_diagram *entry =
            open->count < OPEN_DIAGRAMS_MAX ? calloc(1, sizeof *entry) : NULL;

        if (entry == NULL) {
            open->failed |= open->count < OPEN_DIAGRAMS_MAX;
            open->refused++;
            return NULL;
        }
        diagram_begin(&entry->diagram, record);
        *link = entry;
        open->count++;
    }
    if (*link == NULL) {
        return NULL;
    }
    diagram_add(&(*link)->diagram, settings, record);
    open->failed |= (*link)->diagram.failed;
    return &(*link)->diagram;
}

struct diagram *open_diagrams_note(struct open_diagrams *open, const struct kernel_fact *fact) {
    struct open_diagram *entry = *find(open, fact->flow);

    if (entry == NULL) {
        return NULL;
    }
    if (fact->owner) {
        entry->diagram.owners[fact->who] = fact->socket.owner;
    }
    return &entry->diagram;
}

bool open_diagrams_take(struct open_diagrams *open, uint32_t flow, struct diagram *diagram) {
    struct open_diagram **link = find(open, flow);
    struct open_diagram *entry = *link;

    if (entry == NULL) {
        return false;
    }
    *diagram = entry->diagram;
    *link = entry->next;
    free(entry);
    open->count--;
    return true;
}

void open_diagrams_free(struct open_diagrams *open) {
    for (size_t i = 0; i < OPEN_DIAGRAMS_BUCKETS; i++) {
        while (open->buckets[i] != NULL) {
            struct open_diagram *entry = open->buckets[i];

            open->buckets[i] = entry->next;
            diagram_free(&entry->diagram);
            free(entry);
        }
    }
}
