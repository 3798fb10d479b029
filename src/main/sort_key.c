#include "main/sort_key.h"

#include <string.h>

#include "tcpgloss/base/words.h"
#include "tcpgloss/base/wrap.h"

enum { COLUMNS = 80, INDENT = 2 };

static void list(const char *separator, struct text *text) {
    const char *before = "";

    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        if (flow_fields[i].sort != NULL) {
            text_printf(text, "%s%s", before, flow_fields[i].sort);
            before = separator;
        }
    }
}

bool sort_key_read(const char *key, const struct flow_field **sort, struct error *error) {
    struct text keys;

    *sort = key != NULL ? flow_field_sorted_by(key) : NULL;
    if (key == NULL || *sort != NULL) {
        return true;
    }
    text_init(&keys);
    list("|", &keys);
    error_set(error, STATUS_USAGE,
              MESSAGE("--sort %s：应为 %s 之一", "--sort %s: one of %s is wanted"), key,
              text_string(&keys));
    text_free(&keys);
    return false;
}

void sort_key_write_help(struct text *text) {
    struct text keys;
    struct text lines;

    text_init(&keys);
    text_init(&lines);
    list(", ", &keys);
    wrap_put(text_string(&keys), COLUMNS - INDENT, &lines);
    text_put_string(text, MESSAGE("\n--sort 的 KEY\n", "\nKEY of --sort\n"));
    for (const char *line = text_string(&lines); *line != '\0'; line = strchr(line, '\n') + 1) {
        text_put_spaces(text, INDENT);
        text_put(text, line, (size_t)(strchr(line, '\n') - line) + 1);
    }
    text_free_part(&lines, text);
    text_free_part(&keys, text);
}
