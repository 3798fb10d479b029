#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hex_frame.h"

#define ETHERNET    "020000000001 020000000002 "
#define ARP_REQUEST ETHERNET "0806 0001 0800 06 04 0001 020000000002 0a000001 000000000000 0a000002"
#define ARP_REPLY   ETHERNET "0806 0001 0800 06 04 0002 020000000002 0a000001 020000000001 0a000002"

#define IPV6(next, length)                                                                         \
    "60000000 00" length next                                                                      \
    "ff fe800000000000000000000000000001 fe800000000000000000000000000002 "

#define ICMP_ECHO IPV4("01", "1c") "0800 f7fd 0001 0001"
/* A port that is unreachable, quoting the datagram that went there. */
#define ICMP_UNREACHABLE                                                                           \
    IPV4("01", "3c")                                                                               \
    "0303 0000 00000000 4500 0020 0000 0000 4011 0000 0a000002 0a000001 "                          \
    "0009 9c40 000c 0000 61626364"
#define IGMP_REPORT                                                                                \
    IPV4("02", "30") "2200 0000 0000 0002 04000000 e0000005 01000001 e0000006 0a000009"
#define SOLICITATION                                                                               \
    IPV6("3a", "20") "8700 0000 00000000 fe800000000000000000000000000002 0101 020000000001"
#define MLD_REPORT                                                                                 \
    IPV6("3a", "2c")                                                                               \
    "8f00 0000 0000 0001 03000001 ff020000000000000000000000000001 "                               \
    "fe800000000000000000000000000003"
#define SCTP_INIT                                                                                  \
    IPV4("84", "34") "1388 0050 00000000 00000000 0100 0014 00000007 00010000 000a 0010 00000001"
#define SCTP_SACK                                                                                  \
    IPV4("84", "38")                                                                               \
    "1388 0050 00000000 00000000 0300 0018 00000064 00001000 0001 0001 "                           \
    "00020003 00000065"

#define EGP   IPV4("08", "24") "01030000 0000 fde8 0007 0000 00000000"
#define EIGRP IPV4("58", "28") "02050000 00000001 00000000 00000000 0000 0064"
#define OSPF  IPV4("59", "2c") "02010018 0a000001 00000000 0000 0000 0000000000000000"
#define PIM   IPV4("67", "18") "20000000"
#define RSVP  IPV4("2e", "20") "11630000 4000 000c cafebabe"
#define DCCP  IPV4("21", "24") "1f40 1f41 0500 0000 00 000007 00000400"
#define DCCP_OPTIONS                                                                               \
    IPV4("21", "3b")                                                                               \
    "1f40 1f41 0a00 0000 04 000007 01 2005010203 2906 0000002a 2404 beef 80 04 0102 00 2c02 "      \
    "61626364"
#define NODE_QUERY IPV6("3a", "18") "8b01 0000 0002 0000 0102030405060708 03 777777 02 6465 00"
#define PGM        IPV4("71", "2c") "1f40 1f41 0400 0000 010203040506 0008 0000000a 00000009"

#define MPCP ETHERNET "8808 0003 00000007 02 81 0001 0002"
#define STP                                                                                        \
    ETHERNET                                                                                       \
    "0027 424203 0000 02 02 3d 8000 020000000003 00000004 8000 020000000001 8001 "                 \
    "0100 1400 0200 0f00 00"
#define LLDP                                                                                       \
    ETHERNET                                                                                       \
    "88cc 0207 04 020000000001 0405 05 65746830 0602 0078 0a04 1b5b324a 0e04 0014 0004 "           \
    "100c 05 01 0a000001 02 00000007 00 fe04 00120f01 0000"

static void test_arp_request_and_reply(void **state) {
    (void)state;
    assert_line(LINK_EN10MB, ARP_REQUEST, 0,
                "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28\n");
    assert_line(LINK_EN10MB, ARP_REPLY, 1,
                "ARP, Ethernet (len 6), IPv4 (len 4), Reply 10.0.0.1 is-at 02:00:00:00:00:02, "
                "length 28\n");
}

static void test_udp_without_known_port_shows_length(void **state) {
    (void)state;
    assert_line(LINK_RAW, UDP_PLAIN, 0, "IP 10.0.0.1.40000 > 10.0.0.2.9: UDP, length 4\n");
    assert_line(LINK_RAW, IPV4("11", "20") "9c40 0009 0020 0000 61626364", 0,
                "IP 10.0.0.1.40000 > 10.0.0.2.9: UDP, bad length 24 > 4\n");
    assert_line(LINK_RAW, IPV4("11", "20") "9c40 0009 0007 0000 61626364", 0,
                "IP 10.0.0.1.40000 > 10.0.0.2.9: truncated-udplength 7\n");
}

static void test_icmp_echo(void **state) {
    (void)state;
    assert_line(LINK_RAW, ICMP_ECHO, 0,
                "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 8\n");
}

