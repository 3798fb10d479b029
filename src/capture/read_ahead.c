#include "read_ahead.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/capture/signals.h"

enum {
    BLOCKS = 4,
    BLOCK_BYTES = 256 * 1024, /* two of them stay in a core's second-level cache */
    BLOCK_PACKETS = 1024,
};

struct block {
    struct batch batch;
    uint8_t *bytes;
    size_t size;
    size_t used;
    struct captured packets[BLOCK_PACKETS];
};

struct read_ahead {
    pcap_t *pcap;
    const struct bpf_program *filter; /* null: all packets match */
    bool nanoseconds;
    uint64_t records;
    pthread_t thread;
    atomic_bool stopped;
    bool failed; /* no memory for a packet */

    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t changed;
    uint64_t filled;  /* blocks handed over by the thread */
    uint64_t emptied; /* and given back */
    uint64_t waits;   /* times the thread began to wait for bytes */
    uint64_t waits_told;
    struct block blocks[BLOCKS];
};

/* The block that the thread fills. */
static struct block *current(struct read_ahead *ahead) {
    return &ahead->blocks[ahead->filled % BLOCKS];
}

/* Hands the current block over and waits until the next one is free. */
static void hand_over(struct read_ahead *ahead, enum source_event event) {
    struct block *block = current(ahead);

    block->batch.packets = block->packets;
    block->batch.event = event;
    (void)pthread_mutex_lock(&ahead->mutex);
    ahead->filled++;
    (void)pthread_cond_broadcast(&ahead->changed);
    while (ahead->filled - ahead->emptied == BLOCKS && !ahead->stopped) {
        (void)pthread_cond_wait(&ahead->changed, &ahead->mutex);
    }
    (void)pthread_mutex_unlock(&ahead->mutex);
    block = current(ahead);
    block->batch.count = 0;
    block->used = 0;
}

/* Makes room for a packet in the current block, or in a new one. False if there is no memory. */
static bool make_room(struct read_ahead *ahead, size_t size) {
    struct block *block = current(ahead);
    uint8_t *bytes;

    if (block->batch.count < BLOCK_PACKETS && size <= block->size - block->used) {
        return true;
    }
    if (block->batch.count > 0) {
        hand_over(ahead, SOURCE_PACKETS);
        block = current(ahead);
    }
    if (size <= block->size) {
        return true;
    }
    bytes = realloc(block->bytes, size);
    if (bytes == NULL) {
        return false;
    }
    block->bytes = bytes;
    block->size = size;
    return true;
}

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
    struct read_ahead *ahead = (struct read_ahead *)(void *)user;
    struct block *block;
    uint8_t *copy;

    if (ahead->stopped || ahead->failed) {
        pcap_breakloop(ahead->pcap);
        return;
    }
    /* Filtered here and not by libpcap, so that all are counted: a message names the number. */
    ahead->records++;
    if (ahead->filter != NULL && pcap_offline_filter(ahead->filter, header, data) == 0) {
        return;
    }
    if (!make_room(ahead, header->caplen)) {
        ahead->failed = true;
        pcap_breakloop(ahead->pcap);
        return;
    }
    block = current(ahead);
    copy = block->bytes + block->used;
    memcpy(copy, data, header->caplen);
    block->used += header->caplen;
    block->packets[block->batch.count++] = (struct captured){
        .data = copy,
        .captured = header->caplen,
        .length = header->len,
        .seconds = header->ts.tv_sec,
        .nanoseconds = (int64_t)header->ts.tv_usec * (ahead->nanoseconds ? 1 : 1000),
    };
}

/* The input is about to wait for bytes. False: it shall not. */
static bool tell_wait(void *context) {
    struct read_ahead *ahead = context;

    if (current(ahead)->batch.count > 0) {
        hand_over(ahead, SOURCE_PACKETS);
    }
    (void)pthread_mutex_lock(&ahead->mutex);
    ahead->waits++;
    (void)pthread_cond_broadcast(&ahead->changed);
    (void)pthread_mutex_unlock(&ahead->mutex);
    return !ahead->stopped;
}

