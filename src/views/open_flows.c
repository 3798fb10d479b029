#include "views/open_flows.h"

#include <stdlib.h>

/* Where the entry of a flow hangs, or would. */
static struct open_flow **link_of(struct open_flows *open, uint32_t flow) {
    struct open_flow **link = &open->buckets[flow % OPEN_FLOWS_BUCKETS];

    while (*link != NULL && (*link)->flow != flow) {
        link = &(*link)->next;
    }
    return link;
}

struct open_flow *open_flows_find(const struct open_flows *open, uint32_t flow) {
    struct open_flow *entry = open->buckets[flow % OPEN_FLOWS_BUCKETS];

    while (entry != NULL && entry->flow != flow) {
        entry = entry->next;
    }
    return entry;
}

struct open_flow *open_flows_add(struct open_flows *open, uint32_t flow, size_t size) {
    struct open_flow *entry = open->count < OPEN_FLOWS_MAX ? calloc(1, size) : NULL;

    if (entry == NULL) {
        open->failed |= open->count < OPEN_FLOWS_MAX;
        open->refused++;
        return NULL;
    }
    entry->flow = flow;
    *link_of(open, flow) = entry;
    open->count++;
    return entry;
}

static struct open_flow *unlink_entry(struct open_flows *open, struct open_flow **link) {
    struct open_flow *entry = *link;

    if (entry != NULL) {
        *link = entry->next;
        open->count--;
    }
    return entry;
}

struct open_flow *open_flows_take(struct open_flows *open, uint32_t flow) {
    return unlink_entry(open, link_of(open, flow));
}

struct open_flow *open_flows_take_any(struct open_flows *open) {
    for (size_t i = 0; open->count > 0 && i < OPEN_FLOWS_BUCKETS; i++) {
        if (open->buckets[i] != NULL) {
            return unlink_entry(open, &open->buckets[i]);
        }
    }
    return NULL;
}
