#include "capture/writing/file_sequence.h"

#include <stdio.h>
#include <string.h>

static unsigned digits(uint64_t files) {
    unsigned count = 1;

    for (uint64_t last = files - 1; last >= 10; last /= 10) {
        count++;
    }
    return count;
}

void file_sequence_next_number(struct file_sequence *sequence) {
    sequence->number++;
    if (sequence->files != 0 && sequence->number >= sequence->files) {
        sequence->number = 0;
    }
}

void file_sequence_next_slice(struct file_sequence *sequence, time_t now) {
    sequence->slice_start = now;
    sequence->number = 0;
}

/* All files but the first are numbered, or all of them, with zeros in front, if it is known how
 * many there will be. */
bool file_sequence_name(const struct file_sequence *sequence, char name[FILE_NAME_SIZE]) {
    char stem[FILE_NAME_SIZE];
    struct tm broken;
    int length;

    if (!sequence->timed) {
        (void)snprintf(stem, sizeof stem, "%s", sequence->pattern);
    } else if (localtime_r(&sequence->slice_start, &broken) == NULL ||
               strftime(stem, sizeof stem, sequence->pattern, &broken) == 0) {
        return false;
    }
    if (sequence->numbered && sequence->files != 0) {
        length = snprintf(name, FILE_NAME_SIZE, "%s%0*llu", stem, (int)digits(sequence->files),
                          (unsigned long long)sequence->number);
    } else if (sequence->numbered && sequence->number != 0) {
        length =
            snprintf(name, FILE_NAME_SIZE, "%s%llu", stem, (unsigned long long)sequence->number);
    } else {
        length = snprintf(name, FILE_NAME_SIZE, "%s", stem);
    }
    return length > 0 && length < FILE_NAME_SIZE && strchr(name, '/') == NULL;
}
