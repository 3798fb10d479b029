#include "tcpgloss/capture/packet_source.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/system_message.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/message.h"
#include "tcpgloss/capture/signals.h"

#include "capture/pcap_message.h"
#include "capture/reading/capture_file.h"
#include "capture/reading/device.h"
#include "capture/reading/interface_drops.h"
#include "capture/reading/link_type.h"
#include "capture/reading/link_watch.h"
#include "capture/reading/packet_filter.h"
#include "capture/reading/read_ahead.h"
#include "capture/reading/wait_readable.h"

struct packet_source {
    pcap_t *pcap;
    struct capture_file *file; /* of a file; its FILE is closed by libpcap */
    struct read_ahead *ahead;  /* reads it; started with the first batch */
    uint32_t next;             /* the packet to hand over next, of the batch at hand */
    const struct batch *batch; /* null: none at hand */
    struct link_watch link;    /* of a device, as is the next */
    struct interface_drops drops;
    uint64_t packets; /* of a device, handed over so far */
    bool nanoseconds;
    struct packet_filter filter;
    uint64_t left; /* packets that may still be handed over in this batch */
    bool ended;    /* the handler wants no more of this batch */
    const struct packet_handler *handler;
    char link_name[32];
    char name[]; /* NUL-terminated */
};

static bool open_file(struct packet_source *source, const struct packet_source_settings *settings,
                      struct error *error) {
    char message[PCAP_ERRBUF_SIZE] = "";
    unsigned precision =
        settings->nanoseconds ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO;
    FILE *file;

    source->file = capture_file_open(settings->file, error);
    if (source->file == NULL) {
        return false;
    }
    file = capture_file_stream(source->file);
    source->pcap = pcap_fopen_offline_with_tstamp_precision(file, precision, message);
    if (source->pcap == NULL) {
        const char *damage = capture_file_damage(source->file);

        error_set(error, STATUS_DAMAGED, MESSAGE("%s：%s", "%s: %s"), settings->file,
                  damage != NULL ? damage : pcap_message(message));
        (void)fclose(file);
        capture_file_free(source->file);
        return false;
    }
    return true;
}

static struct packet_source *allocate(const char *name, struct error *error) {
    size_t size = strlen(name) + 1;
    struct packet_source *source = calloc(1, sizeof *source + size);

    if (source == NULL) {
        error_set_system(error, STATUS_RUNTIME, name, ENOMEM);
        return NULL;
    }
    memcpy(source->name, name, size);
    return source;
}

struct packet_source *packet_source_open(const struct packet_source_settings *settings,
                                         struct error *error) {
    char device[DEVICE_NAME_MAX];
    struct packet_source *source;
    const char *name;

    if (settings->compile_only) {
        device[0] = '\0';
    } else if (settings->file == NULL && !device_find(settings->device, device, error)) {
        return NULL;
    }
    source = allocate(settings->file != NULL ? settings->file : device, error);
    if (source == NULL) {
        return NULL;
    }
    if (settings->file != NULL) {
        (void)open_file(source, settings, error);
    } else if (settings->compile_only) {
        source->pcap = device_none(settings, error);
    } else {
        source->pcap = device_open(device, settings, error);
    }
    if (source->pcap == NULL) {
        free(source);
        return NULL;
    }
    if (source->file == NULL) {
        link_watch_open(&source->link, device);
        interface_drops_open(&source->drops, device);
    }
    source->nanoseconds = pcap_get_tstamp_precision(source->pcap) == PCAP_TSTAMP_PRECISION_NANO;
    name = pcap_datalink_val_to_name(pcap_datalink(source->pcap));
    (void)snprintf(source->link_name, sizeof source->link_name, name != NULL ? "%s" : "%s%d",
                   name != NULL ? name : "", pcap_datalink(source->pcap));
    return source;
}

void packet_source_close(struct packet_source *source) {
    if (source == NULL) {
        return;
    }
    read_ahead_stop(source->ahead);
    packet_filter_free(&source->filter);
    if (source->file == NULL) {
        link_watch_close(&source->link);
        interface_drops_close(&source->drops);
    }
    pcap_close(source->pcap);
    capture_file_free(source->file);
    free(source);
}

