/* Addresses and ports: names where a source knows them, numbers otherwise. */
#include "print/line.h"

void line_put_address(struct line *line, unsigned version, const uint8_t *address) {
    const struct name_source *names = line->settings->names;
    const char *name = NULL;

    if (names != NULL) {
        name = names->host(names->context, version, address);
    }
    if (name != NULL) {
        const char *dot = line->settings->no_domain ? strchr(name, '.') : NULL;

        text_put(line->text, name, dot != NULL ? (size_t)(dot - name) : strlen(name));
    } else if (version == 4) {
        text_put_ipv4(line->text, address);
    } else {
        text_put_ipv6(line->text, address);
    }
}

void line_put_port(struct line *line, const char *transport, uint16_t port) {
    const struct name_source *names = line->settings->names;
    const char *name = NULL;

    if (names != NULL) {
        name = names->service(names->context, transport, port);
    }
    if (name != NULL) {
        text_put_string(line->text, name);
    } else {
        text_put_u32(line->text, port);
    }
}
