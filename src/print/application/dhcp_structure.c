#include "print/application/dhcp_structure.h"

#include "print/address.h"
#include "print/hex_dump.h"
#include "print/value_names.h"

void dhcp_structure_put_message(struct dhcp_option *option) {
    static const char *const names[] = {
        [1] = "Discover",         [2] = "Offer",         [3] = "Request",
        [4] = "Decline",          [5] = "ACK",           [6] = "NACK",
        [7] = "Release",          [8] = "Inform",        [10] = "LeaseQuery",
        [11] = "LeaseUnassigned", [12] = "LeaseUnknown", [13] = "LeaseActive",
    };
    uint8_t type = *dhcp_value_take(option, 1);

    if (type < sizeof names / sizeof names[0] && names[type] != NULL) {
        text_put_string(option->line->text, names[type]);
    } else {
        line_put_number(option->line->text, "Unknown (", type);
        text_put_char(option->line->text, ')');
    }
}

void dhcp_structure_put_client(struct dhcp_option *option) {
    struct text *text = option->line->text;
    static const struct value_name hardware[] = {{1, "ether"},   {6, "ieee802"}, {7, "arcnet"},
                                                 {15, "frelay"}, {23, "strip"},  {24, "ieee1394"},
                                                 {0, NULL}};
    const uint8_t *type = dhcp_value_take(option, 1);
    const char *separator = "";
    const char *name;

    if (type == NULL) {
        dhcp_value_put_wrong(option, dhcp_value_is_checked(option) ? "length < 1 byte"
                                                                   : "length < 1 bytes");
        return;
    }
    if (*type == 0) {
        dhcp_value_put_quoted(text, option->rest);
        option->rest.length = 0;
        return;
    }
    name = value_names_find(hardware, *type);
    if (name != NULL) {
        text_put_string(text, name);
        text_put_char(text, ' ');
    } else {
        line_put_number(text, "hardware-type ", *type);
        text_put_string(text, ", ");
    }
    for (const uint8_t *at; (at = dhcp_value_take(option, 1)) != NULL; separator = ":") {
        text_put_string(text, separator);
        text_put_hex_padded(text, *at, 2);
    }
}

void dhcp_structure_put_classes(struct dhcp_option *option) {
    struct text *text = option->line->text;

    if (option->rest.length < 2) {
        dhcp_value_put_wrong(option, "length < 2 bytes");
        return;
    }
    for (unsigned i = 1; option->rest.length > 0; i++) {
        uint8_t length = *dhcp_value_take(option, 1);

        line_put_number(text, "\n\t      instance#", i);
        text_put_string(text, ": ");
        if (length == 0) {
            dhcp_value_put_wrong(option, dhcp_value_is_checked(option)
                                             ? "suboption length == 0"
                                             : "suboption length must be non-zero");
        } else if (length > option->rest.length) {
            if (dhcp_value_is_checked(option)) {
                line_put_number(text, "[length ", option->rest.length);
                line_put_number(text, " < suboption length ", length);
                text_put_string(text, " (invalid)");
                option->rest.length = 0;
            } else {
                dhcp_value_put_wrong(option, "invalid option");
            }
        } else {
            dhcp_value_put_quoted(text, span_first(option->rest, length));
            line_put_number(text, ", length ", length);
            (void)dhcp_value_take(option, length);
        }
    }
}

void dhcp_structure_put_domain(struct dhcp_option *option) {
    static const char letters[] = "SOEN";
    struct text *text = option->line->text;
    const uint8_t *head = dhcp_value_take(option, 3);

    if (head == NULL) {
        dhcp_value_put_wrong(option, "length < 3 bytes");
        return;
    }
    if ((head[0] & 0xf0) != 0) {
        text_put_string(text,
                        dhcp_value_is_checked(option) ? "[MBZ nibble 0x" : "[ERROR: MBZ nibble 0x");
        text_put_hex(text, head[0] >> 4);
        text_put_string(text, dhcp_value_is_checked(option) ? " != 0]  (invalid)" : " != 0] ");
    }
    if ((head[0] & 0x0f) != 0) {
        text_put_char(text, '[');
        for (unsigned bit = 0; bit < 4; bit++) {
            if ((head[0] >> bit & 1) != 0) {
                text_put_char(text, letters[bit]);
            }
        }
        text_put_string(text, "] ");
    }
    if (head[1] != 0 || head[2] != 0) {
        text_put_u32(text, head[1]);
        line_put_number(text, "/", head[2]);
        text_put_char(text, ' ');
    }
    dhcp_value_put_quoted(text, option->rest);
    option->rest.length = 0;
}

