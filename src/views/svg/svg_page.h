/*
 * What stands around the elements of a picture: its head with two style sheets, and its foot.
 *
 * The first sheet has literal colours that every renderer of SVG 1.1 knows. The second holds only
 * what a browser adds: colours for readers who prefer dark ones.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SVG_SVG_PAGE_H
#define TCPGLOSS_SRC_VIEWS_SVG_SVG_PAGE_H

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"

/* In pixels. What is seen of the plane that elements stand on begins at `left`, `top` and has
 * `view_width` by `view_height`; it is shown in `width` by `height`. */
struct svg_frame {
    int left, top;
    unsigned view_width, view_height;
    unsigned width, height;
};

/* `title` is NUL-terminated and any bytes. */
void svg_put_head(struct text *text, const char *title, enum language language,
                  const struct svg_frame *frame);
void svg_put_foot(struct text *text);

#endif
