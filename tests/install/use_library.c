/* A program that knows the installed library only: decodes a SYN and names what follows it. */
#include <stdio.h>
#include <string.h>
#include <tcpgloss/decode/link.h>
#include <tcpgloss/decode/packet.h>
#include <tcpgloss/track/state.h>

int main(void) {
    static const uint8_t syn[] = {
        0x45, 0,    0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 192,  0, 2, 1, 192, 0, 2, 2, /* IPv4 */
        0x30, 0x39, 0, 80, 0, 0, 0, 7, 0,  0, 0, 0, 0x50, 2, 4, 0, 0,   0, 0, 0, /* TCP */
    };
    const struct frame frame = {.data = syn,
                                .captured = sizeof syn,
                                .length = sizeof syn,
                                .number = 1,
                                .link_type = LINK_RAW};
    static struct packet packet;

    decode_frame(&frame, &packet);
    if (!packet.has_tcp || packet.tcp.seq != 7 || packet.tcp.flags != TCP_SYN) {
        (void)fprintf(stderr, "not decoded\n");
        return 1;
    }
    return strcmp(tcp_state_name(STATE_SYN_SENT), "SYN-SENT") != 0;
}