void dhcp_structure_put_agent(struct dhcp_option *option) {
    static const char *const names[] = {
        [1] = "Circuit-ID", [2] = "Remote-ID", [6] = "Subscriber-ID"};
    struct text *text = option->line->text;

    for (const uint8_t *head; (head = dhcp_value_take(option, 2)) != NULL;) {
        const char *name = head[0] < sizeof names / sizeof names[0] ? names[head[0]] : NULL;
        struct span value = span_first(option->rest, head[1]);

        text_put_string(text, "\n\t      ");
        text_put_string(text, name != NULL ? name : "Unknown");
        line_put_number(text, " SubOption ", head[0]);
        line_put_number(text, ", length ", head[1]);
        text_put_string(text, ": ");
        if (value.length < head[1]) {
            text_put_string(text, "length goes past end of option");
            option->rest.length = 0;
            return;
        }
        if (name != NULL) {
            dhcp_value_put_text(text, value);
        } else {
            hex_dump_put(option->line, "\n\t\t", value.data, (uint32_t)value.length);
        }
        (void)dhcp_value_take(option, head[1]);
    }
}

void dhcp_structure_put_routes(struct dhcp_option *option) {
    struct text *text = option->line->text;
    const char *separator = "";

    if (option->rest.length < 5) {
        dhcp_value_put_wrong(option, "length < 5 bytes");
        return;
    }
    while (option->rest.length > 0) {
        uint8_t width = *dhcp_value_take(option, 1);
        uint8_t octets = (uint8_t)((width + 7u) / 8);
        const uint8_t *route;

        text_put_string(text, separator);
        separator = ",";
        if (width > 32 || option->rest.length < octets + 4u) {
            text_put_string(text, dhcp_value_is_checked(option) ? "[" : "[ERROR: ");
            line_put_number(text, width > 32 ? "Mask width (" : "Remaining length (",
                            width > 32 ? width : option->rest.length);
            line_put_number(text, width > 32 ? ") > " : ") < ", width > 32 ? 32 : octets + 4u);
            text_put_string(text, width > 32 ? "]" : " bytes]");
            text_put_string(text, dhcp_value_is_checked(option) ? " (invalid)" : "");
            option->rest.length = 0;
            return;
        }
        route = dhcp_value_take(option, octets + 4u);
        text_put_char(text, '(');
        if (width == 0) {
            text_put_string(text, "default");
        } else {
            for (unsigned i = 0; i < 4; i++) {
                text_put_string(text, i > 0 ? "." : "");
                text_put_u32(text, i < octets ? route[i] : 0);
            }
            line_put_number(text, "/", width);
        }
        text_put_char(text, ':');
        address_put(option->line, 4, route + octets);
        text_put_char(text, ')');
    }
}

void dhcp_structure_put_redirects(struct dhcp_option *option) {
    struct text *text = option->line->text;

    for (const uint8_t *head; (head = dhcp_value_take(option, 2)) != NULL;) {
        /* In the first release that knew it, one byte of it counted. */
        uint16_t length = dhcp_value_is_checked(option) ? load_be16(head) : head[1];

        line_put_number(text, "\n\t\t    length ", length);
        text_put_string(text, ": ");
        if (length > option->rest.length) {
            text_put_string(text, "length goes past end of option");
            option->rest.length = 0;
            return;
        }
        dhcp_value_put_quoted(text, span_first(option->rest, length));
        (void)dhcp_value_take(option, length);
    }
    if (option->rest.length > 0) {
        text_put_string(text, dhcp_value_is_checked(option) ? "[length < 2 bytes] (invalid)"
                                                            : "[ERROR: length < 2 bytes]");
    }
}