static void test_icmp_error_quotes_packet(void **state) {
    (void)state;
    assert_line(LINK_RAW, ICMP_UNREACHABLE, 0,
                "IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.1 udp port 40000 unreachable, length 40\n");
    hex_frame_print(LINK_RAW, ICMP_UNREACHABLE, SIZE_MAX, 1);
    assert_non_null(strstr(printed.data, "    10.0.0.2.9 > 10.0.0.1.40000: UDP, length 4\n"));
}

/* Errors that quote errors end after a few, however many there are. */
static void test_icmp_error_in_errors_ends(void **state) {
    enum { LEVELS = 40, LEVEL = 28 };
    uint8_t *bytes = calloc(LEVELS, LEVEL);
    const struct printer_settings settings = {
        .numeric = 2, .verbosity = 1, .time = TIME_NONE, .release = TCPDUMP_4_99_3};
    size_t lines = 0;

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < LEVELS; i++) {
        uint8_t *at = bytes + i * LEVEL;
        size_t length = (LEVELS - i) * LEVEL;

        at[0] = 0x45;
        at[2] = (uint8_t)(length >> 8);
        at[3] = (uint8_t)length;
        at[9] = 1;
        at[20] = 11;
    }
    printed_frame(&settings, LINK_RAW, bytes, (size_t)LEVELS * LEVEL, (size_t)LEVELS * LEVEL);
    for (size_t i = 0; i < printed.length; i++) {
        lines += printed.data[i] == '\n';
    }
    assert_in_range(lines, 8, 40);
    free(bytes);
}

static void test_igmp_report_shows_groups(void **state) {
    (void)state;
    assert_line(LINK_RAW, IGMP_REPORT, 0,
                "IP 10.0.0.1 > 10.0.0.2: igmp v3 report, 2 group record(s)\n");
    hex_frame_print(LINK_RAW, IGMP_REPORT, SIZE_MAX, 2);
    assert_non_null(strstr(printed.data, "[gaddr 224.0.0.5 to_ex { }] "
                                         "[gaddr 224.0.0.6 is_in { 10.0.0.9 }]"));
}

static void test_neighbor_solicitation_shows_target_and_options(void **state) {
    (void)state;
    assert_line(LINK_RAW, SOLICITATION, 0,
                "IP6 fe80::1 > fe80::2: ICMP6, neighbor solicitation, who has fe80::2, "
                "length 32\n");
    hex_frame_print(LINK_RAW, SOLICITATION, SIZE_MAX, 1);
    assert_non_null(strstr(printed.data, "\n\t  source link-address option (1), length 8 (1): "
                                         "02:00:00:00:00:01\n"));
}

static void test_mld_report_shows_sources(void **state) {
    (void)state;
    hex_frame_print(LINK_RAW, MLD_REPORT, SIZE_MAX, 2);
    assert_non_null(
        strstr(printed.data, ", 1 group record(s) [gaddr ff02::1 to_in { fe80::3 }]\n"));
}

static void test_node_query_shows_subject(void **state) {
    (void)state;
    assert_line(
        LINK_RAW, NODE_QUERY, 0,
        "IP6 fe80::1 > fe80::2: ICMP6, who-are-you request node information query (DNS name, "
        "subject=DNS name, \"www.de.\"), length 24\n");
}

static void test_sctp_chunks(void **state) {
    (void)state;
    assert_line(LINK_RAW, SCTP_INIT, 0,
                "IP 10.0.0.1.5000 > 10.0.0.2.80: sctp (1) [INIT] [init tag: 7] [rwnd: 65536] "
                "[OS: 10] [MIS: 16] [init TSN: 1] \n");
    assert_line(LINK_RAW, SCTP_SACK, 0,
                "IP 10.0.0.1.5000 > 10.0.0.2.80: sctp (1) [SACK] [cum ack 100] [a_rwnd 4096] "
                "[#gap acks 1] [#dup tsns 1] \n\t\t[gap ack block #1: start = 102, end = 103] "
                "\n\t\t[dup TSN #1: 101] \n");
}

static void test_routing_headers(void **state) {
    (void)state;
    assert_line(LINK_RAW, EGP, 0, "IP 10.0.0.1 > 10.0.0.2: EGPv1, AS 65000, seq 7, length 16\n");
    assert_line(LINK_RAW, EIGRP, 0, "IP 10.0.0.1 > 10.0.0.2: EIGRP Hello, length: 20\n");
    assert_line(LINK_RAW, OSPF, 0, "IP 10.0.0.1 > 10.0.0.2: OSPFv2, Hello, length 24\n");
    assert_line(LINK_RAW, PIM, 0, "IP 10.0.0.1 > 10.0.0.2: PIMv2, Hello, length 4\n");
    assert_line(LINK_RAW, RSVP, 0,
                "IP 10.0.0.1 > 10.0.0.2: RSVPv1 unknown (99) Message, length: 12\n");
    assert_line(LINK_RAW, DCCP, 0,
                "IP 10.0.0.1.8000 > 10.0.0.2.8001: DCCP DCCP-Request (service=1024) \n");
    assert_line(
        LINK_RAW, DCCP_OPTIONS, 2,
        "IP (tos 0x0, ttl 64, id 0, offset 0, flags [none], proto DCCP (33), length 59, "
        "bad cksum 0 (->66a0)!)\n"
        "    10.0.0.1.8000 > 10.0.0.2.8001: DCCP (CCVal 0, CsCov 0, cksum 0x0000 "
        "(incorrect -> 0x40ed)) DCCP-Data seq 7 <mandatory, change_l ccid 2 3, timestamp 42, "
        "initcookie 0xbeef, CCID option 128 258, nop, data_checksum, "
        "Option 97 optlen goes past header length>\n");
    assert_line(LINK_RAW, PGM, 0,
                "IP 10.0.0.1 > 10.0.0.2: 10.0.0.1.8000 > 10.0.0.2.8001: PGM, length 8\n");
}

