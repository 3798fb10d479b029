/*
 * The table of flows: a fixed number of slots, found by a keyed hash of the four-tuple, and in
 * order of age within each class.
 *
 * All memory is taken at the start and touched only when it is used. Slots are handed out lowest
 * first, so that few flows stay in few pages.
 */
#ifndef TCPGLOSS_SRC_TRACK_TABLE_TABLE_H
#define TCPGLOSS_SRC_TRACK_TABLE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/decode/conversation.h"
#include "tcpgloss/decode/packet.h"

#include "track/table/flow.h"
#include "track/table/tuple.h"

/* A flow's place in the table, 24 bits; FLOW_NONE is no flow. */
#define FLOW_NONE UINT32_C(0xffffff)

struct class_list {
    uint32_t first, last; /* from the oldest on */
    uint32_t count;
};

struct table {
    struct flow *flows;
    struct flow_record *records;
    uint8_t (*addresses6)[2][16]; /* in the key's order, of IPv6 flows only */
    uint32_t *buckets;
    uint32_t bucket_mask;
    uint32_t capacity; /* slots */
    uint32_t touched;  /* slots ever used: those below it */
    uint32_t free;     /* first of the slots given back, chained by `chain` */
    struct class_list classes[CLASS_COUNT];
    struct conversation_key hash_key;
    struct conversations_kept hashes;
};

/* False if there is no memory. */
bool table_init(struct table *table, uint32_t capacity, const uint64_t hash_key[2]);
void table_free(struct table *table);

/* The hash of the packet's conversation. */
uint64_t table_hash(const struct table *table, const struct packet *packet);

/* The same of a packet whose hash nobody has taken. */
uint64_t table_take_hash(struct table *table, const struct packet *packet);

/* Fetches the bucket of such a hash into the cache; then the flow that is first in it. */
void table_prefetch_bucket(const struct table *table, uint64_t hash);
void table_prefetch_flow(const struct table *table, uint64_t hash);

static inline void table_tuple(const struct table *table, const struct packet *packet,
                               struct tuple *tuple) {
    tuple_make(packet, table_hash(table, packet), tuple);
}

/* The flow of a tuple, FLOW_NONE if there is none. */
uint32_t table_find(const struct table *table, const struct tuple *tuple);

/* The flow that stood under the same tuple when this one was inserted, and does so again when this
 * one is gone; FLOW_NONE if there is none. */
uint32_t table_find_older(const struct table *table, uint32_t index);

/* A zeroed flow, found from now on under its tuple and the youngest of its class; FLOW_NONE if no
 * slot is free. */
uint32_t table_insert(struct table *table, const struct tuple *tuple, enum eviction_class class);

/* Makes the flow the youngest of a class. */
void table_move(struct table *table, uint32_t index, enum eviction_class class);

/* The flow is no longer found under its tuple, but keeps its slot. */
void table_unhash(struct table *table, uint32_t index);

/* Gives the slot back. The flow must be unhashed. */
void table_release(struct table *table, uint32_t index);

/* Writes an end's address, 4 or 16 bytes, in network byte order. */
void table_address(const struct table *table, uint32_t index, bool second, uint8_t address[16]);

#endif
