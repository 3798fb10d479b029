/*
 * Core files hold traffic, so none is written.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_CONFINEMENT_CORE_FILES_H
#define TCPGLOSS_SRC_CAPTURE_CONFINEMENT_CORE_FILES_H

void core_files_forbid(void);

#endif
