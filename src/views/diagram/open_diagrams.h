/*
 * The diagrams of the flows that are open now, by flow number.
 *
 * At most BOOK_DIAGRAMS_MAX at a time, so that with the bound on rows a book stays below about
 * 100 MB whatever the capture holds; flows that begin while it is full are counted, not drawn.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_OPEN_DIAGRAMS_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_OPEN_DIAGRAMS_H

#include "views/diagram/diagram.h"

#define BOOK_DIAGRAMS_MAX 1024
#define BOOK_BUCKETS      1024

struct page {
    struct diagram diagram;
    struct page *next;
};

struct book {
    struct page *buckets[BOOK_BUCKETS];
    uint32_t count;
    uint64_t refused; /* flows not drawn */
};

/* Starts empty when all is zero. */
void book_free(struct book *book);

/* Adds a packet's or timer's rows to its flow's diagram and returns that; null if the flow is not
 * drawn. */
struct diagram *book_add(struct book *book, const struct diagram_settings *settings,
                         const struct record *record);

/* Takes a flow's diagram out, for the caller to free with diagram_free(). False if the flow is not
 * drawn. */
bool book_take(struct book *book, uint32_t flow, struct diagram *diagram);

#endif