bool packet_source_set_filter(struct packet_source *source, const char *expression, bool optimize,
                              struct error *error) {
    char message[PCAP_ERRBUF_SIZE];
    bpf_u_int32 network;
    bpf_u_int32 netmask = PCAP_NETMASK_UNKNOWN;

    if (source->file == NULL && pcap_lookupnet(source->name, &network, &netmask, message) != 0) {
        netmask = PCAP_NETMASK_UNKNOWN;
    }
    if (!packet_filter_compile(&source->filter, source->pcap, expression, optimize, netmask,
                               error)) {
        return false;
    }
    return source->file != NULL || source->name[0] == '\0' ||
           pcap_setfilter(source->pcap, &source->filter.program) == 0 ||
           error_set(error, STATUS_RUNTIME, "%s", pcap_message(pcap_geterr(source->pcap)));
}

void packet_source_put_filter(const struct packet_source *source, unsigned style,
                              struct text *text) {
    packet_filter_put(&source->filter, style, text);
}

/* Hands packets over, as many as are still wanted. Returns how many. */
static uint32_t hand_over(struct packet_source *source, const struct frame *frames,
                          uint32_t count) {
    if (count > source->left) {
        count = (uint32_t)source->left;
    }
    source->left -= count;
    source->ended =
        !source->handler->take(source->handler->context, frames, count) || source->left == 0;
    return count;
}

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
    struct packet_source *source = (struct packet_source *)(void *)user;
    struct frame frame = {
        .data = data,
        .captured = header->caplen,
        .length = header->len,
        .seconds = header->ts.tv_sec,
        .nanoseconds = (int64_t)header->ts.tv_usec * (source->nanoseconds ? 1 : 1000),
        .link_type = link_type_of(source->pcap),
    };

    if (source->ended) {
        return;
    }
    frame.number = ++source->packets;
    (void)hand_over(source, &frame, 1);
    if (source->ended) {
        pcap_breakloop(source->pcap);
    }
}

static enum packet_source_event fail_file(struct packet_source *source, struct error *error) {
    const char *damage = capture_file_damage(source->file);

    error_set(error, read_ahead_has_memory(source->ahead) ? STATUS_DAMAGED : STATUS_RUNTIME,
              MESSAGE("%s：第 %llu 个包：%s", "%s: packet %llu: %s"), source->name,
              (unsigned long long)read_ahead_records(source->ahead) + 1,
              damage != NULL ? damage : read_ahead_failure(source->ahead));
    return SOURCE_FAILED;
}

/* Damage behind the last packet that is wanted is told when more is wanted. */
static bool is_batch_over(const struct packet_source *source) {
    return source->next == source->batch->count &&
           (source->batch->event != SOURCE_FAILED || source->left != 0);
}

static enum packet_source_event read_file(struct packet_source *source, struct error *error) {
    enum packet_source_event event = SOURCE_PACKETS;
    bool waits = false;

    if (source->ahead == NULL) {
        source->ahead = read_ahead_start(source->pcap, source->file,
                                         source->filter.compiled ? &source->filter.program : NULL,
                                         source->nanoseconds, error);
        if (source->ahead == NULL) {
            return SOURCE_FAILED;
        }
    }
    if (source->batch == NULL) {
        source->batch = read_ahead_take(source->ahead);
        source->next = 0;
    }
    if (source->next < source->batch->count) {
        source->next += hand_over(source, &source->batch->frames[source->next],
                                  source->batch->count - source->next);
    }
    if (is_batch_over(source)) {
        waits = source->batch->waits;
        event = source->batch->event;
        source->batch = NULL;
        read_ahead_give_back(source->ahead);
    }
    if (waits) {
        source->handler->wait(source->handler->context);
    }
    if (signals_stop() != 0) {
        return SOURCE_STOPPED;
    }
    return event == SOURCE_FAILED ? fail_file(source, error) : event;
}

/* The longest wait after which packets are looked for, whether or not the device says that it has
 * some: those of some BSDs do not say so before their buffer is full. */
static int shorten(const struct packet_source *source, int timeout) {
    const struct timeval *most = pcap_get_required_select_timeout(source->pcap);
    int64_t milliseconds;

    if (most == NULL) {
        return timeout;
    }
    milliseconds = (int64_t)most->tv_sec * 1000 + most->tv_usec / 1000;
    return milliseconds < timeout ? (int)milliseconds : timeout;
}

