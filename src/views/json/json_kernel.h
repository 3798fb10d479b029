/*
 * The record of what the kernel says.
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_KERNEL_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_KERNEL_H

#include "tcpgloss/views/record.h"

#include "views/json/json_writer.h"

/* The members behind "type". */
void json_kernel_record(struct json_writer *json, const struct kernel_fact *fact);

#endif
