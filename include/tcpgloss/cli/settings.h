/*
 * What the command line asks for, as plain values.
 */
#ifndef TCPGLOSS_CLI_SETTINGS_H
#define TCPGLOSS_CLI_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/words.h"

/* What is to be done. All but the first print something and stop. */
enum command {
    COMMAND_CAPTURE,
    COMMAND_HELP,
    COMMAND_VERSION,
    COMMAND_LIST_DEVICES,
    COMMAND_LIST_LINK_TYPES,
    COMMAND_LIST_TIME_STAMP_TYPES,
};

enum capture_direction { DIRECTION_BOTH, DIRECTION_IN, DIRECTION_OUT };

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

enum sandbox_mode { SANDBOX_AUTO, SANDBOX_STRICT, SANDBOX_OFF };

/* Which records --json writes. */
enum json_choice { JSON_NOT, JSON_ALL, JSON_FLOW };

/* How much is annotated, in the order of gloss's levels, which this layer does not know. */
enum note_choice {
    NOTE_CHOICE_NONE,
    NOTE_CHOICE_WARN,
    NOTE_CHOICE_PHASE,
    NOTE_CHOICE_STEP,
    NOTE_CHOICE_ALL
};

/* The largest table of flows that may be asked for: the tracker's bound. */
#define MAX_FLOWS_LIMIT 16777214

/* Numbers of flows; none: all flows. */
enum { FLOW_LIST_MAX = 64 };
struct flow_list {
    uint32_t numbers[FLOW_LIST_MAX];
    unsigned count;
};

/*
 * Strings point into argv, the environment or `config`, or are constants; null where not given.
 * Choices are `unsigned` so that the table of options can set every one of them alike.
 */
struct settings {
    unsigned command; /* enum command */
    bool no_config;
    char *config; /* the text of the configuration; owned, null if there is none */
    /* Reading */
    const char *device;      /* -i */
    const char *read_file;   /* -r; "-" is standard input */
    const char *filter_file; /* -F */
    char **words;            /* behind the options, of argv; null if none */
    char *expression;        /* the same, joined; owned */
    uint64_t packet_limit;   /* -c; 0: none */
    uint64_t snapshot_length, buffer_kib;
    const char *link_type, *time_stamp_type;
    unsigned direction;   /* enum capture_direction */
    unsigned show_filter; /* times -d */
    bool no_promiscuous, immediate, no_optimize, monitor;
    bool count_only;
    /* Writing captures */
    const char *write_file;
    uint64_t rotate_megabytes, rotate_seconds, rotate_files;
    bool packet_buffered, print;
    /* The packet lines */
    unsigned tcpdump; /* 0: the release that was chosen when this was built; then from the oldest */
    unsigned numeric; /* times -n */
    unsigned verbosity;  /* times -v */
    unsigned quiet;      /* times -q */
    unsigned time_style; /* times -t, 0 to 5 */
    unsigned hex;        /* times -x */
    unsigned hex_ascii;  /* times -X */
    unsigned ascii;      /* times -A */
    bool link_header, number, absolute_seq, skip_checksums, no_domain, foreign_numeric, unbroken;
    unsigned nanoseconds; /* 0 or 1 */
    /* Notes */
    unsigned language;        /* enum language: of notes */
    unsigned figure_language; /* enum language: of tables and pictures; both only if asked for */
    unsigned note_level;      /* enum note_choice */
    const char *only, *hide, *notes_file, *describe;
    struct flow_list flows;
    bool explain;
    unsigned color; /* enum when */
    /* Views */
    unsigned json; /* enum json_choice */
    bool ladder, summary, kernel;
    unsigned svg_size; /* enum svg_size's value */
    bool symbolic, svg_scale;
    const char *svg_rows, *svg_title, *mermaid_file;
    const char *svg_file, *graph_file, *html_file, *pcapng_file, *sort;
    const char *columns; /* of the summary: keys, separated by commas */
    /* Following flows */
    uint64_t msl_seconds, max_flows;
    /* Safety */
    const char *user;
    unsigned sandbox; /* enum sandbox_mode */
};

#endif
