#include "track/table/lifetime.h"

#include <string.h>

#include "track/analysis/recovery.h"
#include "track/report/flow_verdict.h"
#include "track/report/verdict.h"
#include "track/segment_context.h"
#include "track/states/belief.h"
#include "track/table/replacement.h"

uint64_t lifetime_listener(const struct tracker *tracker, uint32_t index) {
    static const uint8_t nobody[16];
    const struct flow *flow = &tracker->table.flows[index];
    const bool second = flow_is_second(flow, ENDPOINT_SERVER);
    uint8_t address[16];

    table_address(&tracker->table, index, second, address);
    return conversation_hash(&tracker->table.hash_key, (flow->flags & FLOW_IPV6) != 0 ? 16 : 4,
                             nobody, 0, address, flow->key.ports[second]);
}

static enum eviction_class class_of(const struct flow *flow, const enum tcp_state states[2]) {
    enum tcp_state client = states[ENDPOINT_CLIENT];
    enum tcp_state server = states[ENDPOINT_SERVER];
    bool client_over = client == STATE_CLOSED || client == STATE_TIME_WAIT;
    bool server_over = server == STATE_CLOSED || server == STATE_TIME_WAIT;

    if (client == STATE_SYN_SENT || client == STATE_SYN_RECEIVED || server == STATE_SYN_SENT ||
        server == STATE_SYN_RECEIVED) {
        return client == STATE_CLOSED || server == STATE_CLOSED ? CLASS_CLOSED : CLASS_HALF_OPEN;
    }
    if ((flow->flags & FLOW_SELF) != 0) {
        server_over = true;
    }
    if (client_over && server_over) {
        return client == STATE_TIME_WAIT || server == STATE_TIME_WAIT ? CLASS_TIME_WAIT
                                                                      : CLASS_CLOSED;
    }
    return CLASS_OPEN;
}

/* When the oldest flow of a class has had its time. */
static int64_t class_deadline(const struct tracker *tracker, enum eviction_class class) {
    uint32_t first = tracker->table.classes[class].first;

    if (first == FLOW_NONE) {
        return INT64_MAX;
    }

    const struct flow *flow = &tracker->table.flows[first];
    const struct flow_record *record = &tracker->table.records[first];

    switch (class) {
    case CLASS_HALF_OPEN:
        return flow->last + IDLE_HALF_OPEN;
    case CLASS_CLOSED:
        return flow->last + 2 * tracker->msl;
    case CLASS_OPEN:
        return flow->last + IDLE_OPEN;
    case CLASS_TIME_WAIT: {
        /* Both ends wait after a simultaneous close: the later one counts. */
        uint32_t clock = segment_clock(flow->last);
        uint32_t ago = UINT32_MAX;

        for (unsigned end = 0; end < 2; end++) {
            uint32_t since = clock - record->control_sent[end];

            if (belief_state(flow, record, (enum endpoint)end) == STATE_TIME_WAIT && since < ago) {
                ago = since;
            }
        }
        return flow->last - (int64_t)ago * 1000 + 2 * tracker->msl;
    }
    case CLASS_DOUBTED:
    case CLASS_REPLACED:
    case CLASS_ENDED:
    case CLASS_COUNT:
        break;
    }
    return INT64_MIN;
}

static void renew_deadline(struct tracker *tracker) {
    tracker->deadline = INT64_MAX;
    for (unsigned class = CLASS_HALF_OPEN; class <= CLASS_OPEN; class ++) {
        int64_t deadline = class_deadline(tracker, (enum eviction_class) class);

        if (deadline < tracker->deadline) {
            tracker->deadline = deadline;
        }
    }
    if (tracker->table.classes[CLASS_REPLACED].first != FLOW_NONE ||
        tracker->table.classes[CLASS_DOUBTED].first != FLOW_NONE) {
        tracker->deadline = INT64_MIN;
    }
}

void lifetime_classify(struct tracker *tracker, uint32_t index, const enum tcp_state states[2]) {
    struct flow_record *record = &tracker->table.records[index];
    enum eviction_class class = class_of(&tracker->table.flows[index], states);

    if (class == CLASS_OPEN && record->eviction_class == CLASS_OPEN) {
        return;
    }
    if (class != CLASS_HALF_OPEN && (record->flags & RECORD_HALF_OPEN_COUNTED) != 0) {
        record->flags &= (uint16_t)~RECORD_HALF_OPEN_COUNTED;
        syn_flood_closed(tracker->flood, lifetime_listener(tracker, index));
    }
    table_move(&tracker->table, index, class);

    int64_t deadline = class_deadline(tracker, class);

    if (deadline < tracker->deadline) {
        tracker->deadline = deadline;
    }
}

