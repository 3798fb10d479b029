/* ARP (RFC 826) and its reverse (RFC 903) and inverse (RFC 2390) forms. */
#include "tcpgloss/decode/ethertype.h"

#include "print/address.h"
#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/link/ethertype.h"

enum { FIXED = 8, TRAILER_PROTOCOL = 0x1000 };

enum arp_operation {
    ARP_REQUEST = 1,
    ARP_REPLY = 2,
    ARP_REVERSE_REQUEST = 3,
    ARP_REVERSE_REPLY = 4,
    ARP_INVERSE_REQUEST = 8,
    ARP_INVERSE_REPLY = 9,
    ARP_NACK = 10,
};

struct arp {
    struct line *line;
    const uint8_t *data; /* all of it was captured */
    uint16_t hardware;
    uint16_t protocol;
    uint16_t operation;
    uint8_t hardware_length;
    uint8_t protocol_length;
};

static const char *hardware_name(uint16_t hardware) {
    switch (hardware) {
    case 1:
        return "Ethernet";
    case 6:
        return "TokenRing";
    case 7:
        return "ArcNet";
    case 15:
        return "FrameRelay";
    case 23:
        return "Strip";
    case 24:
        return "IEEE 1394";
    case 32:
        return "InfiniBand";
    default:
        return NULL;
    }
}

static const char *operation_name(uint16_t operation) {
    switch (operation) {
    case ARP_REQUEST:
        return "Request";
    case ARP_REPLY:
        return "Reply";
    case ARP_REVERSE_REQUEST:
        return "Reverse Request";
    case ARP_REVERSE_REPLY:
        return "Reverse Reply";
    case ARP_INVERSE_REQUEST:
        return "Inverse Request";
    case ARP_INVERSE_REPLY:
        return "Inverse Reply";
    case ARP_NACK:
        return "NACK Reply";
    default:
        return NULL;
    }
}

static const uint8_t *sender_hardware(const struct arp *arp) {
    return arp->data + FIXED;
}

static const uint8_t *sender_protocol(const struct arp *arp) {
    return sender_hardware(arp) + arp->hardware_length;
}

static const uint8_t *target_hardware(const struct arp *arp) {
    return sender_protocol(arp) + arp->protocol_length;
}

static const uint8_t *target_protocol(const struct arp *arp) {
    return target_hardware(arp) + arp->hardware_length;
}

static bool is_ipv4(const struct arp *arp) {
    return arp->protocol == ETHERTYPE_IPV4 || arp->protocol == TRAILER_PROTOCOL;
}

static void put_protocol_address(const struct arp *arp, const uint8_t *address) {
    if (!is_ipv4(arp)) {
        text_put_string(arp->line->text, "<wrong proto type>");
    } else if (arp->protocol_length != 4) {
        text_put_string(arp->line->text, "<wrong len>");
    } else {
        address_put(arp->line, 4, address);
    }
}

static void put_hardware_address(const struct arp *arp, const uint8_t *address) {
    struct text *text = arp->line->text;

    if (arp->hardware_length == 0) {
        text_put_string(text, "<empty>");
        return;
    }
    if (arp->hardware_length == 6) {
        address_put_mac(arp->line, address);
        return;
    }
    for (size_t i = 0; i < arp->hardware_length; i++) {
        if (i > 0) {
            text_put_char(text, ':');
        }
        text_put_hex_padded(text, address[i], 2);
    }
}

static bool target_is_known(const struct arp *arp) {
    const uint8_t *address = target_hardware(arp);

    for (size_t i = 0; i < arp->hardware_length; i++) {
        if (address[i] != 0) {
            return true;
        }
    }
    return false;
}

static void put_types(const struct arp *arp) {
    struct text *text = arp->line->text;
    const char *hardware = hardware_name(arp->hardware);
    const char *protocol =
        arp->protocol == TRAILER_PROTOCOL ? "Trail" : ethertype_name(arp->protocol);

    if (hardware != NULL) {
        text_put_string(text, hardware);
    } else {
        text_printf(text, "Unknown Hardware (%u)", arp->hardware);
    }
    text_printf(text, " (len %u), ", arp->hardware_length);
    if (protocol != NULL) {
        text_put_string(text, protocol);
    } else {
        text_printf(text, "Unknown Protocol (0x%04x)", arp->protocol);
    }
    text_printf(text, " (len %u)", arp->protocol_length);
}

/* False if the operation is not known. */
static bool put_operation(const struct arp *arp) {
    struct text *text = arp->line->text;
    const char *name = operation_name(arp->operation);

    if (name != NULL) {
        text_put_string(text, name);
        text_put_char(text, ' ');
    } else {
        text_printf(text, "Unknown (%u) ", arp->operation);
    }
    switch (arp->operation) {
    case ARP_REQUEST:
        text_put_string(text, "who-has ");
        put_protocol_address(arp, target_protocol(arp));
        if (target_is_known(arp)) {
            text_put_string(text, " (");
            put_hardware_address(arp, target_hardware(arp));
            text_put_char(text, ')');
        }
        text_put_string(text, " tell ");
        put_protocol_address(arp, sender_protocol(arp));
        return true;
    case ARP_REPLY:
        put_protocol_address(arp, sender_protocol(arp));
        text_put_string(text, " is-at ");
        put_hardware_address(arp, sender_hardware(arp));
        return true;
    case ARP_REVERSE_REQUEST:
    case ARP_INVERSE_REQUEST:
        text_put_string(text, "who-is ");
        put_hardware_address(arp, target_hardware(arp));
        text_put_string(text, " tell ");
        put_hardware_address(arp, sender_hardware(arp));
        return true;
    case ARP_REVERSE_REPLY:
        put_hardware_address(arp, target_hardware(arp));
        text_put_string(text, " at ");
        put_protocol_address(arp, target_protocol(arp));
        return true;
    case ARP_INVERSE_REPLY:
        put_hardware_address(arp, sender_hardware(arp));
        text_put_string(text, " at ");
        put_protocol_address(arp, sender_protocol(arp));
        return true;
    default:
        return false;
    }
}

enum line_status print_arp(struct line *line, const struct layer *layer) {
    struct arp arp = {.line = line, .data = layer->data};

    line->protocol = "arp";
    if (layer->captured < FIXED) {
        return LINE_CUT;
    }
    arp.hardware = load_be16(arp.data);
    arp.protocol = load_be16(arp.data + 2);
    arp.hardware_length = arp.data[4];
    arp.protocol_length = arp.data[5];
    arp.operation = load_be16(arp.data + 6);
    if (layer->captured < FIXED + 2u * arp.hardware_length + 2u * arp.protocol_length) {
        return LINE_CUT;
    }
    if (!line->settings->link_header) {
        text_put_string(line->text, "ARP, ");
    }
    if (!is_ipv4(&arp) || arp.protocol_length != 4 || arp.hardware_length == 0 ||
        line->settings->verbosity > 0) {
        put_types(&arp);
        if (line->settings->verbosity > 0) {
            text_put_string(line->text, ", ");
        }
    }
    if (line->settings->verbosity > 0 ||
        (is_ipv4(&arp) && arp.protocol_length == 4 && arp.hardware_length != 0)) {
        if (!put_operation(&arp)) {
            hex_dump_put_with_ascii(line, layer->data, layer->captured);
            return LINE_END;
        }
    }
    text_put_string(line->text, ", length ");
    text_put_u32(line->text, layer->length);
    return LINE_END;
}
