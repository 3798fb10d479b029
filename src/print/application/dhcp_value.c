#include "print/application/dhcp_value.h"

#include "print/address.h"
#include "print/changes.h"

bool dhcp_value_is_checked(const struct dhcp_option *option) {
    return changes_made(option->line->settings, CHANGE_DHCP_CHECKS);
}

void dhcp_value_put_wrong(struct dhcp_option *option, const char *what) {
    struct text *text = option->line->text;

    text_put_string(text, dhcp_value_is_checked(option) ? "[" : "[ERROR: ");
    text_put_string(text, what);
    text_put_string(text, dhcp_value_is_checked(option) ? "] (invalid)" : "]");
    option->rest.length = 0;
}

void dhcp_value_put_text(struct text *text, struct span bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_escaped(text, bytes.data[i]);
    }
}

void dhcp_value_put_quoted(struct text *text, struct span bytes) {
    text_put_char(text, '"');
    dhcp_value_put_text(text, bytes);
    text_put_char(text, '"');
}

const uint8_t *dhcp_value_take(struct dhcp_option *option, size_t size) {
    const uint8_t *bytes = option->rest.data;

    if (option->rest.length < size) {
        return NULL;
    }
    option->rest = span_from(option->rest, size);
    return bytes;
}

void dhcp_value_put_addresses(struct dhcp_option *option) {
    const char *separator = "";

    for (const uint8_t *at; (at = dhcp_value_take(option, 4)) != NULL; separator = ",") {
        text_put_string(option->line->text, separator);
        address_put(option->line, 4, at);
    }
}

void dhcp_value_put_pairs(struct dhcp_option *option) {
    struct text *text = option->line->text;
    const char *separator = "";

    if (dhcp_value_is_checked(option) &&
        (option->rest.length == 0 || option->rest.length % 8 != 0)) {
        text_put_string(text, option->rest.length == 0 ? " " : "");
        text_put_string(text, "[length != N x 8 bytes]");
        option->rest.length = 0;
    }
    for (const uint8_t *at; (at = dhcp_value_take(option, 8)) != NULL; separator = ",") {
        text_put_string(text, separator);
        text_put_char(text, '(');
        address_put(option->line, 4, at);
        text_put_char(text, ':');
        address_put(option->line, 4, at + 4);
        text_put_char(text, ')');
    }
}

void dhcp_value_put_numbers(struct dhcp_option *option, size_t size, const char *between) {
    struct text *text = option->line->text;
    const char *separator = "";

    for (const uint8_t *at; (at = dhcp_value_take(option, size)) != NULL; separator = between) {
        text_put_string(text, separator);
        text_put_u32(text, size == 1 ? at[0] : size == 2 ? load_be16(at) : load_be32(at));
    }
}

void dhcp_value_put_signed(struct dhcp_option *option) {
    const char *separator = "";

    for (const uint8_t *at; (at = dhcp_value_take(option, 4)) != NULL; separator = ",") {
        text_put_string(option->line->text, separator);
        text_printf(option->line->text, "%d", (int)(int32_t)load_be32(at));
    }
}

void dhcp_value_put_switch(struct dhcp_option *option) {
    struct text *text = option->line->text;
    const char *separator = "";

    if (dhcp_value_is_checked(option) && option->rest.length != 1) {
        dhcp_value_put_wrong(option, "length != 1 byte");
    }
    for (const uint8_t *at; (at = dhcp_value_take(option, 1)) != NULL; separator = ",") {
        text_put_string(text, separator);
        if (*at < 2) {
            text_put_char(text, *at == 0 ? 'N' : 'Y');
        } else {
            text_put_u32(text, *at);
            text_put_char(text, '?');
        }
    }
}

void dhcp_value_put_by_length(struct dhcp_option *option) {
    if (option->rest.length % 4 == 0) {
        dhcp_value_put_numbers(option, 4, ",");
    } else if (option->rest.length % 2 == 0) {
        dhcp_value_put_numbers(option, 2, ",");
    } else {
        dhcp_value_put_numbers(option, 1, ".");
    }
}

void dhcp_value_put_choice(struct dhcp_option *option) {
    static const char *const nodes[] = {
        [1] = "b-node", [2] = "p-node", [4] = "m-node", [8] = "h-node"};
    static const char *const overloads[] = {[1] = "file", [2] = "sname", [3] = "file+sname"};
    bool is_node = option->kind == 46;
    size_t count =
        is_node ? sizeof nodes / sizeof nodes[0] : sizeof overloads / sizeof overloads[0];
    const uint8_t *value = dhcp_value_take(option, 1);
    const char *name = NULL;

    if (value == NULL) {
        dhcp_value_put_wrong(option, dhcp_value_is_checked(option) ? "length < 1 byte"
                                                                   : "length < 1 bytes");
        return;
    }
    if (*value < count) {
        name = is_node ? nodes[*value] : overloads[*value];
    }
    if (name != NULL) {
        text_put_string(option->line->text, name);
    } else {
        line_put_number(option->line->text, "#", *value);
    }
}
