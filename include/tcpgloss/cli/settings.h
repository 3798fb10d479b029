/*
 * What the command line asks for, as plain values.
 */
#ifndef TCPGLOSS_CLI_SETTINGS_H
#define TCPGLOSS_CLI_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/language.h"

/* Strings point into argv, or are constants. Null where not given. */
struct settings {
    /* Reading */
    const char *device;      /* -i */
    const char *read_file;   /* -r; "-" is standard input */
    const char *filter_file; /* -F */
    char *expression;        /* the words behind the options, joined; owned */
    uint64_t packet_limit;   /* -c; 0: none */
    /* The packet lines */
    unsigned numeric;    /* times -n */
    unsigned verbosity;  /* times -v */
    unsigned time_style; /* times -t, 0 to 5 */
    unsigned hex;        /* times -x */
    unsigned hex_ascii;  /* times -X */
    unsigned ascii;      /* times -A */
    bool quiet, link_header, number, absolute_seq, skip_checksums, no_domain, nanoseconds;
    /* Notes */
    enum language language;         /* of notes */
    enum language message_language; /* of help and errors: zh or en */
    unsigned note_level;            /* enum note_level's value */
    const char *only, *hide;
};

#endif
