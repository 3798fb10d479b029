#include "tcpgloss/base/checksum.h"

#include <string.h>

#include "tcpgloss/base/bytes.h"

static uint16_t fold(uint64_t sum) {
    while (sum >> 16 != 0) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)sum;
}

/* The sum of words in the machine's own byte order is that of network byte order with its two bytes
 * changed about (RFC 1071 §2 (B)), and words of 32 bits add up to the same as their halves. */
uint64_t checksum_add(uint64_t sum, const uint8_t *data, size_t length) {
    size_t words = length / sizeof(uint32_t);
    size_t at = words * sizeof(uint32_t);
    uint64_t native = 0;
    uint16_t folded;
    uint8_t bytes[sizeof folded];

    for (size_t i = 0; i < words; i++) {
        uint32_t word;

        memcpy(&word, data + i * sizeof word, sizeof word);
        native += word;
    }
    folded = fold(native);
    memcpy(bytes, &folded, sizeof folded);
    sum += load_be16(bytes);
    if (length - at >= 2) {
        sum += load_be16(data + at);
        at += 2;
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
