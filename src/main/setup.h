/*
 * What a run is made of, and its opening: source, pipeline, outputs and files, and then, when all
 * is open, the giving up of what is no longer needed.
 */
#ifndef TCPGLOSS_SRC_MAIN_SETUP_H
#define TCPGLOSS_SRC_MAIN_SETUP_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/host_names.h"
#include "tcpgloss/capture/kernel_sockets.h"
#include "tcpgloss/capture/packet_source.h"
#include "tcpgloss/capture/privileges.h"
#include "tcpgloss/capture/services.h"
#include "tcpgloss/capture/writer.h"
#include "tcpgloss/cli/settings.h"
#include "tcpgloss/views/pipeline.h"

#include "main/kernel_watch.h"
#include "main/outputs.h"
#include "main/progress.h"

struct run {
    const struct settings *settings;
    struct packet_source *source;
    struct writer *writer;     /* null: no -w */
    struct services *services; /* null, as `names`: numbers only */
    struct host_names *names;
    struct name_source name_source;
    struct ipv4_network named;      /* addresses outside it are not looked up; zero: all are */
    struct kernel_sockets *sockets; /* null, as `watch`: the kernel is not asked */
    struct kernel_watch *watch;
    struct identity identity;
    uint64_t hash_key[2];
    struct outputs outputs;
    struct pipeline pipeline;
    struct progress progress;
    uint64_t packets;
    uint64_t drops_told;
    int64_t drops_time; /* when the counters were last read */
    bool finished;      /* -W's last file is complete */
    bool failed;        /* an output failed: `error` says how */
    struct error *error;
};

/* Opens what `run->settings` asks for. False, with `error` filled, if something cannot be opened;
 * setup_close() in any case. To show a filter (-d) only the source is opened. */
bool setup_open(struct run *run, struct error *error);
void setup_close(struct run *run);

#endif
