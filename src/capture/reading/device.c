#include "capture/reading/device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/message.h"

#include "capture/pcap_message.h"

/*
 * How long, in milliseconds, the kernel may hold back packets to hand them over together: with it a
 * packet is on the screen or in a pipe within 0.2 s.
 */
enum { HOLD_BACK = 100, HOLD_BACK_PROMPT = 10 };

/* What lets someone capture without sudo from then on. */
#ifdef __linux__
static const char grant[] = "sudo setcap cap_net_raw,cap_net_admin=eip \"$(command -v tcpgloss)\"";
#else
static const char grant[] = "sudo chgrp \"$(id -g)\" /dev/bpf* && sudo chmod g+r /dev/bpf*";
#endif

/* " (there are: lo, eth0, …)", as far as it fits. */
static void list_names(char *text, size_t size) {
    char message[PCAP_ERRBUF_SIZE];
    pcap_if_t *devices = NULL;
    size_t length = 0;

    text[0] = '\0';
    if (pcap_findalldevs(&devices, message) != 0) {
        return;
    }
    for (const pcap_if_t *device = devices; device != NULL && length < size;
         device = device->next) {
        int written =
            snprintf(text + length, size - length, "%s%s",
                     length != 0 ? ", " : MESSAGE("；现有的是：", "; there are: "), device->name);

        length += written > 0 ? (size_t)written : 0;
    }
    pcap_freealldevs(devices);
}

static bool is_number(const char *word) {
    return *word != '\0' && strspn(word, "0123456789") == strlen(word);
}

bool device_find(const char *wanted, char name[DEVICE_NAME_MAX], struct error *error) {
    char message[PCAP_ERRBUF_SIZE];
    pcap_if_t *devices = NULL;
    const pcap_if_t *device;
    unsigned long left = 1;

    if (wanted != NULL && !is_number(wanted)) {
        (void)snprintf(name, DEVICE_NAME_MAX, "%s", wanted);
        return true;
    }
    if (pcap_findalldevs(&devices, message) != 0) {
        return error_set(error, STATUS_RUNTIME, "%s", pcap_message(message));
    }
    if (wanted != NULL) {
        left = strtoul(wanted, NULL, 10);
    }
    device = devices;
    while (device != NULL && left > 1) {
        device = device->next;
        left--;
    }
    if (device != NULL && left == 1) {
        (void)snprintf(name, DEVICE_NAME_MAX, "%s", device->name);
    }
    pcap_freealldevs(devices);
    if (device == NULL || left != 1) {
        return error_set(error, STATUS_RUNTIME,
                         wanted != NULL ? MESSAGE("没有编号为 %s 的网卡；tcpgloss -D 列出全部网卡",
                                                  "no device has number %s; tcpgloss -D lists them")
                                        : MESSAGE("没有找到网卡%s", "no device found%s"),
                         wanted != NULL ? wanted : "");
    }
    return true;
}

/* Why a device cannot be opened, with what libpcap adds to that. */
static void reason(char *text, size_t size, pcap_t *pcap, int status) {
    const char *detail = pcap_geterr(pcap);
    const char *what = status == PCAP_ERROR ? detail : pcap_statustostr(status);

    if (*detail == '\0' || strcmp(detail, what) == 0) {
        (void)snprintf(text, size, "%s", pcap_message(what));
    } else {
        (void)snprintf(text, size, MESSAGE("%s（libpcap：%s）", "%s (%s)"), pcap_message(what),
                       detail);
    }
}

static bool report(const char *name, pcap_t *pcap, int status, struct error *error) {
    char text[2 * PCAP_ERRBUF_SIZE];

    switch (status) {
    case PCAP_ERROR_NO_SUCH_DEVICE:
        list_names(text, sizeof text);
        return error_set(error, STATUS_RUNTIME, MESSAGE("%s：%s%s", "%s: %s%s"), name,
                         pcap_message(pcap_statustostr(status)), text);
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
        reason(text, sizeof text, pcap, status);
        return error_set(error, STATUS_RUNTIME,
                         MESSAGE("%s：%s；请用 sudo 运行，或者执行一次：%s",
                                 "%s: %s; run it with sudo, or once: %s"),
                         name, text, grant);
    default:
        reason(text, sizeof text, pcap, status);
        return error_set(error, STATUS_RUNTIME, MESSAGE("%s：%s", "%s: %s"), name, text);
    }
}

