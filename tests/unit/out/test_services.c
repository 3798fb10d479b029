#include <arpa/inet.h>
#include <netdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tcpgloss/out/services.h"

/* The C library's own lookup is the judge. */
static void test_services_name_is_getservbyports(void **state) {
    struct services *services = services_load();
    unsigned named = 0;

    (void)state;
    assert_non_null(services);
    setservent(1);
    for (uint32_t port = 0; port < 3000; port++) {
        const struct servent *entry = getservbyport(htons((uint16_t)port), "tcp");
        const char *name = services_name(services, "tcp", (uint16_t)port);

        if (entry != NULL) {
            assert_non_null(name);
            assert_string_equal(name, entry->s_name);
            named++;
        } else {
            assert_null(name);
        }
    }
    endservent();
    assert_true(named > 0 || getservent() == NULL);
    services_free(services);
}

static void test_services_name_of_other_transport_is_null(void **state) {
    struct services *services = services_load();

    (void)state;
    assert_non_null(services);
    assert_null(services_name(services, "sctp", 80));
    services_free(services);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_services_name_is_getservbyports),
        cmocka_unit_test(test_services_name_of_other_transport_is_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
