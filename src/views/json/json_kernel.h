/*
 * The record of what the kernel says.
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_KERNEL_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_KERNEL_H

#include "tcpgloss/views/record.h"

#include "views/json/json_writer.h"

/* The members behind "type". `scratch` is overwritten. */
void json_kernel_record(struct json_writer *json, const struct kernel_fact *fact,
                        struct text *scratch);

/* The members that say whose a socket is. */
void json_kernel_owner(struct json_writer *json, const struct kernel_owner *owner);

#endif
