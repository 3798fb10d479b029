/*
 * How a batch of packets ended.
 */
#ifndef TCPGLOSS_CAPTURE_PACKET_SOURCE_EVENT_H
#define TCPGLOSS_CAPTURE_PACKET_SOURCE_EVENT_H

enum packet_source_event {
    SOURCE_PACKETS, /* some were handled, there may be more */
    SOURCE_IDLE,    /* live, and none came before the timeout */
    SOURCE_END,     /* of the file */
    SOURCE_STOPPED, /* by a signal: signals_stop() */
    SOURCE_FAILED,  /* `error` says how */
};

#endif
