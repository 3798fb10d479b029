#include <utf8proc.h>

#include "wrapped.h"

WRAPPED(utf8proc_ssize_t, utf8proc_iterate, const utf8proc_uint8_t *data, utf8proc_ssize_t length,
        utf8proc_int32_t *character) {
    utf8proc_ssize_t count = __real_utf8proc_iterate(data, length, character);

    __msan_unpoison(character, sizeof *character);
    return count;
}
