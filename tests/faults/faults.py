"""Damage: files that lie, outputs that fail, floods. faults.py PROGRAM TEST [CAPTURE]"""

import gzip
import json
import os
import random
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import (SYN, conversation, expect, file_header, ip, main, own_namespace, program, record,
                     run, skip, tcp_packet, tests_of)

capture = sys.argv[3] if len(sys.argv) > 3 else None
READ = ["-nn", "-r", "-"]


def lines_of(output):
    return [line for line in output.split(b"\n") if line and not line.startswith(b"#")]


def read(data, arguments=(), **options):
    """What the program makes of these bytes on standard input."""
    return run(READ + list(arguments), input=data, **options)


def whole(count=1):
    return file_header() + b"".join(record(packet, 10 + i) for i in range(count)
                                    for packet in conversation(i))


def test_full_device_is_status_4():
    with open("/dev/full", "wb") as full:
        status, _, errors = run(["-nn", "-r", capture], stdout=full)
    expect(status == 4 and b"No space left" in errors and b"captured" in errors, status, errors)


def test_full_device_for_a_capture_is_status_4():
    status, _, errors = run(["-r", capture, "-w", "/dev/full"])
    expect(status == 4 and b"No space left" in errors and b"0 packets written" in errors,
           status, errors)


def test_closed_output_is_status_4():
    done = subprocess.run(["sh", "-c", '"$0" -nn -r "$1" >&-', program, capture],
                          stderr=subprocess.PIPE, timeout=20, check=False)
    expect(done.returncode == 4, done.returncode, done.stderr)


def test_full_file_system_leaves_whole_records():
    own_namespace()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", folder],
                       check=True)
        path = os.path.join(folder, "x.pcap")
        status, _, errors = run(READ + ["-w", path], input=whole(500))
        expect(status == 4 and b"No space left" in errors, status, errors)
        expect(path.encode() in errors, errors)
        with open(path, "rb") as file:
            kept = file.read()
        subprocess.run(["umount", folder], check=True)
    expect(30000 < len(kept) <= 65536, len(kept))
    status, output, errors = read(kept)
    expect(status == 0 and lines_of(output), status, errors)


def test_reader_gone_ends_by_sigpipe():
    process = subprocess.Popen([program] + READ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdout.close()
    try:
        process.stdin.write(whole(2000))
        process.stdin.close()
    except BrokenPipeError:
        pass
    expect(process.wait(20) == -signal.SIGPIPE, process.returncode)
    expect(b"error" not in process.stderr.read().lower())


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
    expect(process.wait(5) == -signal.SIGINT, process.returncode)


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


def feed_flood(pipe, millions):
    """SYNs of ever new flows, and a hundred connections from handshake to end between them."""
    block_size, real = 50000, 100
    one = record(tcp_packet(("11.0.0.1", 1), ("10.1.0.2", 80), SYN, 7), 100)
    block = bytearray(b"".join(
        record(tcp_packet((f"11.0.{i >> 14 & 255}.1", 1024 + (i & 16383)), ("10.1.0.2", 80), SYN, 7),
               100) for i in range(block_size)))
    address = 16 + 14 + 12
    blocks = millions * 1000000 // block_size
    try:
        pipe.write(file_header())
        for number in range(blocks):
            block[address + 3::len(one)] = bytes([number & 255]) * block_size
            block[address + 1::len(one)] = bytes([number >> 8]) * block_size
            pipe.write(block)
            for i in range(number * real // blocks, (number + 1) * real // blocks):
                pipe.write(b"".join(record(packet, 100) for packet in conversation(i)))
        pipe.close()
    except BrokenPipeError:
        pass


def flood(millions):
    """Runs through a flood. Returns the flows of the hundred, and the memory used in KiB."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        process = subprocess.Popen([program] + READ + ["-w", "/dev/null", "--summary", "--sort",
                                                       "packets", "--lang", "en"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=dict(os.environ, LC_ALL="C.UTF-8"))
        threading.Thread(target=feed_flood, args=(process.stdin, millions), daemon=True).start()
        output = process.stdout.read()
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    expect(status == 0, status, errors)
    return output.decode().split("\n"), usage.ru_maxrss


def test_flood_of_10_million_syns_leaves_the_hundred_right():
    lines, memory = flood(10)
    right = [line for line in lines if "10.1.0.1." in line and "three-way" in line and
             "merged" in line]
    expect(len(right) == 100, len(right), "\n".join(lines[:5]))
    _, less = flood(2)
    expect(memory < less * 1.1 + 4096, "memory grows:", less, "KiB, then", memory)


main(tests_of(globals()))
