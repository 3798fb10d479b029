#include "views/svg/svg_page.h"

#include <string.h>

#include "views/palette.h"
#include "views/svg/svg_element.h"

/* What does not depend on light or dark. The first family of each list is a plain name, since some
 * renderers read no further. */
static const char style[] =
    "text{font-family:'Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei','Segoe UI',"
    "Helvetica,Arial,sans-serif;font-size:13px}\n"
    ".label,.flags,.time,.state,.address{font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace;"
    "font-size:12px}\n"
    ".time{font-size:11px}.title{font-size:18px;font-weight:bold}\n"
    ".note{font-size:12px}\n"
    ".phase,.role,.flags,.state{font-weight:bold}\n"
    ".life,.pause,.grid,.edge,.sack,.again,.dash,.cross,.client0-line,.server0-line,.client1-line,"
    ".server1-line,.client2-line,.server2-line,.client3-line,.server3-line{fill:none;"
    "stroke-width:1.5}\n"
    ".again,.cross{stroke-width:2.5}.grid{stroke-width:1}.sack{stroke-width:3}\n"
    ".dash{stroke-dasharray:6 4}.pause{stroke-dasharray:2 4}\n";

/* In this order: of two rules for one element the later one counts. */
static const struct {
    const char *selector, *property;
    enum color color;
} rules[] = {
    {"text", "fill", COLOR_INK},
    {".paper", "fill", COLOR_PAPER},
    {".time,.faint", "fill", COLOR_FAINT},
    {".state,.wait", "fill", COLOR_STATE},
    {".phase", "fill", COLOR_PHASE},
    {".warning,.warn-head", "fill", COLOR_WARNING},
    {".band,.box", "fill", COLOR_BAND},
    {".warn-band", "fill", COLOR_WARNING_BAND},
    {".box,.life,.pause,.grid", "stroke", COLOR_RULE},
    {".edge", "stroke", COLOR_FAINT},
    {".sack", "stroke", COLOR_STEP},
    {".again,.cross,.dash", "stroke", COLOR_WARNING},
    {".client0", "fill", COLOR_CLIENT_0},
    {".client0-line", "stroke", COLOR_CLIENT_0},
    {".server0", "fill", COLOR_SERVER_0},
    {".server0-line", "stroke", COLOR_SERVER_0},
    {".client1", "fill", COLOR_CLIENT_1},
    {".client1-line", "stroke", COLOR_CLIENT_1},
    {".server1", "fill", COLOR_SERVER_1},
    {".server1-line", "stroke", COLOR_SERVER_1},
    {".client2", "fill", COLOR_CLIENT_2},
    {".client2-line", "stroke", COLOR_CLIENT_2},
    {".server2", "fill", COLOR_SERVER_2},
    {".server2-line", "stroke", COLOR_SERVER_2},
    {".client3", "fill", COLOR_CLIENT_3},
    {".client3-line", "stroke", COLOR_CLIENT_3},
    {".server3", "fill", COLOR_SERVER_3},
    {".server3-line", "stroke", COLOR_SERVER_3},
};

static void put_colors(struct text *text, bool dark) {
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const struct color_codes *codes = &palette[rules[i].color];

        text_printf(text, "%s{%s:%s}\n", rules[i].selector, rules[i].property,
                    dark ? codes->dark : codes->light);
    }
}

void svg_put_head(struct text *text, const char *title, enum language language,
                  const struct svg_frame *frame) {
    text_printf(text,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%u\" "
                "height=\"%u\" viewBox=\"%d %d %u %u\" xml:lang=\"%s\" xml:space=\"preserve\">\n"
                "<title>",
                frame->width, frame->height, frame->left, frame->top, frame->view_width,
                frame->view_height, language == LANGUAGE_EN ? "en" : "zh");
    svg_put_escaped(text, title, strlen(title));
    text_put_string(text, "</title>\n<style type=\"text/css\">\n");
    text_put_string(text, style);
    put_colors(text, false);
    text_put_string(text, "</style>\n<style type=\"text/css\">\n"
                          "@media(prefers-color-scheme:dark){\n");
    put_colors(text, true);
    text_printf(text,
                "}\n</style>\n<rect class=\"paper\" x=\"%d\" y=\"%d\" width=\"%u\" "
                "height=\"%u\"/>\n",
                frame->left, frame->top, frame->view_width, frame->view_height);
}

void svg_put_foot(struct text *text) {
    text_put_string(text, "</svg>\n");
}