/* At the end of the capture nobody looks for a flow any more: all stay where they are found. */
static void end_flow(struct tracker *tracker, uint32_t index) {
    if (tracker->table.records[index].eviction_class != CLASS_REPLACED && !tracker->finished) {
        table_unhash(&tracker->table, index);
    }
    table_move(&tracker->table, index, CLASS_ENDED);
}

static uint32_t live_count(const struct tracker *tracker) {
    uint32_t count = 0;

    for (unsigned class = CLASS_HALF_OPEN; class <= CLASS_OPEN; class ++) {
        count += tracker->table.classes[class].count;
    }
    return count;
}

/* Open flows stand in the order in which they opened; one that was active lately is passed over,
 * a few times. */
static uint32_t oldest_open(struct tracker *tracker) {
    for (unsigned i = 0; i < 8; i++) {
        uint32_t first = tracker->table.classes[CLASS_OPEN].first;
        uint32_t last = tracker->table.classes[CLASS_OPEN].last;

        if (first == last || tracker->table.flows[first].last < tracker->table.flows[last].last) {
            return first;
        }
        table_move(&tracker->table, first, CLASS_OPEN);
    }
    return tracker->table.classes[CLASS_OPEN].first;
}

void lifetime_release(struct tracker *tracker, uint32_t index) {
    struct flow *flow = &tracker->table.flows[index];

    recovery_release(tracker->pool, &flow->directions[ENDPOINT_CLIENT]);
    recovery_release(tracker->pool, &flow->directions[ENDPOINT_SERVER]);
    measures_release(&tracker->measures, flow->measures);
    flow->measures = MEASURES_NONE;
    table_release(&tracker->table, index);
}

/* A slot is free after this: if need be the report that has waited longest is given up. */
static void free_slot(struct tracker *tracker) {
    const struct table *table = &tracker->table;

    if (table->free == FLOW_NONE && table->touched == table->capacity) {
        lifetime_release(tracker, table->classes[CLASS_ENDED].first);
    }
}

bool lifetime_make_room(struct tracker *tracker, enum tcp_state *state) {
    struct table *table = &tracker->table;
    bool full = live_count(tracker) >= tracker->max_flows;

    for (unsigned class = CLASS_HALF_OPEN; full && class <= CLASS_OPEN; class ++) {
        uint32_t index = table->classes[class].first;

        if (index != FLOW_NONE) {
            if (class == CLASS_OPEN) {
                index = oldest_open(tracker);
            }
            *state = belief_state(&table->flows[index], &table->records[index], ENDPOINT_CLIENT);
            table->records[index].flags |= RECORD_EVICTED;
            tracker->evicted_count++;
            end_flow(tracker, index);
            break;
        }
    }
    free_slot(tracker);
    return full;
}

static bool is_unanswered(const struct flow *flow) {
    const struct direction *client = &flow->directions[ENDPOINT_CLIENT];
    const struct direction *server = &flow->directions[ENDPOINT_SERVER];

    return (client->flags & DIRECTION_ISN) != 0 && client->proven == STATE_SYN_SENT &&
           client->assumed_count == 0 && server->packets == 0;
}

/* That the capture ends is no fault of anyone's. */
static void add_unanswered(const struct tracker *tracker, const struct segment_context *context) {
    struct finding *finding =
        verdict_add(context->verdict, tracker->finished ? FINDING_NO_ANSWER_YET : FINDING_NO_ANSWER,
                    ENDPOINT_CLIENT);

    finding->count = context->record->repeats[ENDPOINT_CLIENT] + 1u;
    finding->duration = tracker->latest - context->record->start;
}

