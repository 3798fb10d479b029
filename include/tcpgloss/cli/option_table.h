/*
 * The one table of options: parsing, --help, the manual page's list and the completions all come
 * from it.
 */
#ifndef TCPGLOSS_CLI_OPTION_TABLE_H
#define TCPGLOSS_CLI_OPTION_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_kind {
    OPTION_FLAG,     /* bool: becomes true */
    OPTION_COUNT,    /* unsigned: one more each time, up to `maximum` */
    OPTION_STRING,   /* const char *: the argument itself */
    OPTION_NUMBER,   /* uint64_t: from `minimum` to `maximum` */
    OPTION_FLOWS,    /* struct flow_list: numbers, separated by commas */
    OPTION_CHOICE,   /* unsigned: which of the words in `argument`, "auto|always|never" */
    OPTION_MODE,     /* unsigned: one more than which of the words in `argument`; alone, the first.
                        A word stands behind "=" */
    OPTION_VALUE,    /* unsigned: becomes `minimum` */
    OPTION_ACCEPTED, /* changes nothing here */
    OPTION_REFUSED,  /* the words say why */
};

enum option_group {
    GROUP_READING,
    GROUP_LINES,
    GROUP_NOTES,
    GROUP_VIEWS,
    GROUP_WRITING,
    GROUP_SAFETY,
    GROUP_OTHER,
    GROUP_COUNT
};

struct option_row {
    int letter;           /* 0: none */
    const char *name;     /* without "--"; null: none */
    const char *argument; /* null: takes none */
    enum option_kind kind;
    enum option_group group;
    size_t offset; /* of what it sets in struct settings */
    uint64_t minimum, maximum;
    const char *zh, *en; /* a short clause each, for --help */
};

enum { OPTION_ROWS_MAX = 128 };
extern const struct option_row option_table[];
extern const size_t option_table_length;

/* Heading of a group in --help. */
struct option_heading {
    const char *zh, *en;
};
extern const struct option_heading option_headings[GROUP_COUNT];

/* Whether help and completions show it: not what is refused, or accepted only because tcpdump's
 * users write it (except -l, which they would look for). */
bool option_is_shown(const struct option_row *row);

/* The long option whose name is near a mistyped one; null if none is. */
const char *option_nearest(const char *name);

#endif
