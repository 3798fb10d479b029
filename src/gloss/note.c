#include "tcpgloss/gloss/note.h"

const char *argument_key(enum argument_name name) {
    static const char *const keys[] = {
#define X(name, key, type) [ARGUMENT_##name] = (key),
        NOTE_ARGUMENTS(X)
#undef X
    };

    return keys[name];
}

enum argument_type argument_type(enum argument_name name) {
    static const uint8_t types[] = {
#define X(name, key, type) [ARGUMENT_##name] = ARGUMENT_IS_##type,
        NOTE_ARGUMENTS(X)
#undef X
    };

    return (enum argument_type)types[name];
}
