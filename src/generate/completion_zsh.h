/* The completion script of zsh. */
#ifndef TCPGLOSS_SRC_GENERATE_COMPLETION_ZSH_H
#define TCPGLOSS_SRC_GENERATE_COMPLETION_ZSH_H

void completion_put_zsh(void);

#endif
