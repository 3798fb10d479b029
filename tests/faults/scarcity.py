"""Too little memory, and floods. scarcity.py PROGRAM TEST CAPTURE [FAILING_MALLOC]"""

import os
import resource
import socket
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import (SYN, conversation, expect, file_header, main, program, record, run, skip, tcp_packet, tests_of)
from wholes import READ, VIEWS, is_whole, view_into, whole

capture = sys.argv[3]
failing_malloc = sys.argv[4] if len(sys.argv) > 4 else None


def check_shortage(view, result, complete):
    """With too little memory a view is as it would be, or says that it is not. Returns which."""
    status, output, errors = result
    if status == 0:
        expect(output == complete, view, "is silently not what it should be:", output[-200:])
        return True
    # When the input fails (1), what became of it is finished; when the output does (4), nothing follows.
    expect(status in (1, 4) and errors.strip() and is_whole(view, output), view, status, errors, output[-300:])
    expect(status == 1 or complete.startswith(output), view, errors, output[-300:])
    return False


def test_failed_allocations_are_told_and_leave_whole_records():
    if failing_malloc is None:
        skip("allocations cannot be made to fail here")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        for view in VIEWS:
            status, complete, errors = view_into(folder, view)
            expect(status == 0 and complete, view, status, errors)
            for mode in ({}, {"FAIL_ONCE": "1"}):
                number, passed = 1, 0
                while passed < 4:
                    environment = dict(os.environ, LD_PRELOAD=failing_malloc, FAIL_AT=str(number), **mode)
                    result = view_into(folder, view, env=environment)
                    passed = passed + 1 if check_shortage(view, result, complete) and not mode else 0
                    number += 1 if number < 30 and not mode else 11
                    if mode and number > 400:
                        break


def test_each_allocation_that_fails_alone_is_told():
    if failing_malloc is None:
        skip("allocations cannot be made to fail here")
    ipv6 = os.path.join(os.path.dirname(capture), "..", "kernel", "ipv6_plain.pcap")
    for arguments in (["--help"], ["-nn", "--explain", "-r", ipv6]):
        status, complete, errors = run(arguments)
        expect(status == 0 and complete, status, errors)
        told = 0
        for number in range(1, 100):
            environment = dict(os.environ, LD_PRELOAD=failing_malloc, FAIL_AT=str(number), FAIL_ONCE="1")
            status, output, errors = run(arguments, env=environment)
            expect(status in (0, 1, 4), number, status, errors)
            expect(output == complete if status == 0 else errors.strip(), number, status, output, errors)
            told += status != 0
        expect(told > 0, "nothing was allocated")


def test_little_address_space_is_told_and_leaves_whole_records():
    told = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        for view in VIEWS:
            complete = view_into(folder, view)[1]
            for mebibytes in list(range(4, 40, 3)) + list(range(300, 420, 10)):
                def limit():
                    resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))
                if run(["--version"], preexec_fn=limit)[0] != 0:  # the program cannot even be loaded
                    continue
                result = view_into(folder, view, preexec_fn=limit)
                told += not check_shortage(view, result, complete)
    expect(told > 0, "there was never too little")


def dns_bomb():
    """A response of 65 KB in which four thousand records point to one long name of bit labels."""
    name = b"".join(b"\x41\x00" + bytes(32) for _ in range(360)) + b"\0"
    records = (65000 - len(name)) // 13
    message = struct.pack(">HHHHHH", 1, 0x8000, 1, records, 0, 0) + name + struct.pack(">HH", 1, 1)
    message += struct.pack(">BHHIHH", 0, 5, 1, 0, 2, 0xC00C) * records
    udp = struct.pack(">HHHH", 53, 40000, 8 + len(message), 0) + message
    ip_header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                            socket.inet_aton("10.1.0.1"), socket.inet_aton("10.1.0.2"))
    return b"\2\0\0\0\0\1" + b"\2\0\0\0\0\2" + b"\x08\x00" + ip_header + udp


def memory_for(data, arguments):
    """KiB that the program needs for a capture, and the bytes that it writes."""
    process = subprocess.Popen([program] + READ + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    threading.Thread(target=lambda: (process.stdin.write(data), process.stdin.close()), daemon=True).start()
    size, last = 0, b""
    while piece := process.stdout.read(1 << 20):
        size, last = size + len(piece), piece
    _, status, usage = os.wait4(process.pid, 0)
    expect(status == 0 and last.endswith(b"\n"), status, process.stderr.read())
    return usage.ru_maxrss, size


def test_dns_names_of_pointers_need_no_memory():
    data = file_header() + record(dns_bomb())
    for arguments in ([], ["--json"], ["--html", "/dev/null"]):
        least, _ = memory_for(whole(), arguments)
        memory, size = memory_for(data, arguments)
        expect(size > 100 << 20, "no bomb:", size)
        expect(memory < least + 4096, arguments, "needs", memory, "KiB, otherwise", least)


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
