#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/track/flow_fields.h"

/* What a record's definition in docs/json-schema.json requires. Of "a.b", it requires a, whose
 * definition requires b. */
static bool schema_requires(const json_t *record, const char *key) {
    const char *dot = strchr(key, '.');
    const json_t *name;
    size_t i;

    if (dot != NULL) {
        char group[32] = "";

        memcpy(group, key, (size_t)(dot - key));
        return schema_requires(record, group) &&
               schema_requires(json_object_get(json_object_get(record, "properties"), group),
                               dot + 1);
    }
    json_array_foreach(json_object_get(record, "required"), i, name) {
        if (strcmp(json_string_value(name), key) == 0) {
            return json_object_get(json_object_get(record, "properties"), key) != NULL;
        }
    }
    return false;
}

static void test_schema_describes_every_field_of_a_flow(void **state) {
    json_error_t error;
    json_t *schema = json_load_file(SCHEMA_FILE, 0, &error);
    json_t *definitions;

    (void)state;
    assert_non_null(schema);
    definitions = json_object_get(schema, "$defs");
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        const struct flow_field *field = &flow_fields[i];

        if (!schema_requires(json_object_get(definitions, field->of_end ? "end" : "flow"),
                             field->key)) {
            fail_msg("docs/json-schema.json does not describe %s", field->key);
        }
    }
    json_decref(schema);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schema_describes_every_field_of_a_flow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