static bool set_time_stamps(pcap_t *pcap, const struct packet_source_settings *settings,
                            struct error *error) {
    int type;

    if (settings->nanoseconds && pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO) != 0) {
        return error_set(error, STATUS_RUNTIME, "%s", pcap_message(pcap_geterr(pcap)));
    }
    if (settings->time_stamp_type == NULL) {
        return true;
    }
    type = pcap_tstamp_type_name_to_val(settings->time_stamp_type);
    if (type < 0) {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("无效的时间戳类型 %s", "invalid time stamp type %s"),
                         settings->time_stamp_type);
    }
    type = pcap_set_tstamp_type(pcap, type);
    if (type < 0) {
        return error_set(error, STATUS_RUNTIME, MESSAGE("%s：%s", "%s: %s"),
                         settings->time_stamp_type, pcap_message(pcap_statustostr(type)));
    }
    if (type > 0) {
        message_warn(MESSAGE("%s：%s", "%s: %s"), settings->time_stamp_type,
                     pcap_message(pcap_statustostr(type)));
    }
    return true;
}

static bool set_link_type(pcap_t *pcap, const char *device, const char *name, struct error *error) {
    int link_type;

    if (name == NULL) {
#ifdef DLT_LINUX_SLL2
        /* It tells the device of each packet; a libpcap without it keeps its own default. */
        if (strcmp(device, "any") == 0) {
            (void)pcap_set_datalink(pcap, DLT_LINUX_SLL2);
        }
#endif
        return true;
    }
    link_type = pcap_datalink_name_to_val(name);
    if (link_type < 0) {
        return error_set(error, STATUS_USAGE,
                         MESSAGE("无效的链路类型 %s", "invalid data link type %s"), name);
    }
    return pcap_set_datalink(pcap, link_type) == 0 ||
           error_set(error, STATUS_RUNTIME, "%s", pcap_message(pcap_geterr(pcap)));
}

static bool activate(const char *name, pcap_t *pcap, const struct packet_source_settings *settings,
                     struct error *error) {
    static const pcap_direction_t directions[] = {
        [SOURCE_BOTH] = PCAP_D_INOUT, [SOURCE_IN] = PCAP_D_IN, [SOURCE_OUT] = PCAP_D_OUT};
    char message[PCAP_ERRBUF_SIZE] = "";
    int status;

    (void)pcap_set_snaplen(pcap, settings->snapshot_length);
    (void)pcap_set_promisc(pcap, settings->promiscuous);
    (void)pcap_set_rfmon(pcap, settings->monitor);
    (void)pcap_set_immediate_mode(pcap, settings->immediate);
    (void)pcap_set_timeout(pcap, settings->prompt ? HOLD_BACK_PROMPT : HOLD_BACK);
    if (settings->buffer_kib != 0) {
        (void)pcap_set_buffer_size(pcap, settings->buffer_kib * 1024);
    }
    if (!set_time_stamps(pcap, settings, error)) {
        return false;
    }
    status = pcap_activate(pcap);
    if (status < 0) {
        return report(name, pcap, status, error);
    }
    if (status == PCAP_WARNING) {
        message_warn("%s", pcap_message(pcap_geterr(pcap)));
    } else if (status > 0) {
        message_warn(MESSAGE("%s：%s", "%s: %s"), name, pcap_message(pcap_statustostr(status)));
    }
    if (settings->direction != SOURCE_BOTH &&
        pcap_setdirection(pcap, directions[settings->direction]) != 0) {
        return error_set(error, STATUS_RUNTIME,
                         MESSAGE("%s：不能选择方向：%s", "%s: pcap_setdirection() failed: %s"),
                         name, pcap_message(pcap_geterr(pcap)));
    }
    if (pcap_setnonblock(pcap, 1, message) != 0) {
        return error_set(error, STATUS_RUNTIME, MESSAGE("%s：%s", "%s: %s"), name,
                         pcap_message(message));
    }
    return set_link_type(pcap, name, settings->link_type, error);
}

pcap_t *device_none(const struct packet_source_settings *settings, struct error *error) {
    int link_type = DLT_EN10MB;

    if (settings->link_type != NULL) {
        link_type = pcap_datalink_name_to_val(settings->link_type);
        if (link_type < 0) {
            error_set(error, STATUS_USAGE,
                      MESSAGE("无效的链路类型 %s", "invalid data link type %s"),
                      settings->link_type);
            return NULL;
        }
    } else {
        message_print(MESSAGE("警告：假定为以太网", "Warning: assuming Ethernet"));
    }
    return pcap_open_dead(link_type, settings->snapshot_length);
}

pcap_t *device_open(const char *name, const struct packet_source_settings *settings,
                    struct error *error) {
    char message[PCAP_ERRBUF_SIZE];
    pcap_t *pcap = pcap_create(name, message);

    if (pcap == NULL) {
        error_set(error, STATUS_RUNTIME, MESSAGE("%s：%s", "%s: %s"), name, pcap_message(message));
        return NULL;
    }
    if (!activate(name, pcap, settings, error)) {
        pcap_close(pcap);
        return NULL;
    }
    return pcap;
}
