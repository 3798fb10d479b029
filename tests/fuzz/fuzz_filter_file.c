/* A file of -F: the expression is a string without comments, or the error says why there is none.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/capture/filter_file.h"

#include "fuzz.h"
#include "input_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct error error = {0};
    char *expression = filter_file_read(input_file_write(data, size), &error);

    if (expression == NULL) {
        assert(error.message[0] != '\0');
        return 0;
    }
    assert(strlen(expression) == size && strchr(expression, '#') == NULL);
    free(expression);
    return 0;
}
