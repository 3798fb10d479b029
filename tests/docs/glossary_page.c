/*
 * Prints docs/glossary.md, the glossary for readers, from its data.
 */
#include <stdio.h>

#include "tcpgloss/gloss/glossary.h"

static const char head[] =
    "# The glossary\n"
    "\n"
    "What `tcpgloss --describe WORD` knows besides the [notes](notes.md). This page is made from\n"
    "`include/tcpgloss/gloss/glossary.def` (`cmake --build … --target docs`); a test holds the "
    "two\n"
    "together. Case, blanks, `-`, `_`, brackets and a leading `TCP_` make no difference.\n"
    "\n"
    "`tcpgloss --describe 词` "
    "除[注解](notes.md)之外还认得的词。大小写、空格、`-`、`_`、括号和开头的 `TCP_` "
    "都不影响查找。\n";

static const char wireshark[] =
    "\n"
    "Wireshark's `tcp.analysis` names, the notes here, and where the definitions differ "
    "(`--describe` knows\n"
    "the names, and the words of Wireshark's Info column).\n"
    "\n"
    "| Wireshark | tcpgloss | 区别 | difference |\n"
    "|---|---|---|---|\n";

static void put_row(const struct term *term) {
    (void)printf("| `%s` | %s | %s | %s |\n", term->name, term->notes, term->explain_zh,
                 term->explain_en);
}

static void put_entry(const struct term *term) {
    (void)printf("\n### %s\n\n", term->name);
    if (*term->spellings != '\0') {
        (void)printf("%s\n\n", term->spellings);
    }
    (void)printf("%s\n\n%s\n\n%s", term->explain_zh, term->explain_en, term->source);
    if (*term->notes != '\0') {
        (void)printf(" · %s", term->notes);
    }
    (void)putchar('\n');
}

int main(void) {
    (void)fputs(head, stdout);
    for (enum term_group group = 0; group < TERM_GROUP_COUNT; group++) {
        (void)printf("\n## %s\n", glossary_group_name(group, LANGUAGE_BOTH));
        if (group == TERM_WIRESHARK) {
            (void)fputs(wireshark, stdout);
        }
        for (size_t place = 0; place < glossary_length(); place++) {
            const struct term *term = glossary_term(place);

            if (term->group == group && group == TERM_WIRESHARK) {
                put_row(term);
            } else if (term->group == group) {
                put_entry(term);
            }
        }
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
