/*
 * Which notes are written: --only and --hide, by the catalogue's ids.
 */
#ifndef TCPGLOSS_SRC_MAIN_NOTE_SELECTION_H
#define TCPGLOSS_SRC_MAIN_NOTE_SELECTION_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/cli/settings.h"
#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/gloss/glossary.h"

/* False, with the nearest id in `error`, if an id is not known. */
bool note_selection_read(const struct settings *settings, bool selected[NOTE_ID_COUNT],
                         struct error *error);

/* Appends what --describe asks for: a note, a family of notes, a word of the glossary, or all. */
bool note_selection_describe(const struct settings *settings, struct text *text,
                             struct error *error);

#endif
