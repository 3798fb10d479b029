/*
 * A capture file, compressed or not, through the reader and its thread.
 *
 * Input: a byte of settings, then the file. What must hold: every packet has the bytes that it says
 * it has, numbers rise one by one, and whatever fails says why.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tcpgloss/capture/packet_source.h"
#include "tcpgloss/capture/signals.h"

#include "fuzz.h"
#include "input_file.h"

enum { PREFIX = 1, PACKETS_MAX = 4096 };

struct reading {
    uint64_t packets;
    uint32_t sum; /* of all bytes, so that each is read */
};

static bool take(void *context, const struct frame *frames, uint32_t count) {
    struct reading *reading = context;

    assert(count > 0);
    for (uint32_t i = 0; i < count; i++) {
        assert(frames[i].number == ++reading->packets);
        for (uint32_t at = 0; at < frames[i].captured; at++) {
            reading->sum += frames[i].data[at];
        }
    }
    return reading->packets < PACKETS_MAX;
}

static void wait_for_more(void *context) {
    (void)context;
}

static void read_source(struct packet_source *source, unsigned how) {
    static const char *const expressions[] = {NULL, "tcp or udp", "ip6 and greater 100",
                                              "tcp[tcpflags] & tcp-syn != 0"};
    static volatile uint32_t sum;
    struct reading reading = {0};
    const struct packet_handler handler = {take, wait_for_more, &reading};
    enum packet_source_event event = SOURCE_PACKETS;
    struct error error = {0};
    const char *expression = expressions[how >> 1 & 3];

    if (expression != NULL &&
        !packet_source_set_filter(source, expression, (how & 8) != 0, &error)) {
        assert(error.message[0] != '\0');
        return;
    }
    while (event == SOURCE_PACKETS && reading.packets < PACKETS_MAX) {
        event = packet_source_read(source, &handler, how >> 4, 0, &error);
    }
    assert(event != SOURCE_FAILED || error.message[0] != '\0');
    assert(packet_source_part_read(source) <= 1);
    sum = reading.sum;
    (void)sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool caught;
    struct packet_source_settings settings = {0};
    struct packet_source *source;
    struct error error = {0};

    if (size < PREFIX) {
        return 0;
    }
    caught = caught || signals_install(&error);
    assert(caught);
    settings.file = input_file_write(data + PREFIX, size - PREFIX);
    settings.nanoseconds = (data[0] & 1) != 0;
    source = packet_source_open(&settings, &error);
    if (source == NULL) {
        assert(error.message[0] != '\0');
        return 0;
    }
    read_source(source, data[0]);
    packet_source_close(source);
    return 0;
}
