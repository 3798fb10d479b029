/*
 * Colours by what they mean: the same in the terminal and in pictures, light and dark.
 */
#ifndef TCPGLOSS_SRC_VIEWS_PALETTE_H
#define TCPGLOSS_SRC_VIEWS_PALETTE_H

#include <stdint.h>

#include "tcpgloss/track/state.h"

/* Meaning; SGR codes in a terminal, readable on a light and on a dark background (null: its own
 * colour); in a picture on a light and on a dark ground. */
#define PALETTE(X)                                                                                 \
    X(INK, NULL, "#1f2328", "#e6e9ed")                                                             \
    X(PAPER, NULL, "#ffffff", "#14181d")                                                           \
    X(FAINT, NULL, "#656d76", "#97a1ac")                                                           \
    X(RULE, NULL, "#c4ccd4", "#4b5560")                                                            \
    X(BAND, NULL, "#f3f5f8", "#1f252d")                                                            \
    X(WARNING_BAND, NULL, "#fdf0ee", "#33201f")                                                    \
    X(PHASE, "1;35", "#7a2fb8", "#d3a6ff")                                                         \
    X(STEP, "32", "#1a7f37", "#56d364")                                                            \
    X(WARNING, "1;31", "#b3261e", "#ff9a8d")                                                       \
    X(EXPLANATION, "2", "#656d76", "#97a1ac")                                                      \
    X(FACT, "34", "#3d5a80", "#9cc2f0")                                                            \
    X(STATE, "1;36", "#0a6a79", "#5fd0de")                                                         \
    X(CLIENT_0, "38;5;32", "#0062b1", "#6cb6ff")                                                   \
    X(SERVER_0, "38;5;130", "#a34700", "#ffa657")                                                  \
    X(CLIENT_1, "38;5;28", "#1a7f37", "#56d364")                                                   \
    X(SERVER_1, "38;5;133", "#9a2aa8", "#e28bf0")                                                  \
    X(CLIENT_2, "38;5;30", "#00707a", "#4fd6d6")                                                   \
    X(SERVER_2, "38;5;94", "#8a5a00", "#e3b341")                                                   \
    X(CLIENT_3, "38;5;62", "#4b4fc9", "#a5a8ff")                                                   \
    X(SERVER_3, "38;5;64", "#5f7a00", "#b5d24a")

enum color {
#define X(name, terminal, light, dark) COLOR_##name,
    PALETTE(X)
#undef X
        COLOR_COUNT
};

struct color_codes {
    const char *terminal, *light, *dark;
};

extern const struct color_codes palette[COLOR_COUNT];

/* Flows next to each other have different colours, and in each what the client sends another than
 * what the server sends. */
#define PALETTE_FLOWS 4

static inline enum color palette_direction(uint32_t flow, enum endpoint from) {
    return (enum color)(COLOR_CLIENT_0 + (flow + PALETTE_FLOWS - 1) % PALETTE_FLOWS * 2 +
                        (from == ENDPOINT_SERVER));
}

#endif
