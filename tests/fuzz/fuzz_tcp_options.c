/* The option iterator and the pass over all options: they stay inside, and the walk ends. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/decode/tcp.h"
#include "tcpgloss/decode/tcp_options.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint8_t *bytes = malloc(size + 1);
    struct span whole = {.data = bytes + 1, .length = size};
    struct span rest = whole;
    struct tcp_option option;
    struct tcp_options options;
    size_t before = size + 1;

    if (bytes == NULL) {
        abort();
    }
    memcpy(bytes + 1, data, size);
    while (tcp_option_next(&rest, &option)) {
        assert(rest.length < before);
        assert(option.value.data >= whole.data &&
               option.value.data + option.value.length <= whole.data + size);
        before = rest.length;
    }
    assert(rest.length == 0);
    tcp_options_read(whole, &options);
    assert(options.sack_count <= 4);
    free(bytes);
    return 0;
}