/* Waits for packets, for a signal, or for the time to pass. Whether there may be packets now. */
static bool wait_live(struct packet_source *source, int timeout) {
    const int descriptors[] = {pcap_get_selectable_fd(source->pcap), signals_descriptor(),
                               source->link.socket};
    bool ready[3];

    source->handler->wait(source->handler->context);
    if (wait_readable(descriptors, 3, shorten(source, timeout), ready) <= 0) {
        return pcap_get_required_select_timeout(source->pcap) != NULL;
    }
    signals_drain();
    return ready[0];
}

/* Says what has become of the device. False, with `error` filled, if it is gone. */
static bool tell_link(struct packet_source *source, struct error *error) {
    for (;;) {
        switch (link_watch_next(&source->link)) {
        case LINK_NO_EVENT:
            return true;
        case LINK_WENT_DOWN:
            message_print(
                MESSAGE("tcpgloss: %s：网卡已停用", "tcpgloss: %s: The interface went down"),
                source->name);
            break;
        case LINK_CAME_UP:
            message_print(
                MESSAGE("tcpgloss: %s：网卡又已启用", "tcpgloss: %s: The interface is up again"),
                source->name);
            break;
        case LINK_DELETED:
            return error_set(error, STATUS_RUNTIME,
                             MESSAGE("%s：网卡已消失", "%s: The interface disappeared"),
                             source->name);
        }
    }
}

static enum packet_source_event read_device(struct packet_source *source, int timeout,
                                            struct error *error) {
    int count = pcap_dispatch(source->pcap, -1, take, (u_char *)source);

    if (count == 0 && signals_stop() == 0 && wait_live(source, timeout)) {
        count = pcap_dispatch(source->pcap, -1, take, (u_char *)source);
    }
    if (signals_stop() != 0) {
        return SOURCE_STOPPED;
    }
    if (count == PCAP_ERROR) {
        error_set(error, STATUS_RUNTIME, MESSAGE("%s：%s", "%s: %s"), source->name,
                  pcap_message(pcap_geterr(source->pcap)));
        return SOURCE_FAILED;
    }
    if (count <= 0 && !tell_link(source, error)) {
        return SOURCE_FAILED;
    }
    return count == 0 ? SOURCE_IDLE : SOURCE_PACKETS;
}

enum packet_source_event packet_source_read(struct packet_source *source,
                                            const struct packet_handler *handler, uint64_t limit,
                                            int timeout, struct error *error) {
    source->handler = handler;
    source->left = limit != 0 ? limit : UINT64_MAX;
    source->ended = false;
    return source->file != NULL ? read_file(source, error) : read_device(source, timeout, error);
}

void packet_source_statistics(struct packet_source *source,
                              struct packet_source_statistics *statistics) {
    struct pcap_stat counted;

    *statistics = (struct packet_source_statistics){0};
    if (source->file == NULL && pcap_stats(source->pcap, &counted) == 0) {
        statistics->known = true;
        statistics->received = counted.ps_recv;
        statistics->dropped = counted.ps_drop;
        statistics->if_known = interface_drops_read(&source->drops, &statistics->if_dropped);
    }
}

double packet_source_part_read(const struct packet_source *source) {
    return source->file != NULL ? capture_file_part_read(source->file) : -1;
}

bool packet_source_network(const struct packet_source *source, struct ipv4_network *network,
                           struct error *error) {
    char message[PCAP_ERRBUF_SIZE];
    bpf_u_int32 address;
    bpf_u_int32 mask;

    *network = (struct ipv4_network){0};
    if (pcap_lookupnet(source->name, &address, &mask, message) != 0) {
        return error_set(error, STATUS_RUNTIME, "%s", pcap_message(message));
    }
    memcpy(network->address, &address, sizeof network->address);
    memcpy(network->mask, &mask, sizeof network->mask);
    return true;
}

bool packet_source_is_live(const struct packet_source *source) {
    return source->file == NULL;
}

const char *packet_source_name(const struct packet_source *source) {
    return source->name;
}

bool packet_source_has_nanoseconds(const struct packet_source *source) {
    return source->nanoseconds;
}

int packet_source_link_type(const struct packet_source *source) {
    return link_type_of(source->pcap);
}

const char *packet_source_link_name(const struct packet_source *source) {
    return source->link_name;
}

const char *packet_source_link_description(const struct packet_source *source) {
    return pcap_datalink_val_to_description(pcap_datalink(source->pcap));
}

uint32_t packet_source_snapshot_length(const struct packet_source *source) {
    return (uint32_t)pcap_snapshot(source->pcap);
}

struct pcap *packet_source_handle(const struct packet_source *source) {
    return source->pcap;
}
