/*
 * The whole line of a plain segment, which most are: TCP right behind IP in Ethernet, nothing of it
 * missing, no options but the timestamps, nothing in it that is printed.
 */
#ifndef TCPGLOSS_SRC_PRINT_FAST_PATH_H
#define TCPGLOSS_SRC_PRINT_FAST_PATH_H

#include <stdbool.h>

#include "tcpgloss/base/text.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/print/printer_settings.h"

#include "print/network/ends_cache.h"
#include "print/timestamp.h"

/* Whether the settings leave a plain segment's line as it is made here. */
bool fast_path_suits(const struct printer_settings *settings);

/* False, and nothing printed, for any other packet. */
bool fast_path_print(const struct printer_settings *settings, struct timestamp *timestamp,
                     struct ends_cache *ends, const struct packet *packet, struct text *text);

#endif
