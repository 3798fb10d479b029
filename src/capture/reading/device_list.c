#include "tcpgloss/capture/device_list.h"

#include <pcap/pcap.h>

#include "tcpgloss/base/unicode.h"
#include "tcpgloss/base/words.h"

#include "capture/pcap_message.h"
#include "capture/reading/device.h"

static const char *connection_word(bpf_u_int32 flags) {
    bool wireless = (flags & PCAP_IF_WIRELESS) != 0;

    switch (flags & PCAP_IF_CONNECTION_STATUS) {
    case PCAP_IF_CONNECTION_STATUS_UNKNOWN:
        return wireless ? "Association status unknown" : "Connection status unknown";
    case PCAP_IF_CONNECTION_STATUS_CONNECTED:
        return wireless ? "Associated" : "Connected";
    case PCAP_IF_CONNECTION_STATUS_DISCONNECTED:
        return wireless ? "Not associated" : "Disconnected";
    default: /* not applicable */
        return NULL;
    }
}

/* " [Up, Running, Connected]" */
static void put_flags(struct text *text, bpf_u_int32 flags) {
    static const struct {
        bpf_u_int32 flag;
        const char *word;
    } words[] = {
        {PCAP_IF_UP, "Up"},
        {PCAP_IF_RUNNING, "Running"},
        {PCAP_IF_LOOPBACK, "Loopback"},
        {PCAP_IF_WIRELESS, "Wireless"},
    };
    const char *connection = connection_word(flags);
    const char *separator = " [";

    if (flags == 0) {
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if ((flags & words[i].flag) != 0) {
            text_printf(text, "%s%s", separator, words[i].word);
            separator = ", ";
        }
    }
    if (separator[0] == ' ') {
        text_put_string(text, " [none");
    }
    if (connection != NULL) {
        text_printf(text, ", %s", connection);
    }
    text_put_char(text, ']');
}

bool list_devices(struct text *text, struct error *error) {
    char message[PCAP_ERRBUF_SIZE];
    pcap_if_t *devices;
    unsigned number = 0;

    if (pcap_findalldevs(&devices, message) != 0) {
        return error_set(error, STATUS_RUNTIME, "%s", pcap_message(message));
    }
    for (const pcap_if_t *device = devices; device != NULL; device = device->next) {
        text_put_u32(text, ++number);
        text_put_char(text, '.');
        unicode_put_string(text, device->name);
        if (device->description != NULL) {
            text_put_string(text, " (");
            unicode_put_string(text, device->description);
            text_put_char(text, ')');
        }
        put_flags(text, device->flags);
        text_put_char(text, '\n');
    }
    pcap_freealldevs(devices);
    return true;
}

/* libpcap's names of the numbers, a line each. */
static void put_names(struct text *text, const int *numbers, int count,
                      const char *(*name_of)(int number),
                      const char *(*description_of)(int number)) {
    for (int i = 0; i < count; i++) {
        const char *name = name_of(numbers[i]);
        const char *description = description_of(numbers[i]);

        if (name == NULL) {
            text_printf(text, "  %d\n", numbers[i]);
        } else if (description == NULL) {
            text_printf(text, "  %s\n", name);
        } else {
            text_printf(text, "  %s (%s)\n", name, description);
        }
    }
}

bool list_link_types(const char *device, bool monitor, struct text *text, struct error *error) {
    const struct packet_source_settings settings = {.monitor = monitor};
    char name[DEVICE_NAME_MAX];
    pcap_t *pcap;
    int *types;
    int count;

    if (!device_find(device, name, error)) {
        return false;
    }
    pcap = device_open(name, &settings, error);
    if (pcap == NULL) {
        return false;
    }
    count = pcap_list_datalinks(pcap, &types);
    if (count < 0) {
        error_set(error, STATUS_RUNTIME, "%s", pcap_message(pcap_geterr(pcap)));
        pcap_close(pcap);
        return false;
    }
    text_put_string(text, "Data link types for ");
    unicode_put_string(text, name);
    text_printf(text, " %s(use option -y to set):\n", monitor ? "when in monitor mode " : "");
    put_names(text, types, count, pcap_datalink_val_to_name, pcap_datalink_val_to_description);
    pcap_free_datalinks(types);
    pcap_close(pcap);
    return true;
}

bool list_time_stamp_types(const char *device, struct text *text, struct error *error) {
    char message[PCAP_ERRBUF_SIZE];
    char name[DEVICE_NAME_MAX];
    pcap_t *pcap;
    int *types;
    int count;

    if (!device_find(device, name, error)) {
        return false;
    }
    pcap = pcap_create(name, message);
    if (pcap == NULL) {
        return error_set(error, STATUS_RUNTIME, MESSAGE("%s：%s", "%s: %s"), name,
                         pcap_message(message));
    }
    count = pcap_list_tstamp_types(pcap, &types);
    if (count <= 0) {
        error_set(error, STATUS_RUNTIME,
                  MESSAGE("%s 不能选择时间戳的类型", "Time stamp type cannot be set for %s"), name);
        pcap_close(pcap);
        return false;
    }
    text_put_string(text, "Time stamp types for ");
    unicode_put_string(text, name);
    text_put_string(text, " (use option -j to set):\n");
    put_names(text, types, count, pcap_tstamp_type_val_to_name,
              pcap_tstamp_type_val_to_description);
    pcap_free_tstamp_types(types);
    pcap_close(pcap);
    return true;
}
