#include "capture/reading/read_ahead.h"

#include <errno.h>
#include <stdlib.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/signals.h"

#include "capture/pcap_message.h"
#include "capture/reading/link_type.h"
#include "capture/reading/ring_thread.h"

enum {
    BLOCKS = 16,
    BLOCK_BYTES = 128 * 1024, /* all of them fit in a core's second-level cache */
    BLOCK_PACKETS = 1024,
};

struct block {
    struct batch batch;
    struct text bytes; /* of all packets, one behind the other */
    struct frame frames[BLOCK_PACKETS];
};

struct read_ahead {
    struct ring_thread thread;
    pcap_t *pcap;
    const struct bpf_program *filter; /* null: all packets match */
    bool nanoseconds;
    bool stopped; /* by who takes the batches */
    bool failed;  /* no memory for a packet */
    int link_type;
    uint64_t records;    /* read */
    uint64_t matching;   /* that the filter let through */
    struct block *block; /* that the thread fills */
    struct block blocks[BLOCKS];
};

/* The next block to fill, once it is free. */
static void begin_block(struct read_ahead *ahead) {
    unsigned slot;

    ahead->stopped = !ring_thread_wait_free(&ahead->thread, &slot);
    if (!ahead->stopped) {
        ahead->block = &ahead->blocks[slot];
        ahead->block->batch = (struct batch){.frames = ahead->block->frames};
        text_clear(&ahead->block->bytes);
    }
}

static void hand_over(struct read_ahead *ahead, bool waits, enum packet_source_event event) {
    struct block *block = ahead->block;
    const uint8_t *data = (const uint8_t *)block->bytes.data;

    for (uint32_t i = 0; i < block->batch.count; i++) {
        block->frames[i].data = data;
        data += block->frames[i].captured;
    }
    block->batch.waits = waits;
    block->batch.event = event;
    ring_thread_fill(&ahead->thread, waits || event != SOURCE_PACKETS);
}

static bool is_full(const struct block *block, uint32_t captured) {
    return block->batch.count == BLOCK_PACKETS ||
           (block->batch.count > 0 && block->bytes.length + captured > BLOCK_BYTES);
}

static void add(struct read_ahead *ahead, const struct pcap_pkthdr *header, const u_char *data) {
    struct block *block;

    if (is_full(ahead->block, header->caplen)) {
        hand_over(ahead, false, SOURCE_PACKETS);
        begin_block(ahead);
        if (ahead->stopped) {
            return;
        }
    }
    block = ahead->block;
    if (!text_reserve(&block->bytes, header->caplen)) {
        ahead->failed = true;
        return;
    }
    text_put(&block->bytes, (const char *)data, header->caplen);
    block->frames[block->batch.count++] = (struct frame){
        .captured = header->caplen,
        .length = header->len,
        .seconds = header->ts.tv_sec,
        .nanoseconds = (int64_t)header->ts.tv_usec * (ahead->nanoseconds ? 1 : 1000),
        .number = ++ahead->matching,
        .link_type = ahead->link_type,
    };
}

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
    struct read_ahead *ahead = (struct read_ahead *)(void *)user;

    /* Filtered here and not by libpcap, so that all are counted: a message names the number. */
    ahead->records++;
    if (ahead->filter == NULL || pcap_offline_filter(ahead->filter, header, data) != 0) {
        add(ahead, header, data);
    }
    if (ahead->stopped || ahead->failed) {
        pcap_breakloop(ahead->pcap);
    }
}

/* The file is about to wait for bytes. False: do not wait. */
static bool tell_wait(void *context) {
    struct read_ahead *ahead = context;

    if (!ahead->stopped) {
        hand_over(ahead, true, SOURCE_PACKETS);
        begin_block(ahead);
    }
    return !ahead->stopped;
}

static void *run(void *context) {
    struct read_ahead *ahead = context;
    enum packet_source_event event;

    begin_block(ahead);
    event = !ahead->stopped && pcap_loop(ahead->pcap, -1, take, (u_char *)ahead) == 0
                ? SOURCE_END
                : SOURCE_FAILED;
    if (!ahead->stopped) {
        hand_over(ahead, false, signals_stop() != 0 ? SOURCE_STOPPED : event);
    }
    return NULL;
}

static void destroy(struct read_ahead *ahead) {
    for (unsigned i = 0; i < BLOCKS; i++) {
        text_free(&ahead->blocks[i].bytes);
    }
    free(ahead);
}

struct read_ahead *read_ahead_start(pcap_t *pcap, struct capture_file *file,
                                    const struct bpf_program *filter, bool nanoseconds,
                                    struct error *error) {
    struct read_ahead *ahead = calloc(1, sizeof *ahead);
    int failure = ENOMEM;

    if (ahead != NULL) {
        ahead->pcap = pcap;
        ahead->filter = filter;
        ahead->link_type = link_type_of(pcap);
        ahead->nanoseconds = nanoseconds;
        for (unsigned i = 0; i < BLOCKS; i++) {
            text_init(&ahead->blocks[i].bytes);
        }
        capture_file_on_wait(file, tell_wait, ahead);
        failure = ring_thread_start(&ahead->thread, BLOCKS, run, ahead);
        if (failure == 0) {
            return ahead;
        }
        destroy(ahead);
    }
    error_set(error, STATUS_RUNTIME, MESSAGE("无法创建读取线程：%s", "no thread to read with: %s"),
              system_message(failure));
    return NULL;
}

void read_ahead_stop(struct read_ahead *ahead) {
    if (ahead != NULL) {
        ring_thread_stop(&ahead->thread);
        signals_wake();
        ring_thread_join(&ahead->thread);
        destroy(ahead);
    }
}

const struct batch *read_ahead_take(struct read_ahead *ahead) {
    return &ahead->blocks[ring_thread_wait_filled(&ahead->thread)].batch;
}

void read_ahead_give_back(struct read_ahead *ahead) {
    ring_thread_empty(&ahead->thread);
}

uint64_t read_ahead_records(const struct read_ahead *ahead) {
    return ahead->records;
}

const char *read_ahead_failure(const struct read_ahead *ahead) {
    return ahead->failed ? system_message(ENOMEM) : pcap_message(pcap_geterr(ahead->pcap));
}

bool read_ahead_has_memory(const struct read_ahead *ahead) {
    return !ahead->failed;
}
