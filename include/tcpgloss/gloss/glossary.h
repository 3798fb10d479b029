/*
 * The glossary: what states, flags, fields, options and common questions mean, and what Wireshark's
 * names are here. Its data is glossary.def, beside this header.
 */
#ifndef TCPGLOSS_GLOSS_GLOSSARY_H
#define TCPGLOSS_GLOSS_GLOSSARY_H

#include <stddef.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/base/nearest.h"
#include "tcpgloss/base/text.h"

enum term_group {
    TERM_STATE,
    TERM_FLAG,
    TERM_FIELD,  /* of tcpdump's line */
    TERM_OPTION, /* of the TCP header */
    TERM_IDEA,
    TERM_WIRESHARK, /* a name of Wireshark's */
    TERM_GROUP_COUNT
};

/* Constant strings, UTF-8; lists are separated by ", ". */
struct term {
    enum term_group group;
    const char *name;
    const char *spellings; /* its other names; "" if there are none */
    const char *notes;     /* ids of notes that show it, likewise */
    const char *explain_zh;
    const char *explain_en;
    const char *source; /* "RFC 9293 §3.5" */
};

TCPGLOSS_API size_t glossary_length(void);

/* Never null for a place below glossary_length(). */
TCPGLOSS_API const struct term *glossary_term(size_t place);

/* The term that is spelled like this; null if there is none. */
TCPGLOSS_API const struct term *glossary_find(const char *word);

/* Offers every name and spelling; what is found is the term's name. */
TCPGLOSS_API void glossary_suggest(struct nearest *nearest);

/* "state" */
TCPGLOSS_API const char *glossary_group_name(enum term_group group, enum language language);

/* The term for a reader (--describe): name and group, spellings, explanation, notes, in lines. */
TCPGLOSS_API void glossary_describe(const struct term *term, enum language language,
                                    struct text *text);

#endif
