/* The completion script of bash. */
#ifndef TCPGLOSS_SRC_GENERATE_COMPLETION_BASH_H
#define TCPGLOSS_SRC_GENERATE_COMPLETION_BASH_H

void completion_put_bash(void);

#endif
