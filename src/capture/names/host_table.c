#include "capture/names/host_table.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/names/name_text.h"

enum { ENTRIES_MAX = 65536, FIRST_CAPACITY = 64, LINE_SIZE = 1024 };

struct host_entry {
    struct host_address address;
    unsigned order; /* of two names of an address the first one counts, as for the C library */
    char *name;     /* owned */
};

static int compare(const void *left, const void *right) {
    const struct host_entry *a = left;
    const struct host_entry *b = right;
    int by_address = memcmp(&a->address, &b->address, sizeof a->address);

    return by_address != 0 ? by_address : (a->order > b->order) - (a->order < b->order);
}

static bool read_address(const char *word, struct host_address *address) {
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, word, address->bytes) == 1) {
        address->version = 4;
        return true;
    }
    address->version = 6;
    return inet_pton(AF_INET6, word, address->bytes) == 1;
}

static bool grow(struct host_table *table, size_t *capacity) {
    size_t wanted = *capacity == 0 ? FIRST_CAPACITY : *capacity * 2;
    struct host_entry *entries;

    if (table->count < *capacity) {
        return true;
    }
    entries = wanted <= ENTRIES_MAX ? realloc(table->entries, wanted * sizeof *entries) : NULL;
    if (entries != NULL) {
        table->entries = entries;
        *capacity = wanted;
    }
    return entries != NULL;
}

/* The name behind the address is the host's, those behind it are other names of it. False if there
 * is no room for another line. */
static bool read_line(struct host_table *table, char *line, size_t *capacity) {
    static const char blanks[] = " \t\r\n";
    struct host_entry entry = {.order = (unsigned)table->count};
    char *rest = NULL;
    const char *address;
    const char *name;

    line[strcspn(line, "#")] = '\0';
    address = strtok_r(line, blanks, &rest);
    name = address != NULL ? strtok_r(NULL, blanks, &rest) : NULL;
    if (name == NULL || !name_is_plain(name) || strlen(name) >= HOST_NAME_SIZE ||
        !read_address(address, &entry.address)) {
        return true;
    }
    if (!grow(table, capacity)) {
        return false;
    }
    entry.name = strdup(name);
    if (entry.name != NULL) {
        table->entries[table->count++] = entry;
    }
    return entry.name != NULL;
}

void host_table_read(struct host_table *table, const char *path) {
    FILE *file = fopen(path, "re");
    char line[LINE_SIZE];
    size_t capacity = 0;

    *table = (struct host_table){0};
    if (file == NULL) {
        return;
    }
    while (fgets(line, sizeof line, file) != NULL && read_line(table, line, &capacity)) {
    }
    (void)fclose(file);
    if (table->count > 0) {
        qsort(table->entries, table->count, sizeof *table->entries, compare);
    }
}

void host_table_free(struct host_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        free(table->entries[i].name);
    }
    free(table->entries);
    *table = (struct host_table){0};
}

/* The first entry that is not in front of the address. */
const char *host_table_find(const struct host_table *table, const struct host_address *address) {
    size_t low = 0;
    size_t high = table->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (memcmp(&table->entries[middle].address, address, sizeof *address) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < table->count && memcmp(&table->entries[low].address, address, sizeof *address) == 0
               ? table->entries[low].name
               : NULL;
}
