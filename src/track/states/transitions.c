#include "track/states/transitions.h"

/*
 * RFC 9293's Figure 5 and §3.10, with the following differences:
 *
 *  - The events are what the wire shows of an end. What an application does is seen only in the
 *    segment that follows from it, so that sending a FIN stands for CLOSE, and sending a RST for
 *    ABORT. An end of which nothing was seen is UNKNOWN; LISTEN is told by the SYN-ACK.
 *  - A segment is one event for its sender and another for its receiver, and can be several for
 *    each; the receiver's are only assumed (belief.h).
 *  - SYN-SENT and SYN-RECEIVED lead to ESTABLISHED also by SEND_ACK: the end sends what it can send
 *    only after the segment that RFC 9293 names arrived, and that segment may not be captured.
 *  - A RST to SYN-RECEIVED leads to CLOSED, where RFC 9293 returns a passive opener to LISTEN: the
 *    listener goes on, but this connection is over (§3.10.7.4).
 *  - A RST in TIME-WAIT leads to CLOSED, as §3.10.7.4 has it; RFC 1337 would ignore it.
 */

/* clang-format off */
const struct transition transitions[STATE_TIME_WAIT + 1][EVENT_COUNT] = {
    /* --- Opening --- */

    /* Active open. */
    [STATE_CLOSED][SEND_SYN] =                 {ALWAYS,             STATE_SYN_SENT,     "3.10.1"},
    /* A listener opens actively. */
    [STATE_LISTEN][SEND_SYN] =                 {ALWAYS,             STATE_SYN_SENT,     "3.10.1"},
    /* Passive open: the end answers a SYN. */
    [STATE_LISTEN][SEND_SYN_ACK] =             {ALWAYS,             STATE_SYN_RECEIVED, "3.10.7.2"},
    /* Simultaneous open: the end answers the SYN that crossed its own. */
    [STATE_SYN_SENT][SEND_SYN_ACK] =           {ALWAYS,             STATE_SYN_RECEIVED, "3.10.7.3"},
    /* The end's SYN is answered. */
    [STATE_SYN_SENT][RECEIVE_SYN_ACK] =        {SYNS_DID_NOT_CROSS, STATE_ESTABLISHED,  "3.10.7.3"},
    /* The end acknowledges a SYN-ACK, so that one arrived. */
    [STATE_SYN_SENT][SEND_ACK] =               {ALWAYS,             STATE_ESTABLISHED,  "3.10.7.3"},
    /* Simultaneous open: the answer to the end's SYN. */
    [STATE_SYN_RECEIVED][RECEIVE_SYN_ACK] =    {ALWAYS,             STATE_ESTABLISHED,  "3.10.7.4"},
    /* The third segment. */
    [STATE_SYN_RECEIVED][RECEIVE_ACK_OF_SYN] = {ALWAYS,             STATE_ESTABLISHED,  "3.10.7.4"},
    /* The end speaks, so the third segment arrived. */
    [STATE_SYN_RECEIVED][SEND_ACK] =           {NOT_FAST_OPEN,      STATE_ESTABLISHED,  "3.10.7.4"},

    /* --- Closing first --- */

    /* The end closes before the handshake is done. */
    [STATE_SYN_RECEIVED][SEND_FIN] =           {ALWAYS,             STATE_FIN_WAIT_1,   "3.10.4"},
    /* Active close. */
    [STATE_ESTABLISHED][SEND_FIN] =            {ALWAYS,             STATE_FIN_WAIT_1,   "3.10.4"},
    /* The end's direction is closed. */
    [STATE_FIN_WAIT_1][RECEIVE_ACK_OF_FIN] =   {ALWAYS,             STATE_FIN_WAIT_2,   "3.10.7.4"},
    /* The peer closes too. */
    [STATE_FIN_WAIT_2][RECEIVE_FIN] =          {NO_HOLE,            STATE_TIME_WAIT,    "3.10.7.4"},
    /* 2MSL are over. */
    [STATE_TIME_WAIT][TIMER_2MSL] =            {ALWAYS,             STATE_CLOSED,       "3.10.8"},

    /* --- Closing second --- */

    /* Passive close: the peer has closed. */
    [STATE_ESTABLISHED][RECEIVE_FIN] =         {NO_HOLE,            STATE_CLOSE_WAIT,   "3.10.7.4"},
    /* The end closes its own direction. */
    [STATE_CLOSE_WAIT][SEND_FIN] =             {ALWAYS,             STATE_LAST_ACK,     "3.10.4"},
    /* Both directions are closed. */
    [STATE_LAST_ACK][RECEIVE_ACK_OF_FIN] =     {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},

    /* --- Closing at the same time --- */

    /* Two FINs cross. */
    [STATE_FIN_WAIT_1][RECEIVE_FIN] =          {NO_HOLE,            STATE_CLOSING,      "3.10.7.4"},
    /* The end's FIN is acknowledged too. */
    [STATE_CLOSING][RECEIVE_ACK_OF_FIN] =      {ALWAYS,             STATE_TIME_WAIT,    "3.10.7.4"},

    /* --- Reset --- */

    /* The end gives the connection up, or never had it. */
    [STATE_SYN_SENT][SEND_RST] =               {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_SYN_RECEIVED][SEND_RST] =           {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_ESTABLISHED][SEND_RST] =            {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_FIN_WAIT_1][SEND_RST] =             {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_FIN_WAIT_2][SEND_RST] =             {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_CLOSE_WAIT][SEND_RST] =             {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_CLOSING][SEND_RST] =                {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_LAST_ACK][SEND_RST] =               {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_TIME_WAIT][SEND_RST] =              {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    /* The peer has given the connection up, or never had it. */
    [STATE_SYN_SENT][RECEIVE_RST] =            {ALWAYS,             STATE_CLOSED,       "3.10.7.3"},
    [STATE_SYN_RECEIVED][RECEIVE_RST] =        {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_ESTABLISHED][RECEIVE_RST] =         {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_FIN_WAIT_1][RECEIVE_RST] =          {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_FIN_WAIT_2][RECEIVE_RST] =          {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_CLOSE_WAIT][RECEIVE_RST] =          {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_CLOSING][RECEIVE_RST] =             {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_LAST_ACK][RECEIVE_RST] =            {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_TIME_WAIT][RECEIVE_RST] =           {ALWAYS,             STATE_CLOSED,       "RFC 1337 3"},

    /* --- The capture began in the middle: what can be learnt all the same, and no more --- */

    /* The end has no connection any more. */
    [STATE_UNKNOWN][SEND_RST] =                {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    /* Nor has the end itself. */
    [STATE_UNKNOWN][RECEIVE_RST] =             {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    /* Both ends send data. */
    [STATE_UNKNOWN][BEFORE_DATA] =             {ALWAYS,             STATE_ESTABLISHED,  "3.3.2"},
};
/* clang-format on */
