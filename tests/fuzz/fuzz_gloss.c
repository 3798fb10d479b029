/*
 * Data of a connection, as notes recognise them: HTTP, TLS, SSH and what only looks like them.
 *
 * Input: a byte with the level of notes, then records (input_record.h): the data of a segment, of
 * which the first byte says sender and language. What must hold: nothing is read outside the data,
 * and the words are UTF-8 on one line, without control characters.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tcpgloss/base/unicode.h"
#include "tcpgloss/gloss/gloss.h"
#include "tcpgloss/gloss/note_text.h"
#include "tcpgloss/track/tracker.h"

#include "fuzz.h"
#include "input_record.h"

enum { PREFIX = 1 };

struct connection {
    struct gloss_settings gloss;
    struct tracker *tracker;
    uint32_t next[2]; /* sequence number of each end's next segment */
    uint64_t number;
};

static void check_words(const struct text *text) {
    assert(!text->failed);
    for (size_t at = 0; at < text->length;) {
        uint32_t character;
        size_t count = unicode_decode(text->data + at, text->length - at, &character);

        assert(count > 0 && unicode_is_harmless(character));
        at += count;
    }
}

static void write_notes(const struct notes *notes, enum language language) {
    struct text text;

    text_init(&text);
    for (unsigned i = 0; i < notes->count;) {
        unsigned next = notes_write_line(notes, i, language, &text);

        assert(next > i);
        check_words(&text);
        text_clear(&text);
        note_write(notes, &notes->items[i], language, &text);
        check_words(&text);
        text_clear(&text);
        i = next;
    }
    text_free(&text);
}

static void send_segment(struct connection *connection, enum endpoint from, uint16_t flags,
                         const uint8_t *data, size_t length, enum language language) {
    static const uint8_t addresses[2][4] = {{192, 0, 2, 1}, {198, 51, 100, 2}};
    static const uint16_t ports[2] = {40000, 443};
    static const uint8_t no_options[1];
    struct packet packet;
    struct verdict verdict;
    struct notes notes;

    memset(&packet, 0, sizeof packet);
    packet.frame.seconds = 1700000000;
    packet.frame.number = ++connection->number;
    packet.layer_count = 1;
    packet.ip.version = 4;
    packet.ip.source = addresses[from];
    packet.ip.destination = addresses[endpoint_peer(from)];
    packet.has_tcp = true;
    packet.tcp.source_port = ports[from];
    packet.tcp.destination_port = ports[endpoint_peer(from)];
    packet.tcp.flags = flags;
    packet.tcp.seq = connection->next[from];
    packet.tcp.ack = (flags & TCP_ACK) != 0 ? connection->next[endpoint_peer(from)] : 0;
    packet.tcp.window = 0xffff;
    packet.tcp.options.data = no_options;
    packet.tcp.payload.data = data;
    packet.tcp.payload.length = length;
    packet.tcp.payload_length = (uint32_t)length;
    connection->next[from] += (uint32_t)length + ((flags & TCP_SYN) != 0);
    tracker_segment(connection->tracker, &packet, &verdict);
    gloss_verdict(&connection->gloss, connection->tracker, &packet, &verdict, &notes);
    write_notes(&notes, language);
}

static void open_connection(struct connection *connection) {
    static const uint8_t no_data[1];

    send_segment(connection, ENDPOINT_CLIENT, TCP_SYN, no_data, 0, LANGUAGE_BOTH);
    send_segment(connection, ENDPOINT_SERVER, TCP_SYN | TCP_ACK, no_data, 0, LANGUAGE_BOTH);
    send_segment(connection, ENDPOINT_CLIENT, TCP_ACK, no_data, 0, LANGUAGE_BOTH);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct tracker_settings settings = {
        .max_flows = 2, .msl = 30000000000, .hash_key = {1, 2}};
    struct connection connection = {.next = {1000, 2000}};
    struct input_record record;
    struct error error;

    if (size < PREFIX) {
        return 0;
    }
    connection.tracker = tracker_create(&settings, &error);
    assert(connection.tracker != NULL);
    connection.gloss.level = (enum note_level)(data[0] % (NOTES_ALL + 1));
    memset(connection.gloss.selected, true, sizeof connection.gloss.selected);
    open_connection(&connection);
    data += PREFIX;
    size -= PREFIX;
    while (input_record_take(&data, &size, &record)) {
        send_segment(&connection, (record.kind & 1) != 0 ? ENDPOINT_SERVER : ENDPOINT_CLIENT,
                     TCP_ACK, record.bytes, record.length,
                     (enum language)((record.kind >> 1 & 3) % 3));
        input_record_free(&record);
    }
    tracker_destroy(connection.tracker);
    return 0;
}
