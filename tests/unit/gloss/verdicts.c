#include "verdicts.h"

#include <string.h>

#include "tcpgloss/gloss/gloss.h"
#include "tcpgloss/gloss/note_text.h"

static const uint8_t client_address[4] = {192, 0, 2, 1};
static const uint8_t server_address[4] = {198, 51, 100, 2};
static const uint8_t mss_1460[] = {2, 4, 1460 >> 8, 1460 & 0xff};

/* The tracker of a test is its struct spoken: the real one is another layer's. */
void tracker_current_options(const struct tracker *tracker, struct flow_report *report) {
    tracker_current_flow(tracker, report);
}

void tracker_current_flow(const struct tracker *tracker, struct flow_report *report) {
    *report = ((const struct spoken *)(const void *)tracker)->report;
}

static const struct flow_report report = {
    .flow = 1,
    .ip_version = 4,
    .ecn = true,
    .endpoints = {{.has_mss = true,
                   .mss = 1460,
                   .has_window_scale = true,
                   .window_scale = 7,
                   .sack_permitted = true,
                   .has_timestamps = true},
                  {.has_window_scale = true, .window_scale = 6, .sack_permitted = true}}};

int spoken_begin(void **state) {
    static struct spoken spoken;

    spoken = (struct spoken){.settings = {.level = NOTES_STEP}, .report = report};
    memset(spoken.settings.selected, true, sizeof spoken.settings.selected);
    text_init(&spoken.text);
    spoken_segment(&spoken, ENDPOINT_CLIENT, TCP_ACK, CLIENT_ISN + 1, SERVER_ISN + 1);
    *state = &spoken;
    return 0;
}

int spoken_end(void **state) {
    struct spoken *spoken = *state;

    text_free(&spoken->text);
    return 0;
}

void spoken_segment(struct spoken *spoken, enum endpoint from, uint16_t flags, uint32_t seq,
                    uint32_t ack) {
    const bool client = from == ENDPOINT_CLIENT;

    spoken->packet =
        (struct packet){.ip = {.version = 4,
                               .source = client ? client_address : server_address,
                               .destination = client ? server_address : client_address},
                        .has_tcp = true,
                        .tcp = {.source_port = client ? 40000 : 80,
                                .destination_port = client ? 80 : 40000,
                                .seq = seq,
                                .ack = ack,
                                .flags = flags},
                        .relative_base = {.seq = client ? CLIENT_ISN : SERVER_ISN,
                                          .ack = client ? SERVER_ISN : CLIENT_ISN}};
    if ((flags & TCP_SYN) != 0) {
        spoken->packet.tcp.options = (struct span){.data = mss_1460, .length = sizeof mss_1460};
    }
    spoken->verdict = (struct verdict){.flow = 1,
                                       .incarnation = 1,
                                       .packet = 1,
                                       .from = from,
                                       .client_known = true,
                                       .isn_known = {true, true},
                                       .isn = {CLIENT_ISN, SERVER_ISN},
                                       .states = {STATE_ESTABLISHED, STATE_ESTABLISHED},
                                       .gloss_memory = &spoken->memory};
}

void spoken_data(struct spoken *spoken, const char *data) {
    spoken->packet.tcp.payload =
        (struct span){.data = (const uint8_t *)data, .length = strlen(data)};
    spoken->packet.tcp.payload_length = (uint32_t)strlen(data);
}

struct finding *spoken_finding(struct spoken *spoken, enum finding_kind kind) {
    struct finding *finding = &spoken->verdict.findings[spoken->verdict.finding_count++];

    *finding = (struct finding){.kind = kind, .who = spoken->verdict.from};
    return finding;
}

void spoken_change(struct spoken *spoken, enum endpoint endpoint, enum tcp_state from,
                   enum tcp_state to) {
    spoken->verdict.changes[spoken->verdict.change_count++] =
        (struct change){.endpoint = endpoint, .from = from, .to = to};
    spoken->verdict.states[endpoint] = to;
}

static const char *write_lines(struct spoken *spoken, enum language language) {
    text_clear(&spoken->text);
    for (unsigned i = 0; i < spoken->notes.count;) {
        i = notes_write_line(&spoken->notes, i, language, &spoken->text);
        text_put_char(&spoken->text, '\n');
    }
    text_put_char(&spoken->text, '\0');
    return spoken->text.data;
}

static const struct tracker *tracker_of(const struct spoken *spoken) {
    return (const struct tracker *)(const void *)spoken;
}

const char *spoken_lines(struct spoken *spoken, enum language language) {
    gloss_verdict(&spoken->settings, tracker_of(spoken), &spoken->packet, &spoken->verdict,
                  &spoken->notes);
    return write_lines(spoken, language);
}

const char *spoken_timer_lines(struct spoken *spoken, enum language language) {
    gloss_verdict(&spoken->settings, tracker_of(spoken), NULL, &spoken->verdict, &spoken->notes);
    return write_lines(spoken, language);
}