/* Ends the oldest flow of a class. True if there is something to say of it. */
static bool end_oldest(struct tracker *tracker, enum eviction_class class, int64_t time,
                       struct verdict *verdict) {
    uint32_t index = tracker->table.classes[class].first;
    struct flow *flow = &tracker->table.flows[index];
    struct segment_context context;

    context_begin(tracker, index, ENDPOINT_CLIENT, verdict, &context);
    verdict->time = time;
    if (class == CLASS_TIME_WAIT && !tracker->finished) {
        replacement_end_time_wait(&context);
        verdict_add(verdict, FINDING_TIME_WAIT_EXPIRED, verdict->from)->duration = 2 * tracker->msl;
    } else if (class == CLASS_REPLACED) {
        replacement_end_time_wait(&context);
    } else if (class == CLASS_HALF_OPEN && is_unanswered(flow)) {
        verdict->from = ENDPOINT_CLIENT;
        add_unanswered(tracker, &context);
    } else if (class != CLASS_CLOSED && !tracker->finished) {
        verdict_add(verdict, FINDING_IDLE, ENDPOINT_CLIENT)->duration = time - flow->last;
    }
    flow_verdict_fill(&context);
    if (class == CLASS_HALF_OPEN && (context.record->flags & RECORD_HALF_OPEN_COUNTED) != 0) {
        context.record->flags &= (uint16_t)~RECORD_HALF_OPEN_COUNTED;
        syn_flood_closed(tracker->flood, lifetime_listener(tracker, index));
    }
    end_flow(tracker, index);
    return verdict->change_count != 0 || verdict->finding_count != 0;
}

/* Tells what is assumed of the oldest flow of CLASS_DOUBTED now. */
static bool tell_doubted(struct tracker *tracker, struct verdict *verdict) {
    const uint32_t index = tracker->table.classes[CLASS_DOUBTED].first;
    struct segment_context context;

    context_begin(tracker, index, ENDPOINT_CLIENT, verdict, &context);
    verdict->time = tracker->replaced_at;
    replacement_turn(&context);
    flow_verdict_fill(&context);
    lifetime_classify(tracker, index, verdict->states);
    return verdict->change_count != 0;
}

/* Open flows are not put in order at each packet. Once a second, the foremost of them are looked
 * at, and those that were active go to the back. */
static void sweep_open(struct tracker *tracker, int64_t now) {
    struct class_list *open = &tracker->table.classes[CLASS_OPEN];

    if (now < tracker->next_sweep) {
        return;
    }
    tracker->next_sweep = now < INT64_MAX - SWEEP_INTERVAL ? now + SWEEP_INTERVAL : INT64_MAX;
    for (uint32_t budget = 64 + open->count / 256; budget > 0 && open->first != FLOW_NONE;
         budget--) {
        if (tracker->table.flows[open->first].last + IDLE_OPEN <= now) {
            break;
        }
        table_move(&tracker->table, open->first, CLASS_OPEN);
    }
}

/* The end of the capture: the flows that are left, about in the order in which they began. */
static bool end_remaining(struct tracker *tracker, struct verdict *verdict) {
    const struct table *table = &tracker->table;

    for (;;) {
        uint32_t lowest = FLOW_NONE;

        for (unsigned class = CLASS_HALF_OPEN; class <= CLASS_OPEN; class ++) {
            uint32_t first = table->classes[class].first;

            if (first != FLOW_NONE &&
                (lowest == FLOW_NONE || table->flows[first].number < table->flows[lowest].number)) {
                lowest = first;
            }
        }
        if (lowest == FLOW_NONE) {
            return false;
        }
        if (end_oldest(tracker, (enum eviction_class)table->records[lowest].eviction_class,
                       table->flows[lowest].last, verdict)) {
            return true;
        }
    }
}

bool lifetime_expire(struct tracker *tracker, int64_t now, struct verdict *verdict) {
    sweep_open(tracker, now);
    if (now < tracker->deadline && !tracker->finished) {
        return false;
    }
    while (tracker->table.classes[CLASS_REPLACED].first != FLOW_NONE) {
        if (end_oldest(tracker, CLASS_REPLACED, tracker->replaced_at, verdict)) {
            return true;
        }
    }
    while (tracker->table.classes[CLASS_DOUBTED].first != FLOW_NONE) {
        if (tell_doubted(tracker, verdict)) {
            return true;
        }
    }
    if (tracker->finished) {
        return end_remaining(tracker, verdict);
    }
    for (unsigned class = CLASS_HALF_OPEN; class <= CLASS_OPEN; class ++) {
        int64_t deadline = class_deadline(tracker, (enum eviction_class) class);

        while (deadline <= now) {
            if (end_oldest(tracker, (enum eviction_class) class, deadline, verdict)) {
                return true;
            }
            deadline = class_deadline(tracker, (enum eviction_class) class);
        }
    }
    renew_deadline(tracker);
    return false;
}
