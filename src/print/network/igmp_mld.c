#include "print/network/igmp_mld.h"

void igmp_mld_put_bracketed(struct text *text, const char *name, uint32_t value) {
    text_put_string(text, " [");
    text_put_string(text, name);
    text_put_u32(text, value);
    text_put_char(text, ']');
}

void igmp_mld_put_record_type(struct text *text, uint8_t type, const char *unknown) {
    static const char *const names[] = {
        NULL, "is_in", "is_ex", "to_in", "to_ex", "allow", "block",
    };

    text_put_char(text, ' ');
    if (type < sizeof names / sizeof names[0] && names[type] != NULL) {
        text_put_string(text, names[type]);
    } else {
        igmp_mld_put_bracketed(text, unknown, type);
    }
}
