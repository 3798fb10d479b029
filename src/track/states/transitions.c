#include "track/states/transitions.h"

/* clang-format off */
const struct transition transitions[STATE_TIME_WAIT + 1][EVENT_COUNT] = {
    /* Opening */
    [STATE_CLOSED][SEND_SYN] =                  {ALWAYS,             STATE_SYN_SENT,     "3.10.1"},
    [STATE_LISTEN][SEND_SYN] =                  {ALWAYS,             STATE_SYN_SENT,     "3.10.1"},
    [STATE_LISTEN][SEND_SYN_ACK] =              {ALWAYS,             STATE_SYN_RECEIVED, "3.10.7.2"},
    [STATE_SYN_SENT][SEND_SYN_ACK] =            {ALWAYS,             STATE_SYN_RECEIVED, "3.10.7.3"},
    [STATE_SYN_SENT][RECEIVE_SYN_ACK] =         {SYNS_DID_NOT_CROSS, STATE_ESTABLISHED,  "3.10.7.3"},
    [STATE_SYN_SENT][SEND_ACK] =                {ALWAYS,             STATE_ESTABLISHED,  "3.10.7.3"},
    [STATE_SYN_RECEIVED][RECEIVE_SYN_ACK] =     {ALWAYS,             STATE_ESTABLISHED,  "3.10.7.4"},
    [STATE_SYN_RECEIVED][RECEIVE_ACK_OF_SYN] =  {ALWAYS,             STATE_ESTABLISHED,  "3.10.7.4"},
    [STATE_SYN_RECEIVED][SEND_ACK] =            {NOT_FAST_OPEN,      STATE_ESTABLISHED,  "3.10.7.4"},

    /* Closing first */
    [STATE_SYN_RECEIVED][SEND_FIN] =            {ALWAYS,             STATE_FIN_WAIT_1,   "3.10.4"},
    [STATE_ESTABLISHED][SEND_FIN] =             {ALWAYS,             STATE_FIN_WAIT_1,   "3.10.4"},
    [STATE_FIN_WAIT_1][RECEIVE_ACK_OF_FIN] =    {ALWAYS,             STATE_FIN_WAIT_2,   "3.10.7.4"},
    [STATE_FIN_WAIT_2][RECEIVE_FIN] =           {NO_HOLE,            STATE_TIME_WAIT,    "3.10.7.4"},
    [STATE_TIME_WAIT][TIMER_2MSL] =             {ALWAYS,             STATE_CLOSED,       "3.10.8"},

    /* Closing second */
    [STATE_ESTABLISHED][RECEIVE_FIN] =          {NO_HOLE,            STATE_CLOSE_WAIT,   "3.10.7.4"},
    [STATE_CLOSE_WAIT][SEND_FIN] =              {ALWAYS,             STATE_LAST_ACK,     "3.10.4"},
    [STATE_LAST_ACK][RECEIVE_ACK_OF_FIN] =      {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},

    /* Closing at the same time */
    [STATE_FIN_WAIT_1][RECEIVE_FIN] =           {NO_HOLE,            STATE_CLOSING,      "3.10.7.4"},
    [STATE_CLOSING][RECEIVE_ACK_OF_FIN] =       {ALWAYS,             STATE_TIME_WAIT,    "3.10.7.4"},

    /* Reset. Whoever sends a RST has given the connection up, or never had it (§3.10.5, §3.10.7.1).
     * A listener whose half-open connection is reset keeps listening; that connection is over. */
    [STATE_SYN_SENT][SEND_RST] =                {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_SYN_RECEIVED][SEND_RST] =            {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_ESTABLISHED][SEND_RST] =             {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_FIN_WAIT_1][SEND_RST] =              {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_FIN_WAIT_2][SEND_RST] =              {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_CLOSE_WAIT][SEND_RST] =              {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_CLOSING][SEND_RST] =                 {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_LAST_ACK][SEND_RST] =                {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_TIME_WAIT][SEND_RST] =               {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_SYN_SENT][RECEIVE_RST] =             {ALWAYS,             STATE_CLOSED,       "3.10.7.3"},
    [STATE_SYN_RECEIVED][RECEIVE_RST] =         {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_ESTABLISHED][RECEIVE_RST] =          {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_FIN_WAIT_1][RECEIVE_RST] =           {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_FIN_WAIT_2][RECEIVE_RST] =           {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_CLOSE_WAIT][RECEIVE_RST] =           {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_CLOSING][RECEIVE_RST] =              {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_LAST_ACK][RECEIVE_RST] =             {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_TIME_WAIT][RECEIVE_RST] =            {ALWAYS,             STATE_CLOSED,       "RFC 1337 3"},

    /* The capture began in the middle: what can be learnt all the same, and no more */
    [STATE_UNKNOWN][SEND_RST] =                 {ALWAYS,             STATE_CLOSED,       "3.10.5"},
    [STATE_UNKNOWN][RECEIVE_RST] =              {ALWAYS,             STATE_CLOSED,       "3.10.7.4"},
    [STATE_UNKNOWN][BEFORE_DATA] =              {ALWAYS,             STATE_ESTABLISHED,  "3.3.2"},
    [STATE_UNKNOWN][BEFORE_OWN_FIN] =           {ALWAYS,             STATE_FIN_WAIT_2,   "3.3.2"},
    [STATE_UNKNOWN][BEFORE_PEERS_FIN] =         {ALWAYS,             STATE_CLOSE_WAIT,   "3.3.2"},
};
/* clang-format on */
