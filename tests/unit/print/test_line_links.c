#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hex_frame.h"

/* A driver's header, and LLC for IP behind it. */
#define ATM_DRIVER "40414243 44454647 48494a4b 4c4d4e4f 50515253 060603 "

#define WORDS_8       "00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
#define PKTAP(length) length "000000 01000000 01000000 " WORDS_8 WORDS_8 WORDS_8

static void test_link_headers_of_other_systems(void **state) {
    (void)state;
    assert_line_with_link(TCPDUMP_4_99_3, LINK_ATM_RFC1483, ATM_DRIVER UDP_PLAIN,
                          "4041424344454647 48494a4b4c4d4e4f LLC, dsap IP (0x06) Individual, "
                          "ssap IP (0x06) Command, ctrl 0x03: " UDP_LINE);
    assert_line_with_link(
        TCPDUMP_4_99_3, LINK_FRELAY, "1a4e 03 03 cc" UDP_PLAIN,
        "No pad! Q.922, hdr-len 3, DLCI 6400, "
        "Flags [C!, DE, BECN, FECN, sdlcore], NLPID IPv4 (0xcc), length 37: " UDP_LINE);
    assert_line_with_link(TCPDUMP_4_99_3, LINK_ENC, "00000002 00001234 00000c00" UDP_PLAIN,
                          "(authentic,confidential): SPI 0x00001234: " UDP_LINE);
    assert_line_with_link(
        TCPDUMP_4_99_3, LINK_IP_OVER_FC, "1000 020000000001 2000 020000000002 060603" UDP_PLAIN,
        "02:00:00:00:00:02 > 02:00:00:00:00:01, length 51: LLC, "
        "dsap IP (0x06) Individual, ssap IP (0x06) Command, ctrl 0x03: " UDP_LINE);
    assert_line_with_link(TCPDUMP_4_99_3, LINK_USER0, "0001",
                          "UNSUPPORTED\n\t0x0000:  0001                                     ..\n");
}

static void test_frame_relay_shows_what_it_is_taken_for(void **state) {
    (void)state;
    assert_line_with_link(TCPDUMP_4_99_3, LINK_FRELAY, "1841 03 99",
                          "Q.922, hdr-len 2, DLCI 100, Flags [none], "
                          "NLPID unknown (0x99), length 4: \n");
    assert_line_with_link(TCPDUMP_4_99_3, LINK_FRELAY, "1840 02 01 03 00 99",
                          "Pad! Q.922, hdr-len 4, DLCI 819264, Flags [none], "
                          "NLPID unknown (0x99), length 7: \n");
    assert_line_with_link(TCPDUMP_4_99_3, LINK_FRELAY, "1841 12 34",
                          "Q.922, hdr-len 2, DLCI 100, Flags [none], "
                          "cisco-ethertype unknown (0x1234), length 4: UI 12! Q.922, hdr-len 2, "
                          "DLCI 100, Flags [none], NLPID unknown (0x34), length 4: \n");
    assert_line_with_link(TCPDUMP_4_99_3, LINK_FRELAY, "1840 02 02 cc", "Q.922, invalid address\n");
}

/* An action and a reason, then names of 16 bytes, one of which could give orders to a terminal. */
#define PFLOG(length, action_and_reason)                                                           \
    length " 02 " action_and_reason " 656d301b 00000000 00000000 00000000 "                        \
           "616e6368 6f720000 00000000 00000000 00000005 00000007 "                                \
           "00000000 00000000 00000000 00000000 02000000 "

static void test_pflog_is_said_as_each_release_says_it(void **state) {
    static const char plain[] = PFLOG("3d", "0103") UDP_PLAIN;
    static const char normalized[] = PFLOG("3d", "0304") UDP_PLAIN;

    (void)state;
    assert_line_with_link(TCPDUMP_4_99_4, LINK_PFLOG, plain,
                          "rule 5.anchor.7/unkn(3): block out on em0^[: " UDP_LINE);
    assert_line_with_link(TCPDUMP_4_99_5, LINK_PFLOG, plain,
                          "rule 5.anchor.7/3(short): block out on em0^[: " UDP_LINE);
    assert_line_with_link(TCPDUMP_4_99_4, LINK_PFLOG, normalized,
                          "rule 5.anchor.7/3(short): unkn(3) out on em0^[: " UDP_LINE);
    assert_line_with_link(TCPDUMP_4_99_5, LINK_PFLOG, normalized,
                          "rule 5.anchor.7/4(normalize): unkn(3) out on em0^[: " UDP_LINE);
    assert_line_with_link(TCPDUMP_4_99_6, LINK_PFLOG, normalized,
                          "rule 5.anchor.7/4(normalize): noscrub out on em0^[: " UDP_LINE);
}

static void test_pflog_header_without_direction_is_of_old_releases(void **state) {
    static const char frame[] = PFLOG("3c", "0000") UDP_PLAIN;

    (void)state;
    assert_line_with_link(TCPDUMP_4_99_4, LINK_PFLOG, frame,
                          "rule 5.anchor.7/0(match): pass out on em0^[: IP0 (invalid)\n");
    assert_line_with_link(TCPDUMP_4_99_5, LINK_PFLOG, frame, "[pflog: invalid header length!]\n");
}

static void test_pktap_says_what_is_wrong_with_its_header(void **state) {
    (void)state;
    assert_line(LINK_PKTAP, "6c000000", 0, " (packet too short, 4 < 108) (invalid)\n");
    hex_frame_print(LINK_PKTAP, PKTAP("6c") UDP_PLAIN, 4, 0);
    assert_string_equal(printed.data, " [|pktap]\n");
    assert_line(LINK_PKTAP, PKTAP("6b"), 0, " (pkt_len too small, 107 < 108) (invalid)\n");
    assert_line(LINK_PKTAP, PKTAP("6d"), 0, " (pkt_len too big, 109 > 108) (invalid)\n");
}

static void test_every_cut_stays_inside_and_printable(void **state) {
    static const struct hex_frame frames[] = {
        {LINK_ATM_RFC1483, ATM_DRIVER UDP_PLAIN},
        {LINK_FRELAY, "1a4e 03 03 cc" UDP_PLAIN},
        {LINK_ENC, "00000002 00001234 00000c00" UDP_PLAIN},
        {LINK_PFLOG, PFLOG("3d", "0304") UDP_PLAIN},
        {LINK_IP_OVER_FC, "1000 020000000001 2000 020000000002 060603" UDP_PLAIN},
        {LINK_USER0, UDP_PLAIN},
    };

    (void)state;
    assert_cuts_harmless(frames, sizeof frames / sizeof frames[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_link_headers_of_other_systems),
        cmocka_unit_test(test_frame_relay_shows_what_it_is_taken_for),
        cmocka_unit_test(test_pflog_is_said_as_each_release_says_it),
        cmocka_unit_test(test_pflog_header_without_direction_is_of_old_releases),
        cmocka_unit_test(test_pktap_says_what_is_wrong_with_its_header),
        cmocka_unit_test(test_every_cut_stays_inside_and_printable),
    };

    return cmocka_run_group_tests(tests, printed_begin, printed_end);
}
