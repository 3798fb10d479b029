/*
 * Writes a capture of many concurrent TCP connections to standard output: input for the benchmark.
 *
 *   generate PACKETS CONNECTIONS MIX
 *
 * MIX: bulk      long transfers of full-size segments, an ACK for every second one
 *      acked     the same through a tunnel: segments of 1180 bytes, an ACK for every one
 *      requests  short connections: handshake, request, response, four-segment close
 *      flood     SYNs from ever new addresses, with CONNECTIONS `requests` connections among them
 *      ipv6      as requests, over IPv6
 *
 * CONNECTIONS are open at any time; packets go round them in turn, 10 µs apart, so that the cost of
 * finding a connection is part of what is measured. The same arguments give the same bytes.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum mix { MIX_BULK, MIX_ACKED, MIX_REQUESTS, MIX_FLOOD, MIX_IPV6 };

enum {
    SEGMENT = 1448,
    SEGMENT_IN_TUNNEL = 1180,
    ETHERNET = 14,
    TCP_WITH_TIMESTAMPS = 32,
    FLAG_FIN = 1,
    FLAG_SYN = 2,
    FLAG_PSH = 8,
    FLAG_ACK = 16
};

struct connection {
    uint32_t client, number; /* number: of the incarnation, chooses the port */
    uint32_t seq[2];         /* next of client and server */
    uint32_t step, steps;
};

struct writer {
    uint64_t packets;
    uint8_t frame[ETHERNET + 40 + TCP_WITH_TIMESTAMPS + SEGMENT];
    uint8_t payload[SEGMENT];
};

static void put16(uint8_t *p, uint32_t value) {
    p[0] = (uint8_t)(value >> 8);
    p[1] = (uint8_t)value;
}

static void put32(uint8_t *p, uint32_t value) {
    put16(p, value >> 16);
    put16(p + 2, value);
}

static void write_record(struct writer *writer, const void *data, uint32_t length) {
    uint64_t microseconds = writer->packets++ * 10;
    const uint32_t header[4] = {
        (uint32_t)(1700000000 + microseconds / 1000000),
        (uint32_t)(microseconds % 1000000),
        length,
        length,
    };

    if (fwrite(header, sizeof header, 1, stdout) != 1 || fwrite(data, length, 1, stdout) != 1) {
        exit(EXIT_FAILURE);
    }
}

static void put_addresses(uint8_t *p, size_t width, uint32_t client, bool from_server) {
    uint8_t *ends[2] = {p, p + width};
    uint8_t *host = ends[from_server];
    uint8_t *server = ends[!from_server];

    memset(p, 0, 2 * width);
    host[0] = server[0] = width == 4 ? 10 : 0x20;
    put32(host + width - 4, width == 4 ? 10u << 24 | client : client);
    put16(server + width - 2, 1);
    server[1] = 255;
}

static void write_segment(struct writer *writer, bool ipv6, const struct connection *connection,
                          bool from_server, uint8_t flags, uint32_t length) {
    uint8_t *ip = writer->frame + ETHERNET;
    size_t ip_length = ipv6 ? 40 : 20;
    uint8_t *tcp = ip + ip_length;
    uint32_t tcp_length = TCP_WITH_TIMESTAMPS + length;
    uint32_t port = 1024 + connection->number % 60000;

    memset(writer->frame, 0, ETHERNET + ip_length + TCP_WITH_TIMESTAMPS);
    writer->frame[0] = writer->frame[6] = 2;
    put16(writer->frame + 12, ipv6 ? 0x86dd : 0x0800);
    if (ipv6) {
        ip[0] = 0x60;
        put16(ip + 4, tcp_length);
        ip[6] = 6;
        ip[7] = 64;
        put_addresses(ip + 8, 16, connection->client, from_server);
    } else {
        ip[0] = 0x45;
        put16(ip + 2, 20 + tcp_length);
        put16(ip + 4, (uint32_t)writer->packets);
        ip[8] = 64;
        ip[9] = 6;
        put_addresses(ip + 12, 4, connection->client, from_server);
    }
    put16(tcp, from_server ? 5001 : port);
    put16(tcp + 2, from_server ? port : 5001);
    put32(tcp + 4, connection->seq[from_server]);
    if (flags & FLAG_ACK) {
        put32(tcp + 8, connection->seq[!from_server]);
    }
    tcp[12] = 8 << 4;
    tcp[13] = flags;
    put16(tcp + 14, 65000);
    tcp[20] = tcp[21] = 1; /* NOP, NOP, timestamps */
    tcp[22] = 8;
    tcp[23] = 10;
    put32(tcp + 24, (uint32_t)(writer->packets / 100));
    put32(tcp + 28, (uint32_t)(writer->packets / 100));
    memcpy(tcp + TCP_WITH_TIMESTAMPS, writer->payload, length);
    write_record(writer, writer->frame, (uint32_t)(ETHERNET + ip_length) + tcp_length);
}

