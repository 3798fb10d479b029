#include "track/table/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool table_init(struct table *table, uint32_t capacity, const uint64_t hash_key[2]) {
    uint32_t buckets = 1;

    /* From one for each slot to one for two: a full table's chains are two long on average. */
    while (buckets < capacity / 2) {
        buckets *= 2;
    }
    memset(table, 0, sizeof *table);
    /* The system gives pages that stay virtual until they are touched. */
    table->flows = aligned_alloc(_Alignof(struct flow), (size_t)capacity * sizeof *table->flows);
    table->records =
        aligned_alloc(_Alignof(struct flow_record), (size_t)capacity * sizeof *table->records);
    table->addresses6 = calloc(capacity, sizeof *table->addresses6);
    table->buckets = calloc(buckets, sizeof *table->buckets);
    if (table->flows == NULL || table->records == NULL || table->addresses6 == NULL ||
        table->buckets == NULL) {
        table_free(table);
        return false;
    }
    table->bucket_mask = buckets - 1;
    table->capacity = capacity;
    table->free = FLOW_NONE;
    for (unsigned i = 0; i < CLASS_COUNT; i++) {
        table->classes[i] = (struct class_list){.first = FLOW_NONE, .last = FLOW_NONE};
    }
    conversation_key_init(&table->hash_key, hash_key);
    return true;
}

void table_free(struct table *table) {
    free(table->flows);
    free(table->records);
    free(table->addresses6);
    free(table->buckets);
    memset(table, 0, sizeof *table);
}

uint64_t table_hash(const struct table *table, const struct packet *packet) {
    if (packet->conversation != 0) {
        return packet->conversation;
    }
    return conversation_hash(&table->hash_key, packet->ip.version == 6 ? 16 : 4, packet->ip.source,
                             packet->tcp.source_port, packet->ip.destination,
                             packet->tcp.destination_port);
}

uint64_t table_take_hash(struct table *table, const struct packet *packet) {
    if (packet->ip.version != 6) {
        return table_hash(table, packet);
    }
    return conversation_hash_kept(&table->hash_key, &table->hashes, packet->ip.source,
                                  packet->tcp.source_port, packet->ip.destination,
                                  packet->tcp.destination_port);
}

void table_prefetch_bucket(const struct table *table, uint64_t hash) {
    __builtin_prefetch(&table->buckets[(uint32_t)hash & table->bucket_mask]);
}

void table_prefetch_flow(const struct table *table, uint64_t hash) {
    uint32_t link = table->buckets[(uint32_t)hash & table->bucket_mask];

    if (link != 0) {
        const char *flow = (const char *)&table->flows[link - 1];

        __builtin_prefetch(flow, 1);
        __builtin_prefetch(flow + 64, 1);
        __builtin_prefetch(&table->records[link - 1]);
    }
}

/* By fields, as they were just written: a wider load would have to wait for those stores. */
static inline bool keys_equal(const struct flow_key *a, const struct flow_key *b) {
    return a->addresses[0] == b->addresses[0] && a->addresses[1] == b->addresses[1] &&
           a->ports[0] == b->ports[0] && a->ports[1] == b->ports[1];
}

/* Buckets and chains hold a slot's number plus one, so that zero, as calloc() gives it, is none. */
static inline uint32_t find_in_chain(const struct table *table, uint32_t link,
                                     const struct flow_key *key) {
    while (link != 0) {
        if (keys_equal(&table->flows[link - 1].key, key)) {
            return link - 1;
        }
        link = table->records[link - 1].chain;
    }
    return FLOW_NONE;
}

uint32_t table_find(const struct table *table, const struct tuple *tuple) {
    return find_in_chain(table, table->buckets[tuple->hash & table->bucket_mask], &tuple->key);
}

uint32_t table_find_older(const struct table *table, uint32_t index) {
    return find_in_chain(table, table->records[index].chain, &table->flows[index].key);
}

static void list_append(struct table *table, uint32_t index, enum eviction_class class) {
    struct class_list *list = &table->classes[class];
    struct flow_record *record = &table->records[index];

    record->eviction_class = (uint8_t) class;
    record->previous = list->last;
    record->next = FLOW_NONE;
    if (list->last == FLOW_NONE) {
        list->first = index;
    } else {
        table->records[list->last].next = index;
    }
    list->last = index;
    list->count++;
}

static void list_remove(struct table *table, uint32_t index) {
    struct flow_record *record = &table->records[index];
    struct class_list *list = &table->classes[record->eviction_class];

    if (record->previous == FLOW_NONE) {
        list->first = record->next;
    } else {
        table->records[record->previous].next = record->next;
    }
    if (record->next == FLOW_NONE) {
        list->last = record->previous;
    } else {
        table->records[record->next].previous = record->previous;
    }
    list->count--;
}

uint32_t table_insert(struct table *table, const struct tuple *tuple, enum eviction_class class) {
    uint32_t index = table->free;

    if (index != FLOW_NONE) {
        table->free = table->records[index].chain;
    } else if (table->touched < table->capacity) {
        index = table->touched++;
    } else {
        return FLOW_NONE;
    }

    struct flow *flow = &table->flows[index];
    struct flow_record *record = &table->records[index];
    uint32_t *bucket = &table->buckets[tuple->hash & table->bucket_mask];

    memset(flow, 0, sizeof *flow);
    memset(record, 0, sizeof *record);
    flow->key = tuple->key;
    record->chain = *bucket;
    *bucket = index + 1;
    if (tuple->ip->version == 6) {
        flow->flags |= FLOW_IPV6;
        memcpy(table->addresses6[index][tuple->from_second], tuple->ip->source, 16);
        memcpy(table->addresses6[index][!tuple->from_second], tuple->ip->destination, 16);
    }
    list_append(table, index, class);
    return index;
}

void table_move(struct table *table, uint32_t index, enum eviction_class class) {
    list_remove(table, index);
    list_append(table, index, class);
}

void table_unhash(struct table *table, uint32_t index) {
    const struct flow *flow = &table->flows[index];
    size_t size = (flow->flags & FLOW_IPV6) != 0 ? 16 : 4;
    uint8_t first[16];
    uint8_t second[16];
    uint32_t *link;

    table_address(table, index, false, first);
    table_address(table, index, true, second);
    link =
        &table
             ->buckets[(uint32_t)conversation_hash(&table->hash_key, size, first,
                                                   flow->key.ports[0], second, flow->key.ports[1]) &
                       table->bucket_mask];
    while (*link != index + 1) {
        assert(*link != 0);
        link = &table->records[*link - 1].chain;
    }
    *link = table->records[index].chain;
}

void table_release(struct table *table, uint32_t index) {
    list_remove(table, index);
    table->records[index].chain = table->free;
    table->free = index;
}

void table_address(const struct table *table, uint32_t index, bool second, uint8_t address[16]) {
    if ((table->flows[index].flags & FLOW_IPV6) != 0) {
        memcpy(address, table->addresses6[index][second], 16);
        return;
    }

    uint32_t value = table->flows[index].key.addresses[second];

    memset(address, 0, 16);
    address[0] = (uint8_t)(value >> 24);
    address[1] = (uint8_t)(value >> 16);
    address[2] = (uint8_t)(value >> 8);
    address[3] = (uint8_t)value;
}
