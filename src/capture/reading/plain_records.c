#include "capture/reading/plain_records.h"

#include <string.h>

#include "tcpgloss/base/frame.h"

enum { MAGIC_MICROSECONDS = (int)0xa1b2c3d4, MAGIC_NANOSECONDS = (int)0xa1b23c4d };
enum { VERSION_MAJOR = 2, VERSION_MINOR = 4 };

static uint32_t load(const uint8_t *bytes) {
    uint32_t value;

    memcpy(&value, bytes, sizeof value);
    return value;
}

/* libpcap mends the lengths of one link type's packets. */
static bool is_mended(int link_type) {
    return link_type == DLT_USB_LINUX_MMAPPED;
}

struct plain_format plain_format_of(const uint8_t magic[4], pcap_t *pcap) {
    const uint32_t value = load(magic);
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

bool plain_record_read(const struct plain_format *format, const uint8_t *bytes,
                       struct plain_record *record) {
    const uint32_t fraction = load(bytes + 4);
    const uint32_t limit = format->nanoseconds ? 1000000000 : 1000000;

    record->seconds = load(bytes);
    record->nanoseconds = format->nanoseconds ? fraction : fraction * 1000;
    record->captured = load(bytes + 8);
    record->length = load(bytes + 12);
    return record->seconds <= INT32_MAX && fraction < limit &&
           record->captured <= format->captured_max;
}
