#include "tcpgloss/cli/option_table.h"

#include <string.h>

#include "tcpgloss/base/frame.h"
#include "tcpgloss/base/nearest.h"
#include "tcpgloss/cli/settings.h"

enum { NO_MAXIMUM = INT32_MAX };

const struct option_heading option_headings[GROUP_COUNT] = {
    [GROUP_READING] = {"读取", "Reading"},
    [GROUP_LINES] = {"包行（与 tcpdump 相同）", "Packet lines (as tcpdump's)"},
    [GROUP_NOTES] = {"注解", "Notes"},
    [GROUP_VIEWS] = {"其他视图", "Other views"},
    [GROUP_WRITING] = {"保存抓包", "Writing captures"},
    [GROUP_SAFETY] = {"安全", "Safety"},
    [GROUP_OTHER] = {"其他", "Others"},
};

/*
 * The rows. Each macro checks that the member has the type that such a row writes: a flag cannot be
 * written into a counter.
 */
#define AT(type, member)                                                                           \
    (offsetof(struct settings, member) +                                                           \
     0 * sizeof(_Generic((struct settings){0}.member, type : 0)))
#define FLAG(group, letter, name, member, zh, en)                                                  \
    { letter, name, NULL, OPTION_FLAG, GROUP_##group, AT(bool, member), 0, 0, zh, en }
#define COUNT(group, letter, name, member, maximum, zh, en)                                        \
    { letter, name, NULL, OPTION_COUNT, GROUP_##group, AT(unsigned, member), 0, maximum, zh, en }
#define STRING(group, letter, name, argument, member, zh, en)                                      \
    { letter, name, argument, OPTION_STRING, GROUP_##group, AT(const char *, member), 0, 0, zh, en }
#define NUMBER(group, letter, name, argument, member, minimum, maximum, zh, en)                    \
    {                                                                                              \
        letter, name, argument, OPTION_NUMBER, GROUP_##group, AT(uint64_t, member), minimum,       \
            maximum, zh, en                                                                        \
    }
#define FLOWS(group, letter, name, argument, member, zh, en)                                       \
    {                                                                                              \
        letter, name, argument, OPTION_FLOWS, GROUP_##group, AT(struct flow_list, member), 0, 0,   \
            zh, en                                                                                 \
    }
#define CHOICE(group, letter, name, words, member, zh, en)                                         \
    { letter, name, words, OPTION_CHOICE, GROUP_##group, AT(unsigned, member), 0, 0, zh, en }
#define MODE(group, name, words, member, zh, en)                                                   \
    { NO_LETTER, name, words, OPTION_MODE, GROUP_##group, AT(unsigned, member), 0, 0, zh, en }
#define VALUE(group, letter, name, member, value, zh, en)                                          \
    { letter, name, NULL, OPTION_VALUE, GROUP_##group, AT(unsigned, member), value, 0, zh, en }
#define ACCEPTED(group, letter, argument, zh, en)                                                  \
    { letter, NULL, argument, OPTION_ACCEPTED, GROUP_##group, 0, 0, 0, zh, en }
#define REFUSED(group, letter, argument, zh, en)                                                   \
    { letter, NULL, argument, OPTION_REFUSED, GROUP_##group, 0, 0, 0, zh, en }

enum { NO_LETTER = 0 };
#define NO_NAME NULL

/* clang-format off */
const struct option_row option_table[] = {
    STRING(READING, 'r', "read", "FILE", read_file,
        "读取抓包文件（pcap、pcapng，可经 gzip 或 zstd 压缩；- 为标准输入）",
        "read a capture (pcap, pcapng, also in gzip or zstd; - is standard input)"),
    STRING(READING, 'i', "interface", "IF", device,
        "在该网卡上抓包（any：所有网卡）",
        "capture on this device (any: all of them)"),
    NUMBER(READING, 'c', NO_NAME, "N", packet_limit, 1, NO_MAXIMUM, "N 个包后停止", "stop after N packets"),
    FLAG(READING, NO_LETTER, "count", count_only, "只打印包的数目", "print only how many packets there are"),
    STRING(READING, 'F', NO_NAME, "FILE", filter_file,
        "从文件读取过滤表达式",
        "take the filter expression from a file"),
    VALUE(READING, 'D', "list-interfaces", command, COMMAND_LIST_DEVICES, "列出网卡", "list the devices"),
    VALUE(READING, 'L', "list-data-link-types", command, COMMAND_LIST_LINK_TYPES,
        "列出网卡的链路类型",
        "list the device's link types"),
    VALUE(READING, 'J', "list-time-stamp-types", command, COMMAND_LIST_TIME_STAMP_TYPES,
        "列出网卡的时间戳类型",
        "list the device's kinds of time stamps"),
    FLAG(READING, 'p', "no-promiscuous-mode", no_promiscuous, "不启用混杂模式", "no promiscuous mode"),
    FLAG(READING, 'I', "monitor-mode", monitor, "启用 Wi-Fi 监听模式", "monitor mode of a Wi-Fi device"),
    NUMBER(READING, 's', "snapshot-length", "N", snapshot_length, 0, FRAME_LENGTH_MAX,
        "每包最多抓取 N 字节",
        "capture at most N bytes of each packet"),
    NUMBER(READING, 'B', "buffer-size", "KIB", buffer_kib, 1, NO_MAXIMUM / 1024,
        "内核缓冲区大小，单位 KiB（默认 32768）",
        "size of the kernel's buffer, in KiB (default 32768)"),
    CHOICE(READING, 'Q', "direction", "inout|in|out", direction,
        "只抓收到的或发出的包",
        "only packets received, or only those sent"),
    STRING(READING, 'y', "linktype", "DLT", link_type,
        "抓包所用的链路类型（见 -L）",
        "link type to capture with (see -L)"),
    STRING(READING, 'j', "time-stamp-type", "TYPE", time_stamp_type,
        "时间戳的类型（见 -J）",
        "kind of time stamps (see -J)"),
    FLAG(READING, NO_LETTER, "immediate-mode", immediate, "每个包立即交付", "deliver each packet at once"),
    COUNT(READING, 'd', NO_NAME, show_filter, 3,
        "打印编译后的过滤器并退出（-dd C 代码，-ddd 数字）",
        "print the compiled filter and stop (-dd: as C, -ddd: as numbers)"),
    FLAG(READING, 'O', "no-optimize", no_optimize, "不优化过滤器", "do not optimise the filter"),

    COUNT(LINES, 'n', NO_NAME, numeric, 9, "不把地址转换为名字（-nn：端口也不）", "addresses as numbers (-nn: ports too)"),
    FLAG(LINES, 'N', NO_NAME, no_domain, "主机名不带域名", "host names without their domain"),
    FLAG(LINES, 'f', NO_NAME, foreign_numeric,
        "网卡所在网络之外的 IPv4 地址不转换为名字",
        "IPv4 addresses outside the device's network as numbers"),
    FLAG(LINES, 'S', "absolute-tcp-sequence-numbers", absolute_seq, "绝对序号", "absolute sequence numbers"),
    COUNT(LINES, 'q', "quick", quiet, 9, "更短的行", "shorter lines"),
    COUNT(LINES, 'v', "verbose", verbosity, 9, "更详细（-vv、-vvv：再详细）", "more detail (-vv, -vvv: still more)"),
    FLAG(LINES, 'g', NO_NAME, unbroken,
        "与 -v 同用：IPv4 首部之后不换行（同 tcpdump 4.99.6）",
        "with -v: no line break after the IPv4 header (as tcpdump 4.99.6)"),
    FLAG(LINES, 'e', NO_NAME, link_header, "打印链路层首部", "print the link layer's header"),
    FLAG(LINES, 'K', "dont-verify-checksums", skip_checksums, "不检查校验和", "do not verify checksums"),
    FLAG(LINES, '#', "number", number, "打印包的编号", "print the packet's number"),
    COUNT(LINES, 't', NO_NAME, time_style, 9,
        "时间：-t 无，-tt 纪元秒，-ttt 距上一行，-tttt 带日期，-ttttt 距第一行",
        "time: -t none, -tt since the epoch, -ttt since the line before, -tttt with date, -ttttt since the first line"),
    CHOICE(LINES, NO_LETTER, "time-stamp-precision", "micro|nano", nanoseconds,
        "时间精度",
        "precision of times"),
    VALUE(LINES, NO_LETTER, "micro", nanoseconds, 0, "时间精确到微秒（默认）", "times in microseconds (default)"),
    VALUE(LINES, NO_LETTER, "nano", nanoseconds, 1, "时间精确到纳秒", "times in nanoseconds"),
    COUNT(LINES, 'x', NO_NAME, hex, 9,
        "十六进制打印包的内容（-xx：含链路层首部）",
        "print the packet in hexadecimal (-xx: with the link layer's header)"),
    COUNT(LINES, 'X', NO_NAME, hex_ascii, 9,
        "十六进制和 ASCII（-XX：含链路层首部）",
        "in hexadecimal and ASCII (-XX: with the link layer's header)"),
    COUNT(LINES, 'A', NO_NAME, ascii, 9,
        "ASCII（注解只能写到 --notes-to）",
        "in ASCII (notes go to --notes-to only)"),
    CHOICE(LINES, NO_LETTER, "tcpdump", "default|4.99.3|4.99.4|4.99.5|4.99.6", tcpdump,
        "按 tcpdump 的哪个版本打印（默认见 --version）",
        "which release's text is printed (default: see --version)"),
    ACCEPTED(LINES, 'l', NULL, "不需要：实时输出总是及时送出", "not needed: live output is always prompt"),

    CHOICE(NOTES, NO_LETTER, "lang", "zh|en|both", language, "语言", "language"),
    CHOICE(NOTES, NO_LETTER, "notes", "none|warn|phase|step|all", note_level,
        "注解的多少（默认 step）",
        "how much is annotated (default step)"),
    STRING(NOTES, NO_LETTER, "only", "ID,…", only,
        "只写这些注解；前缀代表一族 (loss)",
        "only these notes; a prefix takes its family (loss)"),
    STRING(NOTES, NO_LETTER, "hide", "ID,…", hide, "不写这些注解", "without these notes"),
    FLOWS(NOTES, NO_LETTER, "flow", "N,…", flows, "只看这些流", "only these flows"),
    STRING(NOTES, NO_LETTER, "notes-to", "FILE", notes_file, "注解写到文件", "write the notes to a file"),
    FLAG(NOTES, NO_LETTER, "explain", explain,
        "每种注解第一次出现时解释原因",
        "explain each kind of note where it first appears"),
    STRING(NOTES, NO_LETTER, "describe", "WORD|all", describe,
        "解释一个词：注解、状态、标志位、字段、选项、问题",
        "explain a word: a note, state, flag, field, option or question"),
    CHOICE(NOTES, NO_LETTER, "color", "auto|always|never", color, "注解和包行的颜色（包行按流和方向）", "colour of notes, and of packet lines by flow and direction"),
    NUMBER(NOTES, NO_LETTER, "msl", "SECONDS", msl_seconds, 1, 86400,
        "最大报文段寿命（默认 30：Linux 等待 2MSL = 60 秒）",
        "maximum segment lifetime (default 30: Linux waits 2MSL = 60 s)"),
    NUMBER(NOTES, NO_LETTER, "max-flows", "N", max_flows, 1, MAX_FLOWS_LIMIT,
        "流表的大小（默认 1048576）",
        "size of the flow table (default 1048576)"),

    MODE(VIEWS, "json", "all|flow", json,
        "输出 JSON Lines（flow：只有每个流一行和最后的总计）",
        "JSON Lines instead of text (flow: only a line for each flow, and the totals)"),
    FLAG(VIEWS, NO_LETTER, "ladder", ladder, "每个流画成时序图", "each flow as a sequence diagram"),
    STRING(VIEWS, NO_LETTER, "svg", "FILE", svg_file, "时序图保存为图片", "the same as a picture"),
    CHOICE(VIEWS, NO_LETTER, "svg-size", "page|slide|column", svg_size,
        "图片的尺寸：页面、16:9 幻灯片、文章的一栏", "its size: a page, a 16:9 slide, a column of text"),
    STRING(VIEWS, NO_LETTER, "svg-rows", "A-B", svg_rows,
        "只画每个流的第 A 行到第 B 行", "only the rows A to B of each flow"),
    FLAG(VIEWS, NO_LETTER, "svg-scale", svg_scale,
        "纵轴按时间比例：箭头在半个往返之后到达", "its vertical axis is time; arrows arrive half a round trip later"),
    STRING(VIEWS, NO_LETTER, "svg-title", "TEXT", svg_title, "图片的标题", "a title on it"),
    STRING(VIEWS, NO_LETTER, "mermaid", "FILE", mermaid_file,
        "时序图保存为 Markdown 中的 mermaid 代码", "the same as mermaid blocks in Markdown"),
    FLAG(VIEWS, NO_LETTER, "symbolic", symbolic,
        "时序图中的序号写作 x + 1、y + 1", "sequence numbers in these as x + 1 and y + 1"),
    STRING(VIEWS, NO_LETTER, "graph", "FILE", graph_file,
        "每个流随时间变化的曲线图：序号、窗口、在途数据、往返时间",
        "graph of each flow over time: sequence numbers, window, data in flight, RTT"),
    STRING(VIEWS, NO_LETTER, "html", "FILE", html_file,
        "保存为一个网页：流的表格、注解、时序图、状态图、说明",
        "a page to open and hand on: flows, notes, ladder, states, graphs"),
    STRING(VIEWS, NO_LETTER, "pcapng", "FILE", pcapng_file,
        "另存抓包，注解写入每个包的注释（Wireshark 可见）",
        "the capture again, notes as packet comments for Wireshark"),
    FLAG(VIEWS, NO_LETTER, "kernel", kernel,
        "实时：本机内核对连接的说法（状态、cwnd 等），以及属于哪个进程",
        "live: what this machine's kernel says of connections, and whose they are"),
    FLAG(VIEWS, NO_LETTER, "summary", summary, "最后打印流的表格", "a table of flows at the end"),
    STRING(VIEWS, NO_LETTER, "sort", "KEY", sort, "表格的排序", "what the table is sorted by"),
    STRING(VIEWS, NO_LETTER, "columns", "LIST", columns,
        "表格的列：--json 的流记录中的键，以逗号分隔",
        "the table's columns: keys of --json's flow records, separated by commas"),

    STRING(WRITING, 'w', NO_NAME, "FILE", write_file,
        "把包写入文件而不打印（- 为标准输出）",
        "write the packets to a file, print none (- is standard output)"),
    FLAG(WRITING, 'U', "packet-buffered", packet_buffered, "每个包立即写出", "write each packet at once"),
    NUMBER(WRITING, 'C', NO_NAME, "MB", rotate_megabytes, 1, NO_MAXIMUM,
        "文件超过 MB 百万字节时换新文件",
        "a new file after MB million bytes"),
    NUMBER(WRITING, 'G', NO_NAME, "SECONDS", rotate_seconds, 1, NO_MAXIMUM,
        "每 SECONDS 秒换新文件（文件名可含 strftime 格式）",
        "a new file every SECONDS; the name may hold strftime's formats"),
    NUMBER(WRITING, 'W', NO_NAME, "N", rotate_files, 1, NO_MAXIMUM, "最多 N 个文件", "at most N files"),
    FLAG(WRITING, NO_LETTER, "print", print, "写文件的同时也打印", "print too"),

    STRING(SAFETY, 'Z', "relinquish-privileges", "USER", user,
        "打开网卡后切换为该用户",
        "user to become once the device is open"),
    CHOICE(SAFETY, NO_LETTER, "sandbox", "auto|strict|off", sandbox,
        "沙箱：auto 尽力，strict 缺一不可",
        "auto: as good as the system can; strict: all or nothing"),

    VALUE(OTHER, 'h', "help", command, COMMAND_HELP, "打印本帮助", "print this help"),
    VALUE(OTHER, NO_LETTER, "version", command, COMMAND_VERSION, "打印版本", "print the version"),
    FLAG(OTHER, NO_LETTER, "no-config", no_config,
        "不读取配置文件 ~/.config/tcpgloss/config",
        "do not read the configuration, ~/.config/tcpgloss/config"),
    ACCEPTED(OTHER, 'a', NULL, "不起作用（tcpdump 也是）", "accepted, changes nothing (nor does tcpdump's)"),
    ACCEPTED(OTHER, 'b', NULL, "不起作用 (BGP)", "accepted, changes nothing (BGP)"),
    ACCEPTED(OTHER, 'H', NULL, "不起作用 (802.11s)", "accepted, changes nothing (802.11s)"),
    ACCEPTED(OTHER, 'u', NULL, "不起作用 (NFS)", "accepted, changes nothing (NFS)"),
    REFUSED(OTHER, 'E', "SECRET", "不解密 IPsec", "IPsec is not decrypted here"),
    REFUSED(OTHER, 'm', "MODULE", "不解码 SNMP，所以不读 MIB", "SNMP is not decoded here, so no MIB is read"),
    REFUSED(OTHER, 'M', "SECRET", "不验证 TCP-MD5 摘要", "TCP-MD5 digests are not validated here"),
    REFUSED(OTHER, 'T', "TYPE",
        "协议由包决定，不能指定",
        "packets are not forced to be read as another protocol here"),
    REFUSED(OTHER, 'V', "FILE",
        "一次只读一个文件；先用 mergecap 合并",
        "one file is read at a time; merge them first, e.g. with mergecap"),
    REFUSED(OTHER, 'Y', NULL, "过滤器的语法分析没有调试输出", "the filter's parser has no debugging output here"),
    REFUSED(OTHER, 'z', "COMMAND", "沙箱中不运行其他程序", "no other program is run from inside the sandbox"),
};
/* clang-format on */

const size_t option_table_length = sizeof option_table / sizeof option_table[0];

_Static_assert(sizeof option_table / sizeof option_table[0] <= OPTION_ROWS_MAX,
               "room for every row where the command line is parsed");

bool option_is_shown(const struct option_row *row) {
    return row->kind != OPTION_REFUSED && (row->kind != OPTION_ACCEPTED || row->letter == 'l');
}

const char *option_nearest(const char *name) {
    struct nearest nearest;

    nearest_begin(&nearest, name, strlen(name));
    for (size_t i = 0; i < option_table_length; i++) {
        if (option_table[i].name != NULL && option_is_shown(&option_table[i])) {
            nearest_offer(&nearest, option_table[i].name, strlen(option_table[i].name),
                          option_table[i].name);
        }
    }
    return nearest.found;
}
