"""Files that lie: cut, damaged, absurd, hostile. inputs.py PROGRAM TEST CAPTURE"""

import gzip
import os
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import (SYN, conversation, expect, file_header, ip, main, own_namespace, program, record, run, skip,
                     tcp_packet, tests_of)
from wholes import IN_A_FILE, READ, VIEWS, lines_of, open_folder, read, whole

capture = sys.argv[3]


def test_standard_input_ends_inside_a_packet():
    data = whole()
    status, output, errors = read(data[:-7])
    expect(status == 3 and len(lines_of(output)) == 7, status, len(lines_of(output)))
    expect(b"-: packet 8: " in errors, errors)


def test_every_cut_of_a_file_prints_what_is_whole():
    data = whole()
    for cut in range(0, len(data), 5):
        status, output, errors = read(data[:cut])
        position, count = 24, 0
        while position + 16 <= cut:
            size = 16 + struct.unpack_from("<I", data, position + 8)[0]
            if position + size > cut:
                break
            position, count = position + size, count + 1
        expect(len(lines_of(output)) == count, cut, count, output)
        expect(status == (0 if cut == position else 3), cut, status, errors)


def test_cut_gzip_prints_what_is_whole():
    data = gzip.compress(whole(20), 6)
    status, output, errors = read(data[:len(data) // 2])
    expect(status == 3 and lines_of(output) and b"gzip" in errors, status, errors)


def test_damaged_gzip_is_status_3():
    data = bytearray(gzip.compress(whole(200), 6))
    data[len(data) // 2] ^= 0xff
    status, _, errors = read(bytes(data))
    expect(status == 3, status, errors)


def test_zstd_is_read_like_plain():
    if shutil.which("zstd") is None:
        skip("no zstd")
    data = whole(3)
    packed = subprocess.run(["zstd", "-qc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    expect(read(packed)[1] == read(data)[1])
    status, _, errors = read(packed[:-9])
    expect(status == 3 and b"zstd" in errors, status, errors)


def test_record_longer_than_any_packet_is_refused_as_by_libpcap():
    """Whatever the file's header promises: no memory is taken for it, and what is before it is printed."""
    packet = tcp_packet(("10.0.0.1", 1), ("10.0.0.2", 2), SYN)
    for claimed, behind in ((300000, bytes(300000)), (0x7fffffff, b"")):
        data = file_header(0x7fffffff) + record(packet) + record(behind, captured=claimed) + record(packet)
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            os.chmod(file.name, 0o644)
            status, output, errors = run(["-nn", "-r", file.name])
        expect(status == 3 and len(lines_of(output)) == 1, claimed, status, output)
        expect(b"length %d, bigger than maximum of 262144" % claimed in errors, claimed, errors)


def test_no_capture_is_one_line_and_status_3():
    for data in (b"", b"\xa1", b"no capture at all, this is\n" * 20, b"\x1f\x8b", bytes(100)):
        status, output, errors = read(data)
        expect(status == 3 and not output and errors.count(b"\n") == 1, status, errors)


def test_missing_file_is_status_1():
    status, _, errors = run(["-r", "/nonexistent/x.pcap"])
    expect(status == 1 and b"/nonexistent/x.pcap: No such file" in errors, status, errors)


def test_unknown_link_type_is_named():
    status, _, errors = read(file_header(link_type=127) + record(b"x" * 40))
    expect(status == 1 and b"IEEE802_11_RADIO" in errors, status, errors)


def test_absurd_lengths_end_or_go_on_but_never_crash():
    packet = conversation(0)[0]
    for captured in (0, 1, 0x7fffffff, 0xffffffff, 262145):
        for length in (0, 1, 0x7fffffff, 0xffffffff):
            data = (file_header() + record(packet) +
                    record(packet, captured=captured, length=length) + record(packet))
            status, output, errors = read(data)
            expect(status in (0, 3) and lines_of(output), captured, length, status, errors)


def test_crafted_times_are_survived():
    packets = conversation(0)
    times = [(10, 0), (5, 999999), (0xffffffff, 999999), (0, 0), (10, 1000000), (10, 0xffffffff),
             (0x7fffffff, 0x7fffffff), (11, 5)]
    data = file_header() + b"".join(record(packet, *time) for packet, time in zip(packets, times))
    for arguments in ([], ["-tttt"], ["-ttt"], ["-ttttt"], ["--nano"], ["--json"], ["--ladder"],
                      ["--summary"]):
        status, output, errors = read(data, arguments)
        expect(status == 0 and output, arguments, status, errors)


def test_thousand_corruptions_never_crash():
    with open(capture, "rb") as file:
        good = file.read()
    chance = random.Random(1)
    for number in range(1000):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        status, _, errors = read(bytes(data))
        expect(status in (0, 1, 3), number, status, errors[-500:])


def test_interrupt_while_reading_a_file_ends_by_signal():
    process = subprocess.Popen([program] + READ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdin.write(whole())
    process.stdin.flush()
    got = b""
    while b"TIME-WAIT" not in got:
        got += os.read(process.stdout.fileno(), 65536)
    process.send_signal(signal.SIGINT)
    expect(process.wait(600) == -signal.SIGINT, process.returncode)


HOSTILE = b"\x1b]0;owned\x07\n# [1] forged \xc2\x9b31m \xe2\x80\xaegpj \xff.pcap"


def has_raw(output):
    """Whether something of HOSTILE came through."""
    return any(piece in output for piece in (b"\x1b", b"\x07", b"\n# [1] forged", b"\xc2\x9b",
                                             b"\xe2\x80\xae", b"\xff"))


def test_hostile_names_reach_neither_terminal_nor_views():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(os.fsencode(folder), HOSTILE)
        svg = os.path.join(os.fsencode(folder), b"x.svg")
        missing = path + b"2"
        with open(path, "wb") as file:
            file.write(whole()[:-7])
        for arguments in ([b"-r", path], [b"-r", path, b"--json"], [b"-r", path, b"--svg", svg],
                          [b"-r", missing], [b"-F", missing], [b"-i", HOSTILE[:15]], [b"-r", path, b"-w", b"/x" + path],
                          [b"-r", path, b"--svg", b"/x" + path], [b"-r", path, HOSTILE], [b"--" + HOSTILE],
                          [b"--only", HOSTILE, b"-r", path], [b"--describe", HOSTILE], [b"-c", HOSTILE],
                          [b"-Z", HOSTILE, b"-r", path], [b"-y", HOSTILE, b"-i", b"lo"], [b"-j", HOSTILE, b"-i", b"lo"]):
            status, output, errors = run([b"-nn"] + arguments)
            expect(status != 0 and not has_raw(output) and not has_raw(errors), arguments, status, output[:300],
                   errors)
        with open(svg, "rb") as file:
            expect(not has_raw(file.read()))


def test_chinese_name_stays_readable():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "三次握手.pcap")
        with open(path, "wb") as file:
            file.write(whole()[:-7])
        status, output, errors = run(["-nn", "-r", path, "--json"])
        expect(status == 3 and path.encode() in output and errors.count(path.encode()) == 2, errors)


def test_hostile_interface_name_is_escaped():
    own_namespace()
    name = b"a\x1b[31mb"
    ip("link set lo down")
    subprocess.run([b"ip", b"link", b"set", b"dev", b"lo", b"name", name], check=True)
    ip("link set " + name.decode() + " up")
    index = socket.if_nametoindex(name)
    frame = (struct.pack(">HHIHBB8s", 0x0800, 0, index, 1, 0, 6, b"\2\0\0\0\0\1") + conversation(0)[0][14:])
    data = file_header(link_type=276) + record(frame)
    for status, output, errors in (read(data), run(["-D"]), run(["-i", "nosuch"]), run([b"-L", b"-i", name])):
        expect(b"a^[[31mb" in output + errors and b"\x1b" not in output + errors, status, output, errors)


def test_filter_file_with_a_nul_byte_is_status_2():
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"tcp\0 port 80")
        file.flush()
        status, output, errors = run(["-nn", "-r", capture, "-F", file.name])
    expect(status == 2 and not output and b"NUL" in errors, status, output, errors)


def test_segment_without_flags_and_empty_packets_are_shown():
    """Nothing is added to a null pointer, which clang's sanitizer would end the program for."""
    segment = record(tcp_packet(("10.1.0.1", 1), ("10.1.0.2", 2), 0, 5))
    data = file_header() + record(b"") * 5000 + segment * 3 + record(b"", length=60) * 3
    with open_folder() as folder:
        for view, options in VIEWS.items():
            arguments = options + [os.path.join(folder, view)] if view in IN_A_FILE else options
            status, _, errors = read(data, arguments)
            expect(status == 0, view, status, errors)


main(tests_of(globals()))
