/*
 * Files that are named twice: an output that is the input would destroy it, and of two outputs in
 * one file one is lost.
 */
#ifndef TCPGLOSS_SRC_MAIN_COLLISIONS_H
#define TCPGLOSS_SRC_MAIN_COLLISIONS_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/cli/settings.h"

/* False, with `error` filled, if an output is an input or another output, whatever its name: by
 * device and inode, and by where it would be created. Nothing is opened. Only regular files count:
 * any number of outputs may be /dev/null. */
bool collisions_none(const struct settings *settings, struct error *error);

enum { COLLISIONS_FILES_MAX = 16 };

/* The files that the options name, but for that of -w, as absolute paths without symbolic links,
 * the caller's to free; ended by null. For a rotation, which gives its files names later. */
void collisions_list(const struct settings *settings, char *files[COLLISIONS_FILES_MAX + 1]);
void collisions_free(char *files[COLLISIONS_FILES_MAX + 1]);

#endif
