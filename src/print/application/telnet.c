/* Telnet: the commands with which a segment begins (RFC 854, RFC 855). */
#include "print/application/payload.h"
#include "print/line.h"

enum {
    COMMAND_FIRST = 236,
    COMMAND_SE = 240,
    COMMAND_SB = 250,
    COMMAND_DONT = 254,
    COMMAND_IAC = 255,
    OPTION_AUTHENTICATION = 37,
    OPTION_ENCRYPT = 38,
};

static const char *const commands[] = {
    "EOF", "SUSP", "ABORT", "EOR", "SE", "NOP",  "DMARK", "BRK", "IP",   "AO",
    "AYT", "EC",   "EL",    "GA",  "SB", "WILL", "WONT",  "DO",  "DONT", "IAC",
};

static const char *const options[] = {
    "BINARY",
    "ECHO",
    "RCP",
    "SUPPRESS GO AHEAD",
    "NAME",
    "STATUS",
    "TIMING MARK",
    "RCTE",
    "NAOL",
    "NAOP",
    "NAOCRD",
    "NAOHTS",
    "NAOHTD",
    "NAOFFD",
    "NAOVTS",
    "NAOVTD",
    "NAOLFD",
    "EXTEND ASCII",
    "LOGOUT",
    "BYTE MACRO",
    "DATA ENTRY TERMINAL",
    "SUPDUP",
    "SUPDUP OUTPUT",
    "SEND LOCATION",
    "TERMINAL TYPE",
    "END OF RECORD",
    "TACACS UID",
    "OUTPUT MARKING",
    "TTYLOC",
    "3270 REGIME",
    "X.3 PAD",
    "NAWS",
    "TSPEED",
    "LFLOW",
    "LINEMODE",
    "XDISPLOC",
    "OLD-ENVIRON",
    "AUTHENTICATION",
    "ENCRYPT",
    "NEW-ENVIRON",
};

/* The first byte of a subnegotiation (RFC 1091 and others). */
static const char *const subcommands[] = {"IS", "SEND", "INFO"};

/* RFC 2941 */
static const char *const authentication_commands[] = {"IS", "SEND", "REPLY", "NAME"};
static const char *const authentication_types[] = {
    "NULL", "KERBEROS_V4", "KERBEROS_V5", "SPX", "MINK",   "SRP",          "RSA", "SSL",
    NULL,   NULL,          "LOKI",        "SSA", "KEA_SJ", "KEA_SJ_INTEG", "DSS", "NTLM",
};

