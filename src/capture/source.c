#include "tcpgloss/capture/source.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file's packets are handed over in batches of this many, between which signals are seen. */
enum { FILE_BATCH = 4096 };

struct source {
    pcap_t *pcap;
    const char *name;
    bool live;
    bool nanoseconds;
    bool filtered;
    struct bpf_program filter;
    uint64_t records; /* read from the file so far, matching or not */
    uint64_t left;    /* packets that may still be handed over in this batch */
    const struct packet_handler *handler;
    char link_name[32];
};

static struct source *open_file(struct source *source, const struct source_settings *settings,
                                struct error *error) {
    char message[PCAP_ERRBUF_SIZE] = "";
    unsigned precision =
        settings->nanoseconds ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO;
    FILE *file = strcmp(settings->file, "-") == 0 ? stdin : fopen(settings->file, "rbe");

    if (file == NULL) {
        error_set(error, STATUS_RUNTIME, "%s: %s", settings->file, strerror(errno));
        return NULL;
    }
    source->pcap = pcap_fopen_offline_with_tstamp_precision(file, precision, message);
    if (source->pcap == NULL) {
        error_set(error, STATUS_DAMAGED, "%s: %s", settings->file, message);
        if (file != stdin) {
            (void)fclose(file);
        }
        return NULL;
    }
    source->name = settings->file;
    return source;
}

struct source *source_open(const struct source_settings *settings, struct error *error) {
    struct source *source = calloc(1, sizeof *source);
    const char *name;

    if (source == NULL) {
        error_set(error, STATUS_RUNTIME, "no memory");
        return NULL;
    }
    source->nanoseconds = settings->nanoseconds;
    if (open_file(source, settings, error) == NULL) {
        free(source);
        return NULL;
    }
    name = pcap_datalink_val_to_name(pcap_datalink(source->pcap));
    if (name != NULL) {
        (void)snprintf(source->link_name, sizeof source->link_name, "%s", name);
    } else {
        (void)snprintf(source->link_name, sizeof source->link_name, "%d",
                       pcap_datalink(source->pcap));
    }
    return source;
}

void source_close(struct source *source) {
    if (source == NULL) {
        return;
    }
    if (source->filtered) {
        pcap_freecode(&source->filter);
    }
    pcap_close(source->pcap);
    free(source);
}

bool source_set_filter(struct source *source, const char *expression, bool optimize,
                       struct error *error) {
    if (pcap_compile(source->pcap, &source->filter, expression != NULL ? expression : "", optimize,
                     PCAP_NETMASK_UNKNOWN) < 0) {
        return error_set(error, STATUS_USAGE, "%s", pcap_geterr(source->pcap));
    }
    source->filtered = true;
    return true;
}

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
    struct source *source = (struct source *)(void *)user;
    struct captured captured;

    source->records++;
    if (source->filtered && pcap_offline_filter(&source->filter, header, data) == 0) {
        return;
    }
    captured = (struct captured){
        .data = data,
        .captured = header->caplen,
        .length = header->len,
        .seconds = header->ts.tv_sec,
        .nanoseconds = (int64_t)header->ts.tv_usec * (source->nanoseconds ? 1 : 1000),
    };
    source->left--;
    if (!source->handler->take(source->handler->context, &captured) || source->left == 0) {
        pcap_breakloop(source->pcap);
    }
}

enum source_event source_read(struct source *source, const struct packet_handler *handler,
                              uint64_t limit, struct error *error) {
    int count;

    source->handler = handler;
    source->left = limit != 0 ? limit : UINT64_MAX;
    count = pcap_dispatch(source->pcap, FILE_BATCH, take, (u_char *)source);
    if (count == 0) {
        return SOURCE_END;
    }
    if (count == PCAP_ERROR) {
        error_set(error, STATUS_DAMAGED, "%s: packet %llu: %s", source->name,
                  (unsigned long long)source->records + 1, pcap_geterr(source->pcap));
        return SOURCE_FAILED;
    }
    return SOURCE_PACKETS;
}

bool source_is_live(const struct source *source) {
    return source->live;
}

const char *source_name(const struct source *source) {
    return source->name;
}

int source_link_type(const struct source *source) {
    return pcap_datalink(source->pcap);
}

const char *source_link_name(const struct source *source) {
    return source->link_name;
}

const char *source_link_description(const struct source *source) {
    return pcap_datalink_val_to_description(pcap_datalink(source->pcap));
}

uint32_t source_snapshot_length(const struct source *source) {
    return (uint32_t)pcap_snapshot(source->pcap);
}
