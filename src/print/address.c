/* Addresses and ports: names where a source knows them, numbers otherwise. */
#include "print/address.h"

#include <string.h>

#include "print/line.h"
#include "print/link/oui.h"

void address_put(struct line *line, unsigned version, const uint8_t *address) {
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

void address_put_port(struct line *line, const char *transport, uint16_t port) {
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

void address_put_mac(struct line *line, const uint8_t address[6]) {
    static const uint8_t broadcast[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const char *name;

    if (line->settings->numeric == 0 && memcmp(address, broadcast, sizeof broadcast) == 0) {
        text_put_string(line->text, "Broadcast");
        return;
    }
    text_put_mac(line->text, address);
    if (line->settings->numeric == 0) {
        name = oui_name(load_be24(address));
        text_put_string(line->text, " (oui ");
        text_put_string(line->text, name != NULL ? name : "Unknown");
        text_put_char(line->text, ')');
    }
}
