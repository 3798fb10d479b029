#include "capture/reading/read_ahead.h"

#include <errno.h>
#include <stdlib.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/signals.h"

#include "capture/pcap_message.h"
#include "capture/reading/link_type.h"
#include "capture/reading/plain_records.h"
#include "capture/reading/ring_thread.h"

enum {
    BLOCKS = 16,
    BLOCK_BYTES = 128 * 1024, /* with less, handing over costs more than the cache saves */
    BLOCK_PACKETS = 1024,
};

struct block {
    struct batch batch;
    struct text bytes; /* of all packets, in order */
    struct frame frames[BLOCK_PACKETS];
    uint32_t places[BLOCK_PACKETS]; /* of each packet in the bytes */
};

struct read_ahead {
    struct ring_thread thread;
    pcap_t *pcap;
    struct capture_file *file;
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
        block->frames[i].data = data + block->places[i];
    }
    block->batch.waits = waits;
    block->batch.event = event;
    ring_thread_fill(&ahead->thread, waits || event != SOURCE_PACKETS);
}

static bool is_full(const struct block *block, uint32_t captured) {
    return block->batch.count == BLOCK_PACKETS ||
           (block->batch.count > 0 && block->bytes.length + captured > BLOCK_BYTES);
}

/* A packet whose bytes stand at `place` of the block. */
static void add_frame(struct read_ahead *ahead, size_t place, uint32_t captured, uint32_t length,
                      int64_t seconds, int64_t nanoseconds) {
    struct block *block = ahead->block;

    block->places[block->batch.count] = (uint32_t)place;
    block->frames[block->batch.count++] = (struct frame){
        .captured = captured,
        .length = length,
        .seconds = seconds,
        .nanoseconds = nanoseconds,
        .number = ++ahead->matching,
        .link_type = ahead->link_type,
    };
}

static void add(struct read_ahead *ahead, const struct pcap_pkthdr *header, const u_char *data) {
    struct text *bytes;

    if (is_full(ahead->block, header->caplen)) {
        hand_over(ahead, false, SOURCE_PACKETS);
        begin_block(ahead);
        if (ahead->stopped) {
            return;
        }
    }
    bytes = &ahead->block->bytes;
    if (!text_reserve(bytes, header->caplen)) {
        ahead->failed = true;
        return;
    }
    add_frame(ahead, bytes->length, header->caplen, header->len, header->ts.tv_sec,
              (int64_t)header->ts.tv_usec * (ahead->nanoseconds ? 1 : 1000));
    text_put(bytes, (const char *)data, header->caplen);
}

/* Whether the filter lets the packet through. It is asked here and not by libpcap, so that all are
 * counted: a message names the number. */
static bool matches(const struct read_ahead *ahead, const struct pcap_pkthdr *header,
                    const u_char *data) {
    return ahead->filter == NULL || pcap_offline_filter(ahead->filter, header, data) != 0;
}

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
    struct read_ahead *ahead = (struct read_ahead *)(void *)user;

    ahead->records++;
    if (matches(ahead, header, data)) {
        add(ahead, header, data);
    }
    if (ahead->stopped || ahead->failed) {
        pcap_breakloop(ahead->pcap);
    }
}

static void add_plain(struct read_ahead *ahead, const struct plain_record *record, size_t place) {
    const uint8_t *data = (const uint8_t *)ahead->block->bytes.data + place;
    const uint32_t nanoseconds =
        ahead->nanoseconds ? record->nanoseconds : record->nanoseconds / 1000 * 1000;
    const struct pcap_pkthdr header = {.caplen = record->captured, .len = record->length};

    ahead->records++;
    if (matches(ahead, &header, data)) {
        add_frame(ahead, place, record->captured, record->length, record->seconds, nanoseconds);
    }
}

/* Takes the whole records at the start of the block's bytes; returns where they end. `*wanted` is
 * how many bytes there must be for the next one; 0 if libpcap is to read it. */
static size_t take_plain(struct read_ahead *ahead, const struct plain_format *format,
                         size_t *wanted) {
    const struct text *bytes = &ahead->block->bytes;
    size_t at = 0;

    *wanted = PLAIN_RECORD_HEADER;
    while (ahead->block->batch.count < BLOCK_PACKETS && bytes->length - at >= PLAIN_RECORD_HEADER) {
        struct plain_record record;

        if (!plain_record_read(format, (const uint8_t *)bytes->data + at, &record)) {
            *wanted = 0;
            break;
        }
        if (bytes->length - at - PLAIN_RECORD_HEADER < record.captured) {
            *wanted = PLAIN_RECORD_HEADER + (size_t)record.captured;
            break;
        }
        add_plain(ahead, &record, at + PLAIN_RECORD_HEADER);
        at += PLAIN_RECORD_HEADER + record.captured;
    }
    return at;
}

/* Moves on to the next block, if this one has packets, and takes along what was read beyond its
 * first `taken` bytes. False if the thread has been stopped, or has no memory. */
static bool go_on(struct read_ahead *ahead, size_t taken) {
    const struct text *from = &ahead->block->bytes;
    const size_t left = from->length - taken;
    struct text *to;

    if (ahead->block->batch.count != 0) {
        hand_over(ahead, false, SOURCE_PACKETS);
        begin_block(ahead);
    }
    if (ahead->stopped) {
        return false;
    }
    to = &ahead->block->bytes;
    if (to != from && !text_reserve(to, left)) {
        ahead->failed = true;
        return false;
    }
    memmove(to->data, from->data + taken, left);
    to->length = left;
    return true;
}

/*
 * Reads a plain file in blocks, in which the packets stay where they are. libpcap gets the file
 * from the first record on that is not whole, or of which it has to judge: it knows the words.
 */
static void read_plain(struct read_ahead *ahead, const struct plain_format *format) {
    size_t wanted = PLAIN_RECORD_HEADER;

    capture_file_begin_raw(ahead->file);
    while (wanted != 0) {
        struct text *bytes = &ahead->block->bytes;
        const size_t most = wanted > BLOCK_BYTES ? wanted : BLOCK_BYTES;

        if (bytes->length < most) {
            if (!text_reserve(bytes, most - bytes->length)) {
                ahead->failed = true;
                return;
            }
            bytes->length += capture_file_read_raw(ahead->file, bytes->data + bytes->length,
                                                   most - bytes->length);
        }
        if (bytes->length < wanted) {
            break;
        }
        if (!go_on(ahead, take_plain(ahead, format, &wanted))) {
            return;
        }
    }
    capture_file_end_raw(ahead->file, ahead->block->bytes.length);
    text_clear(&ahead->block->bytes);
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
    const uint8_t *magic = capture_file_magic(ahead->file);
    enum packet_source_event event;

    begin_block(ahead);
    if (!ahead->stopped && magic != NULL) {
        const struct plain_format format = plain_format_of(magic, ahead->pcap);

        if (format.plain) {
            read_plain(ahead, &format);
        }
    }
    event =
        !ahead->stopped && !ahead->failed && pcap_loop(ahead->pcap, -1, take, (u_char *)ahead) == 0
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
        ahead->file = file;
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
