#include "print/application/dns_type.h"

#include "print/changes.h"
#include "print/line.h"

/* The types that tcpdump has always had names for (IANA "Resource Record (RR) TYPEs"). */
static const char *const type_names[] = {
    [1] = "A",      [2] = "NS",      [3] = "MD",        [4] = "MF",        [5] = "CNAME",
    [6] = "SOA",    [7] = "MB",      [8] = "MG",        [9] = "MR",        [10] = "NULL",
    [11] = "WKS",   [12] = "PTR",    [13] = "HINFO",    [14] = "MINFO",    [15] = "MX",
    [16] = "TXT",   [17] = "RP",     [18] = "AFSDB",    [19] = "X25",      [20] = "ISDN",
    [21] = "RT",    [22] = "NSAP",   [23] = "NSAP_PTR", [24] = "SIG",      [25] = "KEY",
    [26] = "PX",    [27] = "GPOS",   [28] = "AAAA",     [29] = "LOC",      [30] = "NXT",
    [31] = "EID",   [32] = "NIMLOC", [33] = "SRV",      [34] = "ATMA",     [35] = "NAPTR",
    [36] = "KX",    [37] = "CERT",   [38] = "A6",       [39] = "DNAME",    [40] = "SINK",
    [41] = "OPT",   [42] = "APL",    [43] = "DS",       [44] = "SSHFP",    [45] = "IPSECKEY",
    [46] = "RRSIG", [47] = "NSEC",   [48] = "DNSKEY",   [99] = "SPF",      [100] = "UINFO",
    [101] = "UID",  [102] = "GID",   [103] = "UNSPEC",  [104] = "UNSPECA", [249] = "TKEY",
    [250] = "TSIG", [251] = "IXFR",  [252] = "AXFR",    [253] = "MAILB",   [254] = "MAILA",
    [255] = "ANY",  [256] = "URI",
};

/* Those that were named later, or named anew. */
static const struct {
    uint16_t type;
    const char *name;
} later_names[] = {
    {49, "DHCID"},     {50, "NSEC3"},      {51, "NSEC3PARAM"}, {52, "TLSA"},   {53, "SMIMEA"},
    {55, "HIP"},       {56, "NINFO"},      {57, "RKEY"},       {58, "TALINK"}, {59, "CDS"},
    {60, "CDNSKEY"},   {61, "OPENPGPKEY"}, {62, "CSYNC"},      {63, "ZONEMD"}, {64, "SVCB"},
    {65, "HTTPS"},     {104, "NID"},       {105, "L32"},       {106, "L64"},   {107, "LP"},
    {108, "EUI48"},    {109, "EUI64"},     {257, "CAA"},       {258, "AVC"},   {259, "DOA"},
    {260, "AMTRELAY"}, {32768, "TA"},      {32769, "DLV"},
};

/* Null where tcpdump has none. */
static const char *type_name(const struct printer_settings *settings, uint16_t type) {
    for (size_t i = 0; i < sizeof later_names / sizeof later_names[0]; i++) {
        if (later_names[i].type == type && changes_made(settings, CHANGE_DNS_MORE_TYPES)) {
            return later_names[i].name;
        }
    }
    return type < sizeof type_names / sizeof type_names[0] ? type_names[type] : NULL;
}

void dns_type_put(const struct dns *dns, uint16_t type) {
    const char *name = type_name(dns->line->settings, type);

    if (name != NULL) {
        text_put_char(dns->text, ' ');
        text_put_string(dns->text, name);
    } else {
        line_put_number(dns->text, " Type", type);
    }
}

void dns_type_put_class(struct text *text, uint16_t class) {
    switch (class) {
    case CLASS_IN:
        break;
    case CLASS_CHAOS:
        text_put_string(text, " CHAOS");
        break;
    case CLASS_HS:
        text_put_string(text, " HS");
        break;
    case CLASS_ANY:
        text_put_string(text, " ANY");
        break;
    default:
        text_put_string(text, " (Class ");
        text_put_u32(text, class);
        text_put_char(text, ')');
        break;
    }
}
