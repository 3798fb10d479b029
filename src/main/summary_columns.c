#include "main/summary_columns.h"

#include <string.h>

#include "tcpgloss/base/words.h"

bool summary_columns_read(const char *keys, struct summary_settings *summary, struct error *error) {
    for (const char *key = keys; key != NULL;) {
        const size_t length = strcspn(key, ",");
        const struct flow_field *field = flow_field_named(key, length);

        if (field == NULL || summary->chosen_count == FLOW_FIELD_COUNT) {
            return error_set(
                error, STATUS_USAGE,
                field == NULL
                    ? MESSAGE("--columns %.*s：--json 的流记录没有这个键",
                              "--columns %.*s: no key of --json's flow records")
                    : MESSAGE("--columns %.*s：列太多", "--columns %.*s: too many columns"),
                (int)length, key);
        }
        summary->chosen[summary->chosen_count++] = field;
        key = key[length] == ',' ? key + length + 1 : NULL;
    }
    return true;
}
