#include <arpa/inet.h>
#include <netdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/capture/services.h"

static int open_services(void **state) {
    struct error error;

    *state = services_read(&error);
    return *state != NULL ? 0 : -1;
}

static int close_services(void **state) {
    services_free(*state);
    return 0;
}

static void assert_as_system(const struct services *services, const char *transport,
                             uint16_t port) {
    const struct servent *entry = getservbyport(htons(port), transport);
    const char *name = services_find(services, transport, port);

    if (entry == NULL) {
        assert_null(name);
    } else {
        assert_non_null(name);
        assert_string_equal(name, entry->s_name);
    }
}

static void test_services_find_ports_named_as_by_the_system(void **state) {
    static const uint16_t ports[] = {0, 1, 7, 22, 53, 80, 123, 443, 512, 514, 8080, 9998, 65535};

    for (unsigned i = 0; i < sizeof ports / sizeof ports[0]; i++) {
        assert_as_system(*state, "tcp", ports[i]);
        assert_as_system(*state, "udp", ports[i]);
    }
}

static void test_services_find_other_transport_nothing(void **state) {
    assert_null(services_find(*state, "sctp", 80));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_services_find_ports_named_as_by_the_system,
                                        open_services, close_services),
        cmocka_unit_test_setup_teardown(test_services_find_other_transport_nothing, open_services,
                                        close_services),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
