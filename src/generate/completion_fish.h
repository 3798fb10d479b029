/* The completion script of fish. */
#ifndef TCPGLOSS_SRC_GENERATE_COMPLETION_FISH_H
#define TCPGLOSS_SRC_GENERATE_COMPLETION_FISH_H

void completion_put_fish(void);

#endif
