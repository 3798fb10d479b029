#include "main/kernel_watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/system_message.h"

enum {
    WATCHED = 4096,
    QUEUED = 256,   /* answers that wait to be compared */
    A_SECOND = 500, /* questions, about all flows */
    NONE = -1,
};

#define MILLISECOND INT64_C(1000000)

static const int64_t interval = 100 * MILLISECOND;  /* between two questions about a flow */
static const int64_t late = 200 * MILLISECOND;      /* a packet older than this was handed over */
static const int64_t patience = 5000 * MILLISECOND; /* who asked so long ago waits no more */

/* A flow that may be asked about, in place `flow % WATCHED`. */
struct watched {
    uint32_t flow; /* 0: none is here */
    uint16_t ports[2];
    uint8_t version;
    bool owners;          /* whose it is has not been asked yet */
    bool due;             /* it is in the list of those to be asked about */
    bool told[2];         /* by end: `last` holds what was told last */
    uint8_t states[2];    /* inferred by now; enum tcp_state */
    uint16_t inferred[2]; /* one bit for each state inferred since the kernel was asked */
    int next_due;
    int64_t asked;
    uint8_t addresses[2][16];
    struct kernel_socket last[2];
};

struct kernel_watch {
    struct sink sink;
    struct kernel_sockets *sockets;
    struct pipeline *pipeline;
    int64_t time; /* up to which packets were followed */
    int64_t last_asked;
    int64_t second; /* when the second began in which `asked` questions were put */
    unsigned asked;
    int first_due; /* a list, the flow that waits longest first */
    int last_due;
    unsigned waiting; /* questions without an answer */
    unsigned queued;
    uint64_t compared, agreed;
    struct kernel_answer queue[QUEUED]; /* in the order of their times */
    struct watched flows[WATCHED];
};

static void add_due(struct kernel_watch *watch, struct watched *flow) {
    if (!flow->due) {
        const int place = (int)(flow - watch->flows);

        flow->due = true;
        flow->next_due = NONE;
        if (watch->first_due == NONE) {
            watch->first_due = place;
        } else {
            watch->flows[watch->last_due].next_due = place;
        }
        watch->last_due = place;
    }
}

/* A new flow takes the place of an older one, which may be in the list of those due. */
static void begin(struct watched *flow, const struct packet *packet,
                  const struct verdict *verdict) {
    const unsigned sender = verdict->from;
    const size_t length = packet->ip.version == 4 ? 4 : 16;
    const bool due = flow->due;
    const int next_due = flow->next_due;

    *flow = (struct watched){.flow = verdict->flow,
                             .version = packet->ip.version,
                             .owners = true,
                             .due = due,
                             .next_due = next_due};
    memcpy(flow->addresses[sender], packet->ip.source, length);
    memcpy(flow->addresses[1 - sender], packet->ip.destination, length);
    flow->ports[sender] = packet->tcp.source_port;
    flow->ports[1 - sender] = packet->tcp.destination_port;
}

/* The kernel can no more be asked about the flow whose addresses and ports these were. */
static void forget_predecessor(struct kernel_watch *watch, const struct watched *flow) {
    for (unsigned i = 0; i < WATCHED; i++) {
        struct watched *other = &watch->flows[i];

        if (other != flow && other->version == flow->version &&
            (memcmp(other->ports, flow->ports, sizeof flow->ports) == 0 ||
             (other->ports[0] == flow->ports[1] && other->ports[1] == flow->ports[0]))) {
            other->flow = 0;
        }
    }
}

static void note_states(struct watched *flow, const struct verdict *verdict) {
    for (unsigned i = 0; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];

        flow->inferred[change->endpoint] |=
            (uint16_t)(1u << (unsigned)change->from | 1u << (unsigned)change->to);
        flow->states[change->endpoint] = (uint8_t)change->to;
    }
    if (verdict->packet != 0) {
        for (unsigned end = 0; end < 2; end++) {
            flow->states[end] = (uint8_t)verdict->states[end];
            flow->inferred[end] |= (uint16_t)(1u << (unsigned)verdict->states[end]);
        }
    }
}

