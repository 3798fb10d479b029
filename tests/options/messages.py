"""Messages are in the user's language. messages.py PROGRAM TEST CAPTURE, a capture of twenty connections."""

import gzip
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import expect, main, run, tests_of

with open(os.path.abspath(sys.argv[3]), "rb") as file:
    capture = file.read()

CHINESE = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("（libpcap：.*?）|“.*?”|tcpgloss --describe all|sudo .*")


def spoilt(data, at):
    return data[:at] + bytes(255 - byte for byte in data[at:at + 8]) + data[at + 8:]


FILES = {
    "good": capture,
    "empty": b"",
    "short": capture[:10],
    "cut": capture[:200],
    "text": b"This is no capture, but a few words.\n",
    "cut.gz": gzip.compress(capture)[:400],
    "bad.gz": spoilt(gzip.compress(capture), 300),
    "nul": b"tcp\0",
}


def said(language, arguments, folder):
    """Status, and what is said but for the opening line, which is tcpdump's."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TCPGLOSS_LANG": language, "XDG_CONFIG_HOME": "/nonexistent"}
    status, _, errors = run(arguments.split(), env=environment, cwd=folder)
    return status, "\n".join(line for line in errors.decode().splitlines()
                             if not re.match(r"reading from file |listening on |\d+ packets? captured$", line))


def expect_both(commands):
    """Each command line, its words in Chinese, and in English."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in FILES.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        for arguments, zh, en in commands:
            zh_status, chinese = said("zh", arguments, folder)
            en_status, english = said("en", arguments, folder)
            expect(zh in chinese, arguments, "said", chinese)
            expect(en in english, arguments, "said", english)
            expect(not CHINESE.search(english), arguments, "said", english)
            ours = QUOTED.sub("", chinese)
            expect(not re.search("[a-z]{2,} [a-z]{2,}", ours), "English in Chinese:", ours)
            expect(zh_status == en_status, arguments, zh_status, en_status)


def test_what_is_wrong_with_a_file_is_said():
    expect_both([
        ("-r nowhere", "nowhere：没有这个文件或目录", "nowhere: No such file or directory"),
        ("-r .", ".：是目录", ".: Is a directory"),
        ("-r good/x", "good/x：路径中有一段不是目录", "good/x: Not a directory"),
        ("-r empty", "empty：文件是空的（libpcap：", "empty: truncated dump file"),
        ("-r short", "short：文件不完整，到这里就断了（libpcap：", "short: truncated dump file"),
        ("-r cut", "cut：第 2 个包：文件不完整，到这里就断了（libpcap：", "cut: packet 2: truncated dump file"),
        ("-r text", "text：不是抓包文件", "text: unknown file format"),
        ("-r cut.gz", "个包：gzip 数据不完整，到这里就断了", "gzip stream ends early"),
        ("-r bad.gz", "个包：gzip 数据已损坏", "gzip stream is damaged"),
        ("-r good -F nowhere", "无法打开 nowhere：没有这个文件或目录", "can't open nowhere: No such file or directory"),
        ("-r good -F nul", "nul：含有 NUL 字节，不是过滤表达式", "nul: holds a NUL byte"),
    ])


def test_what_is_wrong_with_a_filter_is_said():
    expect_both([
        ("-r good tcp port", "过滤表达式：有语法错误", "syntax error"),
        ("-r good port nowhere", "过滤表达式：没有这个端口名（libpcap：unknown port 'nowhere'）", "unknown port 'nowhere'"),
        ("-r good port 99999", "过滤表达式：端口号超出范围（libpcap：", "illegal port number"),
        ("-r good ether proto nowhere", "过滤表达式：没有这个协议名（libpcap：", "unknown ether proto"),
        ("-r good vlan 5000", "过滤表达式：libpcap 报告“VLAN tag 5000", "VLAN tag 5000"),
    ])


def test_what_is_wrong_with_an_output_is_said():
    expect_both([
        ("-r good -w nowhere/x", "nowhere/x：没有这个文件或目录", "nowhere/x: No such file or directory"),
        ("-r good --svg .", ".：是目录", ".: Is a directory"),
        ("-r good -w good", "good 是要读的文件，不能同时写入", "good is a file to be read"),
        ("-r good --html x --svg x", "x 和 x 是同一个文件", "x and x are the same file"),
    ] + ([
        ("-r good -w /dev/full", "/dev/full：磁盘空间不足；已写入 0 个包", "/dev/full: No space left on device; 0 packets"),
        ("-r good --html /dev/full", "/dev/full：磁盘空间不足；最后一条完整的记录", "/dev/full: No space left on device; what"),
    ] if os.path.exists("/dev/full") else []))


def test_what_is_wrong_with_a_device_is_said():
    expect_both([
        ("-i nowhere0", "nowhere0：", "nowhere0: "),
        ("-i lo -y NOWHERE", "", ""),
        ("-d -y NOWHERE", "无效的链路类型 NOWHERE", "invalid data link type NOWHERE"),
        ("-d tcp", "警告：假定为以太网", "Warning: assuming Ethernet"),
        ("-i 9999", "", ""),
    ])


def test_what_is_wrong_with_an_option_is_said():
    expect_both([
        ("--nowhere", "没有选项 --nowhere；全部选项见 tcpgloss --help", "no option --nowhere;"),
        ("--lader", "没有选项 --lader；是否想用 --ladder？", "no option --lader; did you mean --ladder?"),
        ("-r", "-r 需要参数 FILE", "-r wants an argument: FILE"),
        ("-c x", "-c x：应为 1 到 2147483647 的整数", "-c x: a number from 1"),
        ("--notes x", "--notes x：应为 none|warn|phase|step|all 之一", "--notes x: one of none|"),
        ("--flow x", "--flow x：应为流的编号", "--flow x: numbers of flows"),
        ("--json --ladder", "--json 和 --ladder 都写到标准输出", "--json and --ladder are two texts"),
        ("--sort flow", "--sort 排序的是 --summary 的表格", "--sort is for the table of --summary"),
        ("-r good --summary --sort x", "--sort x：应为 flow|", "--sort x: one of flow|"),
        ("-r good --svg x --svg-rows 0", "--svg-rows 0：应为 3-7 这样的范围", "--svg-rows 0: a range"),
        ("-r good -w - --print", "-w - 独占标准输出", "-w - takes standard output"),
        ("-f -r good", "-f 需要网卡的网络，不能与 -r 一起用", "-f is about the network of a device"),
        ("-E x", "不支持 -E：不解密 IPsec", "-E is not supported: IPsec"),
        ("--describe nowhere", "没有 nowhere；", "no entry nowhere;"),
        ("-r good --flow 99", "没有流 99；最后一个是 20", "there was no flow 99; the last is 20"),
        ("-r good --kernel", "只有实时抓包并显示时，--kernel 才起作用", "--kernel has a say only"),
        ("-r good -A", "-A 会在行首打印报文内容", "with -A payload begins lines"),
    ])


main(tests_of(globals()))
