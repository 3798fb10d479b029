#include "tcpgloss/views/pcapng_sink.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/gloss/note_text.h"

#include "views/new_sink.h"
#include "views/pcapng/pcapng_writer.h"

struct pcapng_sink {
    struct sink sink;
    enum language language;
    struct stream *stream; /* borrowed */
    struct text words;
};

static void put_head(struct pcapng_sink *self, const struct record *record) {
    static const char program[] = "tcpgloss " TCPGLOSS_VERSION;
    struct text *text = &self->stream->text;
    struct pcapng_block block;

    pcapng_begin_section(&block, text);
    pcapng_put_option(&block, PCAPNG_APPLICATION, program, strlen(program));
    pcapng_end_block(&block);
    pcapng_begin_interface(&block, text, record->as.capture.link_type,
                           record->as.capture.snapshot_length);
    pcapng_put_option(&block, PCAPNG_TIMESTAMP_RESOLUTION, "\x09", 1); /* nanoseconds */
    pcapng_end_block(&block);
}

static void put_packet(struct pcapng_sink *self, const struct record *record) {
    const struct notes *notes = record->as.event.notes;
    struct pcapng_block block;

    pcapng_begin_packet(&block, &self->stream->text, &record->as.event.packet->frame);
    for (unsigned i = 0; i < notes->count; i++) {
        text_clear(&self->words);
        note_write(notes, &notes->items[i], self->language, &self->words);
        pcapng_put_option(&block, PCAPNG_COMMENT, self->words.data, self->words.length);
    }
    pcapng_end_block(&block);
    if (self->words.failed) {
        text_fail(&self->stream->text);
    }
}

static void pcapng_sink_write(struct sink *sink, const struct record *record) {
    struct pcapng_sink *self = (struct pcapng_sink *)sink;

    if (record->kind == RECORD_CAPTURE) {
        put_head(self, record);
    } else if (record->kind == RECORD_PACKET) {
        put_packet(self, record);
    }
    stream_settle(self->stream);
}

static void pcapng_sink_destroy(struct sink *sink) {
    struct pcapng_sink *self = (struct pcapng_sink *)sink;

    text_free(&self->words);
    free(self);
}

struct sink *pcapng_sink_create(enum language language, struct stream *stream,
                                struct error *error) {
    static const struct sink_operations operations = {.write = pcapng_sink_write,
                                                      .destroy = pcapng_sink_destroy};
    struct pcapng_sink *self = new_sink(sizeof *self, &operations, error);

    if (self == NULL) {
        return NULL;
    }
    self->sink.ignores_flows = true;
    self->language = language;
    self->stream = stream;
    stream->whole = pcapng_whole_blocks;
    text_init(&self->words);
    return &self->sink;
}
