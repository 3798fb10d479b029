#include "copy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/decode.h"

uint8_t *decode_copy(int link_type, const uint8_t *bytes, uint32_t captured, uint32_t length,
                     struct packet *packet) {
    uint8_t *block = malloc(captured != 0 ? captured : 1);
    const struct frame frame = {
        .data = block,
        .captured = captured,
        .length = length,
        .number = 1,
        .link_type = link_type,
    };

    assert_non_null(block);
    memcpy(block, bytes, captured);
    decode_frame(&frame, packet);
    return block;
}
