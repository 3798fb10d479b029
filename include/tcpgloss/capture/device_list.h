/*
 * What there is to capture on and with: the lists of -D, -L and -J, as tcpdump prints them.
 */
#ifndef TCPGLOSS_CAPTURE_DEVICE_LIST_H
#define TCPGLOSS_CAPTURE_DEVICE_LIST_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/text.h"

bool list_devices(struct text *text, struct error *error);

/* `device` as in struct packet_source_settings. */
bool list_link_types(const char *device, bool monitor, struct text *text, struct error *error);
bool list_time_stamp_types(const char *device, struct text *text, struct error *error);

#endif
