"""Files that a live capture writes. files.py PROGRAM TEST"""

import os
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import Running, expect, main, own_namespace, tests_of
from traffic import LISTEN, send_datagram


def captured_files(folder):
    return sorted(name for name in os.listdir(folder))


def packets_in(path):
    """Records of a capture file, all whole."""
    with open(path, "rb") as file:
        data = file.read()
    count, position = 0, 24
    while position < len(data):
        captured = int.from_bytes(data[position + 8:position + 12], sys.byteorder)
        position += 16 + captured
        count += 1
    expect(position == len(data), path, "ends inside a record")
    return count


def test_rotation_by_size_in_the_sandbox():
    own_namespace()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        with Running(LISTEN + ["-w", os.path.join(folder, "a"), "-C", "1", "-W", "3", "udp"]) as live:
            live.listening()
            for _ in range(80):
                send_datagram(b"x" * 60000)
                time.sleep(0.002)
            time.sleep(0.3)
            status, _, errors = live.end(signal.SIGINT)
        expect(status == 0, status, errors)
        expect(captured_files(folder) == ["a0", "a1", "a2"], captured_files(folder))
        for name in captured_files(folder):
            packets_in(os.path.join(folder, name))


def test_rotation_by_time_ends_after_its_files():
    own_namespace()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        with Running(LISTEN + ["-w", os.path.join(folder, "g-%s"), "-G", "1", "-W", "2"]) as live:
            live.listening()
            for _ in range(50):
                if live.process.poll() is not None:
                    break
                send_datagram()
                time.sleep(0.1)
            expect(live.end()[0] == 0)
        expect(len(captured_files(folder)) == 2, captured_files(folder))


def test_packet_buffered_file_is_readable_at_once():
    own_namespace()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "u.pcap")
        with Running(LISTEN + ["-U", "-w", path, "udp", "port", "9"]) as live:
            live.listening()
            send_datagram()
            time.sleep(0.5)
            expect(packets_in(path) > 0)


main(tests_of(globals()))
