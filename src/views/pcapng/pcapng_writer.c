#include "views/pcapng/pcapng_writer.h"

#include "tcpgloss/decode/link.h"

enum {
    BLOCK_SECTION = 0x0a0d0d0a,
    BLOCK_INTERFACE = 1,
    BLOCK_PACKET = 6,
    BYTE_ORDER_MAGIC = 0x1a2b3c4d,
    OPTION_END = 0,
    OPTION_LENGTH_MAX = 65535,
    LINKTYPE_RAW = 101,
};

static void put_le16(struct text *text, uint32_t value) {
    const char bytes[2] = {(char)(value & 0xff), (char)(value >> 8 & 0xff)};

    text_put(text, bytes, sizeof bytes);
}

static void put_le32(struct text *text, uint32_t value) {
    put_le16(text, value & 0xffff);
    put_le16(text, value >> 16);
}

/* Up to the next multiple of four. */
static void put_padding(struct text *text, size_t length) {
    text_put(text, "\0\0\0", (4 - length % 4) % 4);
}

static void begin_block(struct pcapng_block *block, struct text *text, uint32_t type) {
    *block = (struct pcapng_block){.text = text, .start = text->length};
    put_le32(text, type);
    put_le32(text, 0); /* total length: set at the end */
}

void pcapng_end_block(struct pcapng_block *block) {
    struct text *text = block->text;
    uint32_t total;

    if (block->has_options) {
        put_le16(text, OPTION_END);
        put_le16(text, 0);
    }
    total = (uint32_t)(text->length - block->start + 4);
    put_le32(text, total);
    if (!text->failed) {
        for (unsigned i = 0; i < 4; i++) {
            text->data[block->start + 4 + i] = (char)(total >> (8 * i) & 0xff);
        }
    }
}

void pcapng_put_option(struct pcapng_block *block, enum pcapng_option option, const char *data,
                       size_t length) {
    if (length > OPTION_LENGTH_MAX) {
        length = OPTION_LENGTH_MAX;
    }
    put_le16(block->text, option);
    put_le16(block->text, (uint32_t)length);
    text_put(block->text, data, length);
    put_padding(block->text, length);
    block->has_options = true;
}

void pcapng_begin_section(struct pcapng_block *block, struct text *text) {
    begin_block(block, text, BLOCK_SECTION);
    put_le32(text, BYTE_ORDER_MAGIC);
    put_le16(text, 1); /* version 1.0 */
    put_le16(text, 0);
    put_le32(text, UINT32_MAX); /* length of the section: not given */
    put_le32(text, UINT32_MAX);
}

/* In files raw IP has one number; elsewhere DLT and LINKTYPE agree (tcpdump.org/linktypes.html). */
static uint32_t linktype_of(int dlt) {
    return dlt == LINK_RAW_BSD ? LINKTYPE_RAW : (uint32_t)dlt;
}

void pcapng_begin_interface(struct pcapng_block *block, struct text *text, int dlt,
                            uint32_t snapshot_length) {
    begin_block(block, text, BLOCK_INTERFACE);
    put_le16(text, linktype_of(dlt));
    put_le16(text, 0);
    put_le32(text, snapshot_length);
}

void pcapng_begin_packet(struct pcapng_block *block, struct text *text, const struct frame *frame) {
    uint64_t time = (uint64_t)frame->seconds * 1000000000 + (uint64_t)frame->nanoseconds;

    begin_block(block, text, BLOCK_PACKET);
    put_le32(text, 0); /* interface */
    put_le32(text, (uint32_t)(time >> 32));
    put_le32(text, (uint32_t)(time & UINT32_MAX));
    put_le32(text, frame->captured);
    put_le32(text, frame->length);
    text_put(text, (const char *)frame->data, frame->captured);
    put_padding(text, frame->captured);
}

size_t pcapng_whole_blocks(const char *data, size_t length) {
    enum { SHORTEST = 12 };
    size_t whole = 0;

    while (length - whole >= SHORTEST) {
        uint32_t size = 0;

        for (unsigned i = 0; i < 4; i++) {
            size |= (uint32_t)(uint8_t)data[whole + 4 + i] << (8 * i);
        }
        if (size < SHORTEST || size > length - whole) {
            break;
        }
        whole += size;
    }
    return whole;
}
