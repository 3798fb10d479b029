/* Which layer a number in a header stands for. */
#ifndef TCPGLOSS_SRC_DECODE_NEXT_LAYER_H
#define TCPGLOSS_SRC_DECODE_NEXT_LAYER_H

#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/decode/ethertype.h"
#include "tcpgloss/decode/ip_protocol.h"
#include "tcpgloss/decode/layer.h"

/* LAYER_OTHER_ETHERTYPE where nothing fits. Tags and lengths have a meaning in an Ethernet header
 * only: see ethernet.c. */
enum layer_kind next_layer_of_ethertype(uint16_t ethertype);

/* LAYER_OTHER_IP where nothing fits. The second one knows extension headers, too. */
enum layer_kind next_layer_of_ip(uint8_t protocol, unsigned version);
enum layer_kind next_layer_of_ipv6(uint8_t next_header);

/* LAYER_RAW where nothing fits: an address family, by the numbers of the BSDs and macOS. The second
 * one reads a family that is in the byte order of the machine that captured: the one in which it is
 * small. */
enum layer_kind next_layer_of_family(uint32_t family);
uint32_t next_layer_family(const uint8_t bytes[4]);

#endif
