#include "capture/reading/plain_records.h"

#include "tcpgloss/base/frame.h"

enum { MAGIC_MICROSECONDS = (int)0xa1b2c3d4, MAGIC_NANOSECONDS = (int)0xa1b23c4d };
enum { VERSION_MAJOR = 2, VERSION_MINOR = 4 };

/* libpcap mends the lengths of one link type's packets. */
static bool is_mended(int link_type) {
    return link_type == DLT_USB_LINUX_MMAPPED;
}

struct plain_format plain_format_of(const uint8_t magic[4], pcap_t *pcap) {
    const uint32_t value = plain_word(magic);
    const int snapshot_length = pcap_snapshot(pcap);
    const bool known =
        value == (uint32_t)MAGIC_MICROSECONDS || value == (uint32_t)MAGIC_NANOSECONDS;

    return (struct plain_format){
        .plain = known && pcap_is_swapped(pcap) == 0 && pcap_major_version(pcap) == VERSION_MAJOR &&
                 pcap_minor_version(pcap) == VERSION_MINOR && !is_mended(pcap_datalink(pcap)),
        .nanoseconds = value == (uint32_t)MAGIC_NANOSECONDS,
        .captured_max =
            (uint32_t)(snapshot_length < FRAME_LENGTH_MAX ? snapshot_length : FRAME_LENGTH_MAX),
    };
}
