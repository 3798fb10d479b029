/*
 * Opening a device with libpcap.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_DEVICE_H
#define TCPGLOSS_SRC_CAPTURE_READING_DEVICE_H

#include <pcap/pcap.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/capture/packet_source_settings.h"

enum { DEVICE_NAME_MAX = 256 };

/* The device's name: as given, of a number of the list, or libpcap's first. */
bool device_find(const char *wanted, char name[DEVICE_NAME_MAX], struct error *error);

/* Opened and capturing; null, with `error` filled, if that cannot be. */
pcap_t *device_open(const char *name, const struct packet_source_settings *settings,
                    struct error *error);

/* No device at all, for compiling filters only. */
pcap_t *device_none(const struct packet_source_settings *settings, struct error *error);

#endif
