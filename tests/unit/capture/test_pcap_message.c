#include <netdb.h>
#include <pcap/pcap.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/words.h"

#include "capture/pcap_message.h"

static int speak_chinese(void **state) {
    (void)state;
    message_language_set(LANGUAGE_ZH);
    return 0;
}

static void test_message_in_english_is_libpcaps(void **state) {
    const char *text = "unknown file format";

    (void)state;
    message_language_set(LANGUAGE_EN);
    assert_ptr_equal(pcap_message(text), text);
}

static void test_message_that_is_known_whole_is_translated(void **state) {
    (void)state;
    assert_string_equal(pcap_message("unknown file format"), "不是抓包文件");
}

static void test_message_that_says_more_is_translated_and_quoted(void **state) {
    (void)state;
    assert_string_equal(pcap_message("unknown port 'x'"),
                        "没有这个端口名（libpcap：unknown port 'x'）");
}

static void test_message_that_is_unknown_is_quoted(void **state) {
    (void)state;
    assert_string_equal(pcap_message("the moon is up"), "libpcap 报告“the moon is up”");
}

/* What the libpcap of this machine really says. */
static void test_libpcap_status_is_known(void **state) {
    static const int statuses[] = {PCAP_ERROR_NO_SUCH_DEVICE,
                                   PCAP_ERROR_PERM_DENIED,
                                   PCAP_ERROR_PROMISC_PERM_DENIED,
                                   PCAP_ERROR_IFACE_NOT_UP,
                                   PCAP_ERROR_RFMON_NOTSUP,
                                   PCAP_ERROR_CANTSET_TSTAMP_TYPE,
                                   PCAP_ERROR_TSTAMP_PRECISION_NOTSUP,
                                   PCAP_WARNING_PROMISC_NOTSUP,
                                   PCAP_WARNING_TSTAMP_TYPE_NOTSUP};

    (void)state;
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        const char *words = pcap_message(pcap_statustostr(statuses[i]));

        assert_null(strstr(words, "libpcap"));
    }
}

static void test_libpcap_filter_error_is_known(void **state) {
    static const char *const filters[] = {
        "tcp port",    "port nowhere",   "port 70000",      "ether proto nowhere",
        "net nowhere", "net 10.0.0.1/8", "ip proto nowhere"};
    /* Without /etc/protocols libpcap takes the last one for a host's name. */
    const size_t known = sizeof filters / sizeof filters[0] - (getprotobyname("tcp") == NULL);
    pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 65535);

    (void)state;
    for (size_t i = 0; i < known; i++) {
        struct bpf_program program;

        assert_int_not_equal(pcap_compile(pcap, &program, filters[i], 1, 0), 0);
        assert_null(strstr(pcap_message(pcap_geterr(pcap)), "报告"));
    }
    pcap_close(pcap);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_message_in_english_is_libpcaps, speak_chinese),
        cmocka_unit_test_setup(test_message_that_is_known_whole_is_translated, speak_chinese),
        cmocka_unit_test_setup(test_message_that_says_more_is_translated_and_quoted, speak_chinese),
        cmocka_unit_test_setup(test_message_that_is_unknown_is_quoted, speak_chinese),
        cmocka_unit_test_setup(test_libpcap_status_is_known, speak_chinese),
        cmocka_unit_test_setup(test_libpcap_filter_error_is_known, speak_chinese),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
