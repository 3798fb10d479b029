/*
 * Signals as flags: a handler notes what came and wakes whoever waits, nothing else.
 */
#ifndef TCPGLOSS_CAPTURE_SIGNALS_H
#define TCPGLOSS_CAPTURE_SIGNALS_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"

/*
 * SIGINT, SIGTERM and SIGHUP ask to stop (one that is ignored, as under nohup, stays so); SIGUSR1,
 * and SIGINFO where there is one, ask for statistics; SIGPIPE ends the program as it does by
 * default.
 */
bool signals_install(struct error *error);

/* The signal that asked to stop; 0 if none did. */
int signals_stop(void);

/* Whether statistics were asked for since the last call. */
bool signals_take_report(void);

/* Readable once a signal came, until signals_drain(): for poll(). */
int signals_descriptor(void);
void signals_drain(void);

/* What a signal's handler writes to. */
int signals_wake_descriptor(void);

/* Makes it readable without a signal, for whoever has to look at something else again. */
void signals_wake(void);

/* Ends the program by this signal, as if it had never been caught. */
_Noreturn void signals_die(int number);

#endif