static void ask(struct kernel_watch *watch, struct watched *flow, int64_t now) {
    const struct kernel_ends ends = {
        .version = flow->version,
        .addresses = {flow->addresses[0], flow->addresses[1]},
        .ports = {flow->ports[0], flow->ports[1]},
    };

    if (!kernel_sockets_ask(watch->sockets, flow->flow, &ends, flow->owners)) {
        add_due(watch, flow); /* too many questions: later */
        return;
    }
    watch->waiting++;
    watch->asked++;
    watch->last_asked = now;
    flow->asked = now;
    flow->owners = false;
    for (unsigned end = 0; end < 2; end++) {
        flow->inferred[end] = (uint16_t)(1u << flow->states[end]);
    }
}

static void kernel_watch_write(struct sink *sink, const struct record *record) {
    struct kernel_watch *watch = (struct kernel_watch *)sink;
    const struct verdict *verdict;
    struct watched *flow;

    if (record->kind != RECORD_PACKET && record->kind != RECORD_TIMER) {
        return;
    }
    verdict = record->as.event.verdict;
    if (verdict == NULL || verdict->flow == 0) {
        return;
    }
    if (verdict->time > watch->time) {
        watch->time = verdict->time;
    }
    flow = &watch->flows[verdict->flow % WATCHED];
    if (flow->flow != verdict->flow) {
        if (record->kind != RECORD_PACKET || verdict->flow < flow->flow) {
            return;
        }
        begin(flow, record->as.event.packet, verdict);
        if (verdict->opens && verdict->incarnation > 1) {
            forget_predecessor(watch, flow);
        }
    }
    note_states(flow, verdict);
    if (flow->owners || verdict->change_count > 0 || verdict->finding_count > 0) {
        add_due(watch, flow);
    }
}

static bool may_ask(struct kernel_watch *watch, int64_t now) {
    if (now - watch->second >= 1000 * MILLISECOND) {
        watch->second = now;
        watch->asked = 0;
    }
    return watch->asked < A_SECOND;
}

static void ask_due(struct kernel_watch *watch, int64_t now) {
    int next = watch->first_due;

    if (!may_ask(watch, now)) {
        return;
    }
    watch->first_due = NONE;
    while (next != NONE) {
        struct watched *flow = &watch->flows[next];

        next = flow->next_due;
        flow->due = false;
        if (flow->flow == 0) {
            continue;
        }
        if (watch->asked < A_SECOND && (flow->owners || now - flow->asked >= interval)) {
            ask(watch, flow, now);
        } else {
            add_due(watch, flow);
        }
    }
}

/* RFC 9293's name for the kernel's state. */
static enum tcp_state state_of(const struct kernel_socket *socket) {
    static const uint8_t states[] = {
        [KERNEL_NO_SOCKET] = STATE_CLOSED,      [KERNEL_ESTABLISHED] = STATE_ESTABLISHED,
        [KERNEL_SYN_SENT] = STATE_SYN_SENT,     [KERNEL_SYN_RECV] = STATE_SYN_RECEIVED,
        [KERNEL_FIN_WAIT1] = STATE_FIN_WAIT_1,  [KERNEL_FIN_WAIT2] = STATE_FIN_WAIT_2,
        [KERNEL_TIME_WAIT] = STATE_TIME_WAIT,   [KERNEL_CLOSE] = STATE_CLOSED,
        [KERNEL_CLOSE_WAIT] = STATE_CLOSE_WAIT, [KERNEL_LAST_ACK] = STATE_LAST_ACK,
        [KERNEL_LISTEN] = STATE_LISTEN,         [KERNEL_CLOSING] = STATE_CLOSING,
    };

    return socket->state < sizeof states ? (enum tcp_state)states[socket->state] : STATE_UNKNOWN;
}

/* A listener is no connection: an end that is closed, or not open yet, may have one. */
static bool agrees(const struct kernel_fact *fact, uint16_t inferred) {
    const unsigned closed = 1u << STATE_CLOSED | 1u << STATE_LISTEN;
    const unsigned state = 1u << (unsigned)fact->state;

    return (inferred & ((state & closed) != 0 ? closed : state)) != 0;
}

/* What is worth a line: round-trip times alone change with every ACK. */
static bool is_news(const struct watched *flow, unsigned end, const struct kernel_socket *socket) {
    const struct kernel_socket *last = &flow->last[end];

    return !flow->told[end] || last->state != socket->state ||
           last->congestion_window != socket->congestion_window ||
           last->ssthresh != socket->ssthresh || last->backoff != socket->backoff ||
           last->retransmissions != socket->retransmissions ||
           last->receive_queue != socket->receive_queue || last->unsent != socket->unsent ||
           last->syn_queue != socket->syn_queue;
}

