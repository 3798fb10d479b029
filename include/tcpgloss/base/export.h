/*
 * What the shared library offers: functions and data that are declared with TCPGLOSS_API in an
 * installed header. Everything else is hidden in it.
 */
#ifndef TCPGLOSS_BASE_EXPORT_H
#define TCPGLOSS_BASE_EXPORT_H

#define TCPGLOSS_API __attribute__((visibility("default")))

#endif
