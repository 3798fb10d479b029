/*
 * What libpcap says, in the language of messages.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_PCAP_MESSAGE_H
#define TCPGLOSS_SRC_CAPTURE_PCAP_MESSAGE_H

/* `text` is libpcap's: of pcap_geterr(), pcap_statustostr() or an error buffer. In English it is
 * returned as it is. Chinese has words for what happens often, and quotes what these do not say;
 * of all else it quotes everything. What is returned is valid until the next call in this thread,
 * or as long as `text`. */
const char *pcap_message(const char *text);

#endif
