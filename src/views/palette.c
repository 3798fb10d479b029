#include "views/palette.h"

#include <stddef.h>

const struct color_codes palette[COLOR_COUNT] = {
#define X(name, terminal, light, dark) [COLOR_##name] = {terminal, light, dark},
    PALETTE(X)
#undef X
};
