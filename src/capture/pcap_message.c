#include "capture/pcap_message.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>

#include "tcpgloss/base/words.h"

/* The first row of which a message holds the English part is its translation. Several releases
 * of libpcap are meant. */
static const struct bilingual known[] = {
    /* filters */
    {"有语法错误", "can't parse filter expression: syntax error"},
    {"有语法错误", "syntax error in filter expression"},
    {"有语法错误", "syntax error"},
    {"主机名无法解析", "unknown host"},
    {"没有这个端口名", "unknown port"},
    {"没有这个网络名", "unknown network"},
    {"没有这个协议名", "unknown ip proto"},
    {"没有这个协议名", "unknown ether proto"},
    {"端口号超出范围", "illegal port number"},
    {"没有包能符合它", "expression rejects all packets"},
    {"网络地址与掩码不符", "non-network bits set in"},
    /* files */
    {"不是抓包文件", "unknown file format"},
    {"文件是空的", "file header bytes, only got 0"},
    {"文件不完整，到这里就断了", "truncated dump file"},
    {"文件不完整，到这里就断了", "truncated pcapng dump file"},
    {"包的长度不合理，文件已损坏", "invalid packet capture length"},
    {"块的长度不合理，文件已损坏", "block in pcapng dump file has a length of"},
    {"块的长度不合理，文件已损坏", "Section Header Block in pcapng dump file has invalid length"},
    {"块的长度不合理，文件已损坏", "pcapng block size"},
    {"块首尾的长度不一致，文件已损坏", "block total length in header and trailer don't match"},
    {"块太短，文件已损坏", "in pcapng dump file is too short"},
    {"缺少接口描述块，文件已损坏", "no Interface Description Block"},
    {"缺少接口描述块，文件已损坏", "before any Interface Description Blocks"},
    {"文件中各个接口的链路类型不同", "different from the type of the first interface"},
    {"文件中各个接口的抓取长度不同", "different from the snapshot length of the first interface"},
    {"文件中各节的字节序不同", "the file has sections with different byte orders"},
    {"不支持这个版本的抓包文件", "unsupported pcap savefile version"},
    {"不支持这个版本的抓包文件", "unsupported pcapng savefile version"},
    {"不支持这个版本的抓包文件", "archaic pcap savefile format"},
    {"读文件出错", "error reading dump file"},
    /* devices */
    {"没有这个网卡", "No such device exists"},
    {"网卡没有 IPv4 地址", "no IPv4 address assigned"},
    {"没有在这个网卡上抓包的权限",
     "You don't have permission to perform this capture on that device"},
    {"没有在这个网卡上抓包的权限", "You don't have permission to capture on that device"},
    {"没有以混杂模式抓包的权限",
     "You don't have permission to capture in promiscuous mode on that device"},
    {"没有抓包的权限", "CAP_NET_RAW may be required"},
    {"这个网卡没有启用", "That device is not up"},
    {"这个网卡没有监听模式", "That device doesn't support monitor mode"},
    {"只有在监听模式下才可以", "That operation is supported only in monitor mode"},
    {"这个网卡没有混杂模式", "That device doesn't support promiscuous mode"},
    {"网卡 any 没有混杂模式", "Promiscuous mode not supported on the \"any\" device"},
    {"这个网卡没有这种时间戳", "That type of time stamp is not supported by that device"},
    {"这个网卡不能选择时间戳的类型", "That device doesn't support setting the time stamp type"},
    {"这个网卡没有这种精度的时间戳", "That device doesn't support that time stamp precision"},
    {"这个网卡没有这种链路类型", "is not one of the DLTs supported by this device"},
    {"网卡已消失", "The interface disappeared"},
    {"内存不足", "out of memory"},
};

static const char *find(const char *text, bool *whole) {
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strstr(text, known[i].en) != NULL) {
            *whole = strlen(text) == strlen(known[i].en);
            return known[i].zh;
        }
    }
    return NULL;
}

const char *pcap_message(const char *text) {
    static _Thread_local char quoted[PCAP_ERRBUF_SIZE + 128];
    bool whole = false;
    const char *words;

    if (message_language() != LANGUAGE_ZH) {
        return text;
    }
    words = find(text, &whole);
    if (whole) {
        return words;
    }
    (void)snprintf(quoted, sizeof quoted,
                   words != NULL ? "%s（libpcap：%s）" : "%slibpcap 报告“%s”",
                   words != NULL ? words : "", text);
    return quoted;
}
