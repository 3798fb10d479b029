/*
 * Where packets are to come from, and how.
 */
#ifndef TCPGLOSS_CAPTURE_PACKET_SOURCE_SETTINGS_H
#define TCPGLOSS_CAPTURE_PACKET_SOURCE_SETTINGS_H

#include <stdbool.h>

enum packet_source_direction { SOURCE_BOTH, SOURCE_IN, SOURCE_OUT };

struct packet_source_settings {
    const char *file;    /* "-" is standard input; null: a device */
    const char *device;  /* a name, or a number of the list; null: libpcap's first */
    bool nanoseconds;    /* precision of times */
    int snapshot_length; /* bytes; 0: libpcap's largest */
    int buffer_kib;      /* of the kernel's buffer; 0: libpcap's default */
    bool compile_only;   /* neither file nor device: the filter is only to be shown */
    bool promiscuous;
    bool monitor;
    bool immediate;
    bool prompt; /* packets are held back 10 ms at most, not 100, to be handed over together */
    enum packet_source_direction direction;
    const char *link_type;       /* name; null: the device's default */
    const char *time_stamp_type; /* name; null: libpcap's default */
};

#endif
