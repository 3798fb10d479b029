#include "views/flow_owners.h"

#include <stdlib.h>

/* In place `flow % FLOW_OWNERS_MAX`. */
struct flow_owner {
    uint32_t flow;
    struct kernel_owner ends[2]; /* by enum endpoint */
};

struct flow_owners {
    struct flow_owner flows[FLOW_OWNERS_MAX];
};

struct flow_owners *flow_owners_create(void) {
    return calloc(1, sizeof(struct flow_owners));
}

void flow_owners_destroy(struct flow_owners *owners) {
    free(owners);
}

void flow_owners_note(struct flow_owners *owners, const struct kernel_fact *fact) {
    struct flow_owner *flow = &owners->flows[fact->flow % FLOW_OWNERS_MAX];

    if (!fact->owner) {
        return;
    }
    if (flow->flow != fact->flow) {
        *flow = (struct flow_owner){.flow = fact->flow};
    }
    flow->ends[fact->who] = fact->socket.owner;
}

void flow_owners_fill(const struct flow_owners *owners, struct flow_report *report) {
    const struct flow_owner *flow = &owners->flows[report->flow % FLOW_OWNERS_MAX];

    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER && flow->flow == report->flow;
         end++) {
        report->endpoints[end].owner = flow->ends[end];
    }
}
