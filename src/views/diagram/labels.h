/*
 * The words of a diagram: what stands on its arrows and between its life lines.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_LABELS_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_LABELS_H

#include <stddef.h>

#include "tcpgloss/base/text.h"
#include "tcpgloss/views/record.h"

#include "views/diagram/diagram_row.h"

/* The fields on the arrow of a packet, separated by '\n'. With `symbolic` the numbers are x + 1 and
 * y + 1, where x is the client's initial sequence number and y the server's. */
void label_put_segment(struct text *text, const struct record *record, bool symbolic);

/* What a row says: a sentence, or fields separated by '\n'. */
void label_put_row(struct text *text, const struct diagram_row *row, enum language language);

/* How many flows were not drawn; in both languages two sentences with `separator` between them. */
void label_put_refused(struct text *text, uint64_t count, enum language language,
                       const char *separator);

/* Joins as many fields as fit in `columns` to one line, with two spaces between them. A field that
 * is wider than `columns` is broken; at least one character is taken. Returns how many bytes of
 * `fields` (NUL-terminated) it took, their separator included. */
size_t label_join_fields(const char *fields, size_t columns, struct text *line);

#endif
