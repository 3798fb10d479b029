#include "views/diagram/open_diagrams.h"

#include <stdlib.h>

/* Where the page of a flow hangs, or would. */
static struct page **find(struct book *book, uint32_t flow) {
    struct page **link = &book->buckets[flow % BOOK_BUCKETS];

    while (*link != NULL && (*link)->diagram.flow != flow) {
        link = &(*link)->next;
    }
    return link;
}

struct diagram *book_add(struct book *book, const struct diagram_settings *settings,
                         const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    struct page **link;

    if (verdict == NULL || verdict->flow == 0) {
        return NULL;
    }
    link = find(book, verdict->flow);
    if (*link == NULL && verdict->opens && record->as.event.packet != NULL) {
        struct page *page = book->count < BOOK_DIAGRAMS_MAX ? calloc(1, sizeof *page) : NULL;

        if (page == NULL) {
            book->refused++;
            return NULL;
        }
        diagram_begin(&page->diagram, record);
        *link = page;
        book->count++;
    }
    if (*link == NULL) {
        return NULL;
    }
    diagram_add(&(*link)->diagram, settings, record);
    return &(*link)->diagram;
}

bool book_take(struct book *book, uint32_t flow, struct diagram *diagram) {
    struct page **link = find(book, flow);
    struct page *page = *link;

    if (page == NULL) {
        return false;
    }
    *diagram = page->diagram;
    *link = page->next;
    free(page);
    book->count--;
    return true;
}

void book_free(struct book *book) {
    for (size_t i = 0; i < BOOK_BUCKETS; i++) {
        while (book->buckets[i] != NULL) {
            struct page *page = book->buckets[i];

            book->buckets[i] = page->next;
            diagram_free(&page->diagram);
            free(page);
        }
    }
}
