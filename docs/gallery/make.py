#!/usr/bin/env python3
"""Make docs/gallery.md and its pictures from the captures in pcaps/, or check that they are current.

usage: docs/gallery/make.py PROGRAM [--check]
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

HEAD = """\
# Gallery 图集

What `--ladder` prints in a terminal and what `--svg` draws, side by side, of captures in
[pcaps/](../pcaps/README.md). Made by `docs/gallery/make.py build/release/tcpgloss`.

Time is counted in seconds from the flow's first packet. A doubled (in the picture: thick) arrow is a
retransmission; an arrow that ends in ✗ is a segment that was taken for lost when what came later was
seen; `⋯` stands for segments about which there is nothing to say, a dotted life line for time in which
nothing was sent. A state stands where its end enters it.

`--ladder` 与 `--svg` 的样子。时间从该流的第一个包算起，单位为秒；双线（图中为粗线）箭头是重传，
以 ✗ 结尾的箭头是后来看出已丢失的报文段，`⋯` 是被折叠的普通报文段，虚线表示一段没有报文的时间。
"""

CASES = [
    ("handshake", "Three-way handshake 三次握手", "transcripts/http-get-merged-fin", ["-c", "3"]),
    ("merged-teardown", "Teardown in three segments 三次挥手（FIN 与 ACK 合并）",
     "transcripts/http-get-merged-fin", []),
    ("four-segment-teardown", "Teardown in four segments 四次挥手",
     "kernel/http_client_closes_first", []),
    ("simultaneous-close", "Simultaneous close 同时关闭", "kernel/simultaneous_close", []),
    ("half-close", "Half-close 半关闭", "kernel/half_close", []),
    ("refused", "Connection refused 连接被拒绝", "kernel/connection_refused", []),
    ("retransmission", "Retransmission 重传", "kernel/loss_rto", []),
    ("zero-window", "Zero window 零窗口", "kernel/zero_window", []),
    ("keep-alive", "Keep-alive 保活", "transcripts/rpc-loopback-keepalive", []),
    ("time-wait-reuse", "Port reused in TIME-WAIT TIME-WAIT 中的端口复用",
     "kernel/timewait_reuse_client", []),
]


def run(program, arguments):
    environment = {**os.environ, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    result = subprocess.run([program, *arguments], cwd=ROOT, env=environment, check=True,
                            capture_output=True, timeout=60)
    return result.stdout.decode("utf-8")


def read_file(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def make(program):
    """-> {path: text} of everything that the gallery consists of."""
    files, page = {}, [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        for name, title, capture, more in CASES:
            picture = os.path.join(folder, name + ".svg")
            arguments = [*more, "-nn", "-r", f"pcaps/{capture}.pcap"]
            ladder = run(program, ["--ladder", "--svg", picture, *arguments])
            files[os.path.join(HERE, name + ".svg")] = read_file(picture)
            command = " ".join(["tcpgloss --ladder", *arguments])
            page.append(f"## {title}\n\n`{command}`\n\n```text\n{ladder.rstrip()}\n```\n\n"
                        f"![{title}](gallery/{name}.svg)\n")
    files[os.path.join(ROOT, "docs", "gallery.md")] = "\n".join(page)
    return files


def main(arguments):
    check = "--check" in arguments
    program = os.path.abspath(next(a for a in arguments if a != "--check"))
    stale = 0
    for path, text in make(program).items():
        if check and read_file(path) != text:
            stale += 1
            print(f"{os.path.relpath(path, ROOT)} is not what the program makes now; "
                  "if that is meant, build the target views-update")
        elif not check:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    return 1 if stale else 0


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