static void open_connection(struct connection *connection, uint32_t steps) {
    connection->number++;
    connection->seq[0] = connection->client * 2654435761u + connection->number;
    connection->seq[1] = ~connection->seq[0];
    connection->step = 0;
    connection->steps = steps;
}

/* The next segment of a connection: handshake, then transfer, then the close from the client. */
static void advance(struct writer *writer, enum mix mix, struct connection *connection) {
    static const struct {
        bool from_server;
        uint8_t flags;
    } handshake[] = {{false, FLAG_SYN}, {true, FLAG_SYN | FLAG_ACK}, {false, FLAG_ACK}},
      close[] = {{false, FLAG_FIN | FLAG_ACK},
                 {true, FLAG_ACK},
                 {true, FLAG_FIN | FLAG_ACK},
                 {false, FLAG_ACK}};
    bool from_server = false;
    uint8_t flags = FLAG_ACK;
    uint32_t length = 0;
    uint32_t step = connection->step++;

    if (step < 3) {
        from_server = handshake[step].from_server;
        flags = handshake[step].flags;
    } else if (step < connection->steps - 4) {
        if (mix == MIX_BULK) {
            from_server = step % 3 != 2;
            length = from_server ? SEGMENT : 0;
        } else if (mix == MIX_ACKED) {
            from_server = step % 2 != 0;
            length = from_server ? SEGMENT_IN_TUNNEL : 0;
        } else {
            from_server = step % 2 == 0;
            length = from_server ? 700 : 120;
            flags |= FLAG_PSH;
        }
    } else {
        from_server = close[step - (connection->steps - 4)].from_server;
        flags = close[step - (connection->steps - 4)].flags;
    }
    write_segment(writer, mix == MIX_IPV6, connection, from_server, flags, length);
    connection->seq[from_server] += length + ((flags & (FLAG_SYN | FLAG_FIN)) != 0);
    if (connection->step == connection->steps) {
        open_connection(connection, connection->steps);
    }
}

static bool parse_mix(const char *name, enum mix *mix) {
    static const char *const names[] = {"bulk", "acked", "requests", "flood", "ipv6"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            *mix = (enum mix)i;
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv) {
    static const uint32_t file_header[6] = {0xa1b2c3d4, 4 << 16 | 2, 0, 0, 262144, 1};
    static struct writer writer;
    struct connection *connections;
    struct connection flooder = {.client = 1u << 23};
    uint64_t packets;
    uint32_t count;
    enum mix mix;

    if (argc != 4 || !parse_mix(argv[3], &mix)) {
        (void)fprintf(stderr, "usage: %s PACKETS CONNECTIONS bulk|acked|requests|flood|ipv6\n",
                      argv[0]);
        return 2;
    }
    packets = strtoull(argv[1], NULL, 10);
    count = (uint32_t)strtoul(argv[2], NULL, 10);
    connections = count > 0 ? calloc(count, sizeof *connections) : NULL;
    if (connections == NULL) {
        return 2;
    }
    memset(writer.payload, 'x', sizeof writer.payload);
    for (uint32_t i = 0; i < count; i++) {
        connections[i].client = i + 1;
        open_connection(&connections[i], mix == MIX_BULK || mix == MIX_ACKED ? 100000 : 13);
    }
    if (fwrite(file_header, sizeof file_header, 1, stdout) != 1) {
        return EXIT_FAILURE;
    }
    for (uint64_t turn = 0; writer.packets < packets; turn++) {
        if (mix == MIX_FLOOD && turn % 1000 != 0) {
            flooder.client++;
            flooder.seq[0] = flooder.client * 2654435761u;
            write_segment(&writer, false, &flooder, false, FLAG_SYN, 0);
        } else {
            advance(&writer, mix,
                    &connections[mix == MIX_FLOOD ? turn / 1000 % count : turn % count]);
        }
    }
    free(connections);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
