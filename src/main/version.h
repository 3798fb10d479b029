/* --version: of what the program is made. */
#ifndef TCPGLOSS_SRC_MAIN_VERSION_H
#define TCPGLOSS_SRC_MAIN_VERSION_H

#include "tcpgloss/base/text.h"

void version_write(struct text *text);

#endif
