"""What a person at a terminal sees besides the packets. terminal.py PROGRAM TEST"""

import os
import pty
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import conversation, expect, file_header, main, program, record, tests_of


def errors_of_slow_reading(output, errors):
    """Many packets, a pause, many more: what stood on standard error, whose terminal is `errors`."""
    packets = b"".join(record(packet) for i in range(2000) for packet in conversation(i))
    process = subprocess.Popen([program, "-nn", "-r", "-"], stdin=subprocess.PIPE, stdout=output,
                               stderr=errors)
    process.stdin.write(file_header() + packets)
    process.stdin.flush()
    time.sleep(1.3)
    process.stdin.write(packets)
    process.stdin.close()
    expect(process.wait(60) == 0, "status", process.returncode)


def test_progress_with_output_elsewhere_is_shown_and_taken_away():
    terminal, errors = pty.openpty()
    with open(os.devnull, "wb") as elsewhere:
        errors_of_slow_reading(elsewhere, errors)
    os.close(errors)
    shown = os.read(terminal, 65536)
    expect(b" packets" in shown, "no progress:", shown)
    expect(b" packets" not in shown[shown.rindex(b"\r\x1b[K"):], "left there:", shown)


def test_progress_with_errors_to_a_file_is_not_shown():
    read, write = os.pipe()
    with open(os.devnull, "wb") as elsewhere:
        errors_of_slow_reading(elsewhere, write)
    os.close(write)
    errors = os.read(read, 65536)
    expect(b"reading from file" in errors and b" packets" not in errors, errors)


main(tests_of(globals()))
