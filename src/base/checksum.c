#include "tcpgloss/base/checksum.h"

#include "tcpgloss/base/bytes.h"

static uint16_t fold(uint64_t sum) {
    while (sum >> 16 != 0) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)sum;
}

uint64_t checksum_add(uint64_t sum, const uint8_t *data, size_t length) {
    size_t at = 0;

    for (; length - at >= 2; at += 2) {
        sum += load_be16(data + at);
    }
    if (at < length) {
        sum += (uint64_t)data[at] << 8;
    }
    return sum;
}

uint16_t checksum_finish(uint64_t sum) {
    return (uint16_t)~fold(sum);
}

uint16_t checksum_expected(uint16_t field, uint16_t checksum) {
    return fold((uint64_t)field + checksum);
}
