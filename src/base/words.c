#include "tcpgloss/base/words.h"

#include <string.h>

void words_put(struct text *text, struct bilingual words, enum language language) {
    if (language == LANGUAGE_BOTH && strcmp(words.zh, words.en) == 0) {
        language = LANGUAGE_EN;
    }
    if (language_has_zh(language)) {
        text_put_string(text, words.zh);
    }
    if (language == LANGUAGE_BOTH) {
        text_put_char(text, ' ');
    }
    if (language_has_en(language)) {
        text_put_string(text, words.en);
    }
}

static enum language chosen = LANGUAGE_EN;

void message_language_set(enum language language) {
    chosen = language;
}

enum language message_language(void) {
    return chosen;
}
