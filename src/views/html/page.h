/*
 * The page's fixed part, as page.cmake makes it from the files in this folder.
 */
#ifndef TCPGLOSS_SRC_VIEWS_HTML_PAGE_H
#define TCPGLOSS_SRC_VIEWS_HTML_PAGE_H

#include <stddef.h>

/* What stands before the records: head, style, body and script. */
extern const char page_before[];
extern const size_t page_before_length;

/* What ends the block of records and the page. */
extern const char page_after[];
extern const size_t page_after_length;

#endif