static void test_ethernet_control_protocols(void **state) {
    (void)state;
    assert_line(LINK_EN10MB, MPCP, 1,
                "MPCP, Opcode Report, Timestamp 7 ticks, length 12\n"
                "\tTotal Queue-Sets 2\n"
                "\t  Queue-Set #2, Report-Bitmap [ Q0, Q7 ]\n"
                "\t    Q1 Report, Duration 1 ticks\n"
                "\t    Q8 Report, Duration 2 ticks\n");
    assert_line(LINK_EN10MB, STP, 1,
                "STP 802.1w, Rapid STP, Flags [Topology change, Learn, Forward], "
                "bridge-id 8000.02:00:00:00:00:01.8001, length 36\n"
                "\tmessage-age 1.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n"
                "\troot-id 8000.02:00:00:00:00:03, root-pathcost 4, port-role Designated\n");
}

static void test_lldp_shows_name_alone_or_everything(void **state) {
    (void)state;
    assert_line(LINK_EN10MB, LLDP, 0, "LLDP, length 54: ^[[2J\n");
    assert_line(LINK_EN10MB, LLDP, 1,
                "LLDP, length 54\n"
                "\tChassis ID TLV (1), length 7\n"
                "\t  Subtype MAC address (4): 02:00:00:00:00:01\n"
                "\tPort ID TLV (2), length 5\n"
                "\t  Subtype Interface Name (5): eth0\n"
                "\tTime to Live TLV (3), length 2: TTL 120s\n"
                "\tSystem Name TLV (5), length 4: ^[[2J\n"
                "\tSystem Capabilities TLV (7), length 4\n"
                "\t  System  Capabilities [Bridge, Router] (0x0014)\n"
                "\t  Enabled Capabilities [Bridge] (0x0004)\n"
                "\tManagement Address TLV (8), length 12\n"
                "\t  Management Address length 5, AFI IPv4 (1): 10.0.0.1\n"
                "\t  Interface Index Interface Numbering (2): 7\n"
                "\tOrganization specific TLV (127), length 4: OUI IEEE 802.3 Private (0x00120f)\n"
                "\t  0x0000:  0012 0f01\n"
                "\tEnd TLV (0), length 0\n");
}

static void test_every_cut_stays_inside_and_printable(void **state) {
    static const struct hex_frame frames[] = {
        {LINK_EN10MB, ARP_REQUEST},
        {LINK_EN10MB, ARP_REPLY},
        {LINK_RAW, UDP_PLAIN},
        {LINK_RAW, ICMP_ECHO},
        {LINK_RAW, ICMP_UNREACHABLE},
        {LINK_RAW, IGMP_REPORT},
        {LINK_RAW, SOLICITATION},
        {LINK_RAW, MLD_REPORT},
        {LINK_RAW, SCTP_INIT},
        {LINK_RAW, SCTP_SACK},
        {LINK_RAW, EGP},
        {LINK_RAW, EIGRP},
        {LINK_RAW, OSPF},
        {LINK_RAW, PIM},
        {LINK_RAW, RSVP},
        {LINK_RAW, PGM},
        {LINK_RAW, DCCP},
        {LINK_RAW, DCCP_OPTIONS},
        {LINK_RAW, NODE_QUERY},
        {LINK_EN10MB, MPCP},
        {LINK_EN10MB, STP},
        {LINK_EN10MB, LLDP},
    };

    (void)state;
    assert_cuts_harmless(frames, sizeof frames / sizeof frames[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arp_request_and_reply),
        cmocka_unit_test(test_udp_without_known_port_shows_length),
        cmocka_unit_test(test_icmp_echo),
        cmocka_unit_test(test_icmp_error_quotes_packet),
        cmocka_unit_test(test_icmp_error_in_errors_ends),
        cmocka_unit_test(test_igmp_report_shows_groups),
        cmocka_unit_test(test_neighbor_solicitation_shows_target_and_options),
        cmocka_unit_test(test_mld_report_shows_sources),
        cmocka_unit_test(test_node_query_shows_subject),
        cmocka_unit_test(test_sctp_chunks),
        cmocka_unit_test(test_routing_headers),
        cmocka_unit_test(test_ethernet_control_protocols),
        cmocka_unit_test(test_lldp_shows_name_alone_or_everything),
        cmocka_unit_test(test_every_cut_stays_inside_and_printable),
    };

    return cmocka_run_group_tests(tests, printed_begin, printed_end);
}