static void tell_owner(struct kernel_watch *watch, const struct kernel_answer *answer,
                       unsigned end) {
    const struct kernel_socket *socket = &answer->ends[end];
    const struct kernel_fact fact = {.time = answer->time,
                                     .flow = answer->flow,
                                     .who = (enum endpoint)end,
                                     .owner = true,
                                     .socket = *socket};

    if (socket->owner.known) {
        pipeline_kernel(watch->pipeline, &fact);
    }
}

static void tell_state(struct kernel_watch *watch, const struct kernel_answer *answer, unsigned end,
                       bool compare) {
    struct watched *flow = &watch->flows[answer->flow % WATCHED];
    struct kernel_fact fact = {.time = answer->time,
                               .flow = answer->flow,
                               .who = (enum endpoint)end,
                               .state = state_of(&answer->ends[end]),
                               .socket = answer->ends[end]};

    if (flow->flow != answer->flow) {
        return; /* its place was taken meanwhile */
    }
    fact.inferred = (enum tcp_state)flow->states[end];
    fact.compared = compare && fact.inferred != STATE_UNKNOWN;
    if (fact.compared) {
        fact.differs = !agrees(&fact, flow->inferred[end]);
        watch->compared++;
        watch->agreed += !fact.differs;
    }
    if (fact.differs || is_news(flow, end, &fact.socket)) {
        flow->told[end] = true;
        flow->last[end] = fact.socket;
        pipeline_kernel(watch->pipeline, &fact);
    }
}

/* Whose a flow is, is told at once; the rest waits for the packets. */
static void take_answers(struct kernel_watch *watch) {
    struct kernel_answer *answer = &watch->queue[watch->queued];

    while (watch->waiting > 0 && watch->queued < QUEUED &&
           kernel_sockets_take(watch->sockets, answer)) {
        watch->waiting -= watch->waiting > 0;
        for (unsigned end = 0; end < 2 && answer->owners; end++) {
            if (answer->local[end]) {
                tell_owner(watch, answer, end);
            }
        }
        answer = &watch->queue[++watch->queued];
    }
}

/* Those up to whose time all packets have been followed. */
static void tell_answers(struct kernel_watch *watch, int64_t now, bool all) {
    unsigned told = 0;

    while (told < watch->queued) {
        const struct kernel_answer *answer = &watch->queue[told];
        const bool settled = watch->time > answer->time || now > answer->time + late;

        if (!settled && !all) {
            break;
        }
        for (unsigned end = 0; end < 2; end++) {
            if (answer->local[end]) {
                tell_state(watch, answer, end, settled);
            }
        }
        told++;
    }
    watch->queued -= told;
    memmove(watch->queue, watch->queue + told, watch->queued * sizeof *watch->queue);
}

void kernel_watch_run(struct kernel_watch *watch, int64_t now) {
    if (now - watch->last_asked > patience) {
        watch->waiting = 0;
    }
    ask_due(watch, now);
    take_answers(watch);
    tell_answers(watch, now, false);
}

bool kernel_watch_busy(const struct kernel_watch *watch) {
    return watch->waiting > 0 || watch->queued > 0 || watch->first_due != NONE;
}

void kernel_watch_finish(struct kernel_watch *watch) {
    take_answers(watch);
    tell_answers(watch, 0, true);
    pipeline_kernel_count(watch->pipeline, watch->compared, watch->agreed);
}

struct sink *kernel_watch_sink(struct kernel_watch *watch) {
    return &watch->sink;
}

static void kernel_watch_keep(struct sink *sink) {
    (void)sink; /* its owner destroys it */
}

struct kernel_watch *kernel_watch_create(struct kernel_sockets *sockets, struct pipeline *pipeline,
                                         struct error *error) {
    static const struct sink_operations operations = {.write = kernel_watch_write,
                                                      .destroy = kernel_watch_keep};
    struct kernel_watch *watch = calloc(1, sizeof *watch);

    if (watch == NULL) {
        error_set_system(error, STATUS_RUNTIME, "--kernel", ENOMEM);
        return NULL;
    }
    watch->sink.operations = &operations;
    watch->sockets = sockets;
    watch->pipeline = pipeline;
    watch->first_due = NONE;
    return watch;
}

void kernel_watch_destroy(struct kernel_watch *watch) {
    free(watch);
}
