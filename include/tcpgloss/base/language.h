/*
 * The languages of notes, help and errors.
 */
#ifndef TCPGLOSS_BASE_LANGUAGE_H
#define TCPGLOSS_BASE_LANGUAGE_H

enum language {
    LANGUAGE_ZH,
    LANGUAGE_EN,
    LANGUAGE_BOTH, /* Chinese, then English */
};

#endif
