/* What options of DHCP hold that is no structure of its own. */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_DHCP_VALUE_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_DHCP_VALUE_H

#include "print/line.h"

/* The option at hand: what is left of its value, all of which was captured. */
struct dhcp_option {
    struct line *line;
    uint8_t kind;
    struct span rest;
};

/* Whether the release looks at lengths more closely. */
bool dhcp_value_is_checked(const struct dhcp_option *option);

/* What is wrong with a value, in the words of the release. The rest of it is not looked at. */
void dhcp_value_put_wrong(struct dhcp_option *option, const char *what);
void dhcp_value_put_quoted(struct text *text, struct span bytes);

/* The next `size` bytes of the value; null if there are no more of them. */
const uint8_t *dhcp_value_take(struct dhcp_option *option, size_t size);
void dhcp_value_put_addresses(struct dhcp_option *option);
void dhcp_value_put_pairs(struct dhcp_option *option);

/* Numbers of `size` bytes. */
void dhcp_value_put_numbers(struct dhcp_option *option, size_t size, const char *between);
void dhcp_value_put_signed(struct dhcp_option *option);
void dhcp_value_put_switch(struct dhcp_option *option);
void dhcp_value_put_by_length(struct dhcp_option *option);
void dhcp_value_put_choice(struct dhcp_option *option);
void dhcp_value_put_text(struct text *text, struct span bytes);

#endif
