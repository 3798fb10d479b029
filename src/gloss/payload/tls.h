/*
 * The clear beginnings of TLS: ClientHello, ServerHello, alerts (RFC 8446 §4.1, §5.1, §6).
 */
#ifndef TCPGLOSS_SRC_GLOSS_PAYLOAD_TLS_H
#define TCPGLOSS_SRC_GLOSS_PAYLOAD_TLS_H

#include "gloss/payload/content.h"

/* ContentType (RFC 8446 §5.1), the first byte of a record. */
enum tls_record_type { TLS_RECORD_ALERT = 21, TLS_RECORD_HANDSHAKE = 22 };

/* Leaves `content` alone if the data is no TLS record of these kinds. */
void tls_recognise(struct span data, struct content *content);

#endif
