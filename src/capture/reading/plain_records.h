/*
 * The records of a plain pcap file, as they stand in its bytes (draft-ietf-opsawg-pcap): of this
 * machine's byte order, with lengths and times that are beyond doubt. Everything else is libpcap's.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_PLAIN_RECORDS_H
#define TCPGLOSS_SRC_CAPTURE_READING_PLAIN_RECORDS_H

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { PLAIN_RECORD_HEADER = 16 };

/* What the file's header says of all records. */
struct plain_format {
    bool plain;            /* false: the file is left to libpcap */
    bool nanoseconds;      /* what a time's fraction counts; else microseconds */
    uint32_t captured_max; /* bytes of a record that are beyond doubt */
};

/* `magic` are the file's first four bytes, and `pcap` has it open. */
struct plain_format plain_format_of(const uint8_t magic[4], pcap_t *pcap);

struct plain_record {
    uint32_t seconds;
    uint32_t nanoseconds;
    uint32_t captured;
    uint32_t length;
};

/* A word in this machine's byte order. */
static inline uint32_t plain_word(const uint8_t *bytes) {
    uint32_t word;

    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Reads the header of a record, PLAIN_RECORD_HEADER bytes. False if libpcap is to look at it. */
static inline bool plain_record_read(const struct plain_format *format, const uint8_t *bytes,
                                     struct plain_record *record) {
    const uint32_t fraction = plain_word(bytes + 4);

    record->seconds = plain_word(bytes);
    record->nanoseconds = format->nanoseconds ? fraction : fraction * 1000;
    record->captured = plain_word(bytes + 8);
    record->length = plain_word(bytes + 12);
    return record->seconds <= INT32_MAX &&
           fraction < (format->nanoseconds ? 1000000000 : 1000000) &&
           record->captured <= format->captured_max;
}

#endif
