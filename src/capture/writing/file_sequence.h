/*
 * The names of the files of one capture (-w), in order, as tcpdump gives them.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_WRITING_FILE_SEQUENCE_H
#define TCPGLOSS_SRC_CAPTURE_WRITING_FILE_SEQUENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { FILE_NAME_SIZE = 1024 };

struct file_sequence {
    const char *pattern; /* without a directory; if `timed`, with strftime()'s formats; not owned */
    bool timed;          /* a new slice of time has a new name (-G) */
    bool numbered;       /* a name is followed by a number (-C) */
    uint64_t files;      /* numbers start anew after so many (-W); 0: never */
    uint64_t number;     /* of the file at hand; each slice starts from 0 */
    time_t slice_start;
};

void file_sequence_next_number(struct file_sequence *sequence);
void file_sequence_next_slice(struct file_sequence *sequence, time_t now);

/* The name of the file at hand. False if none can be made: too long, or in another directory. */
bool file_sequence_name(const struct file_sequence *sequence, char name[FILE_NAME_SIZE]);

#endif
