#include "capture/reading/interface_drops.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const counters[2] = {"rx_missed_errors", "rx_fifo_errors"};

static bool read_sum(const struct interface_drops *drops, uint64_t *sum) {
    *sum = 0;
    for (int i = 0; i < 2; i++) {
        char digits[32];
        ssize_t length = drops->descriptors[i] >= 0
                             ? pread(drops->descriptors[i], digits, sizeof digits - 1, 0)
                             : -1;

        if (length <= 0) {
            return false;
        }
        digits[length] = '\0';
        *sum += strtoull(digits, NULL, 10);
    }
    return true;
}

void interface_drops_open(struct interface_drops *drops, const char *device) {
    for (int i = 0; i < 2; i++) {
        char path[256];

        (void)snprintf(path, sizeof path, "/sys/class/net/%s/statistics/%s", device, counters[i]);
        drops->descriptors[i] = open(path, O_RDONLY | O_CLOEXEC);
    }
    (void)read_sum(drops, &drops->start);
}

void interface_drops_close(struct interface_drops *drops) {
    for (int i = 0; i < 2; i++) {
        if (drops->descriptors[i] >= 0) {
            (void)close(drops->descriptors[i]);
        }
    }
}

bool interface_drops_read(const struct interface_drops *drops, uint64_t *count) {
    uint64_t sum;

    if (!read_sum(drops, &sum)) {
        return false;
    }
    *count = sum >= drops->start ? sum - drops->start : 0;
    return true;
}
