/*
 * The words that a page brings along, as records beside those of --json, each on a line of its own:
 *
 *     {"type":"word","id":"flow.duration_ms","zh":"…","en":"…"}   a fact of a flow (flow. or end.),
 * a kind of opening or closing (handshake. or teardown.), an end
 *     {"type":"term","id":"SYN-SENT","zh":"…","en":"…","source":"…","notes":["…"]}   the glossary
 *     {"type":"note","id":"reset","kind":"warning","zh":"…","en":"…","source":"…"}   a note's why
 */
#ifndef TCPGLOSS_SRC_VIEWS_HTML_PAGE_WORDS_H
#define TCPGLOSS_SRC_VIEWS_HTML_PAGE_WORDS_H

#include "tcpgloss/base/text.h"
#include "tcpgloss/gloss/catalogue.h"

void page_words_put(struct text *text);

/* All but Wireshark's names, which stand in no note and on no line. */
void page_words_put_glossary(struct text *text);

void page_words_put_note(struct text *text, enum note_id id, enum note_kind kind);

#endif
