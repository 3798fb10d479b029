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
 * The language of help and of messages, zh or en. One for the whole program: what the system got
 * wrong is told by the lowest layer, which knows no settings. English until it is set, which is
 * done where the environment and the options are read.
 */
TCPGLOSS_API void message_language_set(enum language language);
TCPGLOSS_API enum language message_language(void);

/* Macros, so that the compiler checks formats: words in a language that is not both, and a message,
 * in the language of messages. */
#define IN_LANGUAGE(language, zh, en) ((language) == LANGUAGE_ZH ? (zh) : (en))
#define MESSAGE(zh, en)               IN_LANGUAGE(message_language(), zh, en)

#endif
