#include <string.h>

#include "views/svg/svg_draw.h"
#include "views/svg/svg_element.h"

/* Colours have a meaning: ink and paper, states, warnings, and what steps back. */
static const char style[] =
    "svg{color-scheme:light dark;--ink:#1f2328;--paper:#fff;--faint:#6e7781;--rule:#c4ccd4;"
    "--band:#f3f5f8;--state:#0b5cad;--warn:#b3261e;--warn-band:#fdf0ee;max-width:100%;height:auto}"
    "\n"
    "@media(prefers-color-scheme:dark){svg{--ink:#e6e9ed;--paper:#14181d;--faint:#97a1ac;"
    "--rule:#4b5560;--band:#1f252d;--state:#7cb8ff;--warn:#ff9a8d;--warn-band:#33201f}}\n"
    "text{white-space:pre;fill:var(--ink);font:13px system-ui,'Noto Sans','Noto Sans CJK "
    "SC','PingFang SC',"
    "'Microsoft YaHei',sans-serif}\n"
    ".label,.time,.state,.address{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,"
    "monospace;font-size:12px}\n"
    ".time{fill:var(--faint);font-size:11px;text-anchor:end}\n"
    ".label,.middle,.address,.role{text-anchor:middle}\n"
    ".state{fill:var(--state);font-weight:600}.client{text-anchor:end}\n"
    ".phase,.role,.flags{font-weight:600}.middle,.remark{fill:var(--faint)}\n"
    ".warning{fill:var(--warn)}\n"
    ".paper{fill:var(--paper)}.band,.box{fill:var(--band)}.box{stroke:var(--rule)}\n"
    ".warn-band{fill:var(--warn-band)}.dot{fill:var(--state)}\n"
    ".life,.arrow,.again,.cross,.dash{fill:none;stroke:var(--rule);stroke-width:1.5}\n"
    ".pause{stroke-dasharray:2 4}\n"
    ".arrow,.dash{stroke:var(--ink)}.dash{stroke-dasharray:6 4;stroke:var(--warn)}\n"
    ".again{stroke:var(--warn);stroke-width:2.5}.cross{stroke:var(--warn);stroke-width:2.5}\n"
    ".head{fill:var(--ink)}.warn-head{fill:var(--warn)}\n";

void svg_put_head(struct text *text, const char *title, enum language language, unsigned height) {
    text_printf(text,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" "
                "viewBox=\"0 0 %d %u\" xml:lang=\"%s\" role=\"img\">\n<title>",
                SVG_WIDTH, height, SVG_WIDTH, height, language == LANGUAGE_EN ? "en" : "zh");
    svg_put_escaped(text, title, strlen(title));
    text_put_string(text, "</title>\n<style>\n");
    text_put_string(text, style);
    text_put_string(text, "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
}

void svg_put_foot(struct text *text) {
    text_put_string(text, "</svg>\n");
}
