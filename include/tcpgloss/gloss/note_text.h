/*
 * Notes in words.
 */
#ifndef TCPGLOSS_GLOSS_NOTE_TEXT_H
#define TCPGLOSS_GLOSS_NOTE_TEXT_H

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/gloss/note.h"

/*
 * Writes one note's words, without the "## [1] " before them and without newline: a phase or a
 * warning as a sentence, a step as its fields joined by " | ". Printable: what comes from a packet
 * is escaped.
 */
TCPGLOSS_API void note_write(const struct notes *notes, const struct note *note,
                             enum language language, struct text *text);

/*
 * Writes one line for annotated text, likewise: the words of items[first], and if that is a step
 * whose packet has more steps, these on the same line, without what has been said on it already
 * (handshake.negotiated has a line of its own). Returns the item with which the next line begins.
 */
TCPGLOSS_API unsigned notes_write_line(const struct notes *notes, unsigned first,
                                       enum language language, struct text *text);

#endif