/* RFC 2946 */
static const char *const encrypt_commands[] = {
    "IS",          "SUPPORT",   "REPLY",     "START", "END", "REQUEST-START",
    "REQUEST-END", "END_KEYID", "DEC_KEYID",
};
static const char *const encrypt_types[] = {
    "NULL", "DES_CFB64",      "DES_OFB64",      "DES3_CFB64",    "DES3_OFB64",
    NULL,   "CAST5_40_CFB64", "CAST5_40_OFB64", "CAST128_CFB64", "CAST128_OFB64",
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* A command: two bytes, three with an option, or up to IAC SE in a subnegotiation. */
struct telnet_command {
    uint8_t code;
    bool has_option;
    uint8_t option;
    struct span parameters;
    uint32_t length;
};

enum found { FOUND, NONE, CUT };

/* Looks for IAC SE, from `at` on; or for an IAC that ends the payload, which passes for one. */
static enum found find_end(struct span payload, uint32_t at, uint32_t length, uint32_t *end) {
    for (; at + 1 < length; at++) {
        if (!span_has(payload, at, 2)) {
            return CUT;
        }
        if (payload.data[at] == COMMAND_IAC && payload.data[at + 1] == COMMAND_SE) {
            break;
        }
    }
    if (!span_has(payload, at, 1)) {
        return CUT;
    }
    *end = at;
    return payload.data[at] == COMMAND_IAC ? FOUND : NONE;
}

static enum found find_command(struct span payload, uint32_t length,
                               struct telnet_command *command) {
    uint32_t end;
    enum found found;

    *command = (struct telnet_command){.length = 2};
    if (length == 0) {
        return NONE;
    }
    if (!span_has(payload, 0, 1)) {
        return CUT;
    }
    if (payload.data[0] != COMMAND_IAC || length < 2) {
        return NONE;
    }
    if (!span_u8(payload, 1, &command->code)) {
        return CUT;
    }
    if (command->code < COMMAND_FIRST) {
        return NONE;
    }
    if (command->code < COMMAND_SB || command->code > COMMAND_DONT) {
        return FOUND;
    }
    if (length < 3) {
        return NONE;
    }
    if (!span_u8(payload, 2, &command->option)) {
        return CUT;
    }
    command->has_option = true;
    command->length = 3;
    if (command->code != COMMAND_SB) {
        return FOUND;
    }
    found = find_end(payload, 3, length, &end);
    if (found == FOUND) {
        command->parameters = span_first(span_from(payload, 3), end - 3);
        command->length = end + 2;
    }
    return found;
}

static void put_number(struct text *text, uint8_t number) {
    if (number != 0) {
        text_put_string(text, "0x");
    }
    text_put_hex(text, number);
}

static void put_name(struct text *text, const char *const *names, size_t count, uint8_t number) {
    if (number < count && names[number] != NULL) {
        text_put_string(text, names[number]);
    } else {
        put_number(text, number);
    }
}

static void put_parameters(struct text *text, uint8_t option, struct span parameters) {
    const char *const *first = subcommands;
    size_t first_count = COUNT(subcommands);
    const char *const *second = NULL;
    size_t second_count = 0;

    if (option == OPTION_AUTHENTICATION) {
        first = authentication_commands;
        first_count = COUNT(authentication_commands);
        second = authentication_types;
        second_count = COUNT(authentication_types);
    } else if (option == OPTION_ENCRYPT) {
        first = encrypt_commands;
        first_count = COUNT(encrypt_commands);
        second = encrypt_types;
        second_count = COUNT(encrypt_types);
    }
    for (size_t i = 0; i < parameters.length; i++) {
        text_put_char(text, ' ');
        put_name(text, i == 0 ? first : second,
                 i == 0   ? first_count
                 : i == 1 ? second_count
                          : 0,
                 parameters.data[i]);
    }
    text_put_string(text, " SE");
}

static void put_command(struct text *text, const struct telnet_command *command) {
    if (command->code == COMMAND_IAC) {
        text_put_string(text, "IAC "); /* an escaped data byte */
    }
    text_put_string(text, commands[command->code - COMMAND_FIRST]);
    if (command->has_option) {
        text_put_char(text, ' ');
        put_name(text, options, COUNT(options), command->option);
    }
    if (command->code == COMMAND_SB) {
        put_parameters(text, command->option, command->parameters);
    }
}

static bool shows_bytes(const struct line *line) {
    return line->settings->verbosity > 2 &&
           (line->settings->dump == DUMP_HEX_ASCII || line->settings->dump == DUMP_HEX_ASCII_LINK);
}

/* With -vvv -X each command stands beside its bytes. False if one of them is missing. */
static bool put_bytes(struct text *text, struct span payload, uint32_t offset, uint32_t length) {
    for (uint32_t i = 0; i < length; i++) {
        if (!span_has(payload, offset + i, 1)) {
            return false;
        }
        if (i % 16 == 0) {
            text_put_string(text, "\n0x");
            text_put_hex_padded(text, offset + i, 4);
            text_put_string(text, ": ");
        }
        if (i % 2 == 0) {
            text_put_char(text, ' ');
        }
        text_put_hex_padded(text, payload.data[offset + i], 2);
    }
    if (length > 8) {
        text_put_string(text, "\n\t\t\t\t");
    } else {
        text_put_spaces(text, (size_t)(8 - length) * 3);
        text_put_char(text, '\t');
    }
    return true;
}

enum line_status print_telnet(struct line *line, struct span payload, uint32_t length) {
    struct text *text = line->text;
    struct telnet_command command;
    uint32_t at = 0;
    enum found found;

    line->protocol = "telnet";
    while (at < length &&
           (found = find_command(span_from(payload, at), length - at, &command)) != NONE) {
        if (found == CUT) {
            return LINE_CUT;
        }
        if (shows_bytes(line)) {
            if (at == 0) {
                text_put_string(text, "\nTelnet:");
            }
            if (!put_bytes(text, payload, at, command.length)) {
                return LINE_CUT;
            }
        } else {
            text_put_string(text, at == 0 ? " [telnet " : ", ");
        }
        put_command(text, &command);
        at += command.length;
        if (at > length) {
            return LINE_CUT; /* a subnegotiation that ended with the payload, not with SE */
        }
    }
    if (at > 0) {
        text_put_string(text, shows_bytes(line) ? "\n" : "]");
    }
    return LINE_END;
}