static void *run(void *context) {
    struct read_ahead *ahead = context;
    int result = pcap_loop(ahead->pcap, -1, take, (u_char *)ahead);
    enum source_event event = result == 0 ? SOURCE_END : SOURCE_FAILED;

    hand_over(ahead, signals_stop() != 0 ? SOURCE_STOPPED : event);
    return NULL;
}

/* Signals are for the thread that handles the packets. */
static int create_thread(struct read_ahead *ahead) {
    sigset_t all;
    sigset_t before;
    int failure;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    failure = pthread_create(&ahead->thread, NULL, run, ahead);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

static void destroy(struct read_ahead *ahead) {
    for (unsigned i = 0; i < BLOCKS; i++) {
        free(ahead->blocks[i].bytes);
    }
    (void)pthread_mutex_destroy(&ahead->mutex);
    (void)pthread_cond_destroy(&ahead->changed);
    free(ahead);
}

struct read_ahead *read_ahead_start(pcap_t *pcap, struct input *input,
                                    const struct bpf_program *filter, bool nanoseconds,
                                    struct error *error) {
    struct read_ahead *ahead = calloc(1, sizeof *ahead);
    int failure = ENOMEM;

    if (ahead != NULL) {
        ahead->pcap = pcap;
        ahead->filter = filter;
        ahead->nanoseconds = nanoseconds;
        (void)pthread_mutex_init(&ahead->mutex, NULL);
        (void)pthread_cond_init(&ahead->changed, NULL);
        failure = 0;
        for (unsigned i = 0; i < BLOCKS && failure == 0; i++) {
            ahead->blocks[i].bytes = malloc(BLOCK_BYTES);
            ahead->blocks[i].size = BLOCK_BYTES;
            failure = ahead->blocks[i].bytes != NULL ? 0 : ENOMEM;
        }
        input_on_wait(input, tell_wait, ahead);
        if (failure == 0) {
            failure = create_thread(ahead);
        }
        if (failure == 0) {
            return ahead;
        }
        destroy(ahead);
    }
    error_set(error, STATUS_RUNTIME, "no thread to read with: %s", strerror(failure));
    return NULL;
}

void read_ahead_stop(struct read_ahead *ahead) {
    if (ahead == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&ahead->mutex);
    ahead->stopped = true;
    (void)pthread_cond_broadcast(&ahead->changed);
    (void)pthread_mutex_unlock(&ahead->mutex);
    signals_wake();
    (void)pthread_join(ahead->thread, NULL);
    destroy(ahead);
}

const struct batch *read_ahead_take(struct read_ahead *ahead,
                                    const struct packet_handler *handler) {
    (void)pthread_mutex_lock(&ahead->mutex);
    while (ahead->filled == ahead->emptied) {
        if (ahead->waits_told == ahead->waits) {
            (void)pthread_cond_wait(&ahead->changed, &ahead->mutex);
            continue;
        }
        ahead->waits_told = ahead->waits;
        (void)pthread_mutex_unlock(&ahead->mutex);
        handler->wait(handler->context);
        (void)pthread_mutex_lock(&ahead->mutex);
    }
    (void)pthread_mutex_unlock(&ahead->mutex);
    return &ahead->blocks[ahead->emptied % BLOCKS].batch;
}

void read_ahead_give_back(struct read_ahead *ahead) {
    (void)pthread_mutex_lock(&ahead->mutex);
    ahead->emptied++;
    (void)pthread_cond_broadcast(&ahead->changed);
    (void)pthread_mutex_unlock(&ahead->mutex);
}

uint64_t read_ahead_records(const struct read_ahead *ahead) {
    return ahead->records;
}

const char *read_ahead_failure(const struct read_ahead *ahead) {
    return ahead->failed ? strerror(ENOMEM) : pcap_geterr(ahead->pcap);
}
