/*
 * Words in both languages. Every word of ours that a user reads, but for the sentences of notes
 * (gloss/catalogue.def) and the formats of messages, is a struct bilingual.
 */
#ifndef TCPGLOSS_BASE_WORDS_H
#define TCPGLOSS_BASE_WORDS_H

#include <stdbool.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"

/* Constant strings; the same string twice where the languages do not differ. */
struct bilingual {
    const char *zh, *en;
};

/* Writes the words: the Chinese, the English, or the one, a space and the other. What is the same
 * in both languages is written once. */
TCPGLOSS_API void words_put(struct text *text, struct bilingual words, enum language language);

/* Whether the language shows Chinese, and whether it shows English. */
static inline bool language_has_zh(enum language language) {
    return language != LANGUAGE_EN;
}

static inline bool language_has_en(enum language language) {
    return language != LANGUAGE_ZH;
}

/*
 * The language of messages, for those that know no settings: what the system got wrong is told by
 * the lowest layer. English until it is set, once, when the command line has been read.
 */
TCPGLOSS_API void message_language_set(enum language language);
TCPGLOSS_API enum language message_language(void);

/* The words of a message, which has one language; a macro so that the compiler checks formats. */
#define IN_LANGUAGE(language, zh, en) ((language) == LANGUAGE_ZH ? (zh) : (en))

#endif
