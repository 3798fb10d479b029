"""What options do, seen from outside. options.py PROGRAM TEST CAPTURE, a capture of twenty connections."""

import json
import os
import signal
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import Running, expect, main, own_namespace, run, tests_of

capture = os.path.abspath(sys.argv[3])
english = {**os.environ, "LC_ALL": "C.UTF-8", "TCPGLOSS_LANG": "en", "XDG_CONFIG_HOME": "/nonexistent"}


def flows_of(lines):
    """The numbers of the flows that notes speak of."""
    return {line.split(b"[")[1].split(b"]")[0] for line in lines.splitlines() if line.startswith(b"#")}


def test_file_without_r_is_recognised():
    status, output, errors = run(["-nn", capture], env=english)
    expect(status == 2 and output == b"", status, output)
    expect(f"did you mean -r {capture}?".encode() in errors, errors)


def test_file_named_like_a_filter_word_is_a_filter():
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "tcp"), "wb"):
            pass
        status, output, errors = run(["-d", "tcp"], cwd=folder, env=english)
    expect(status == 0 and b"ldh" in output, status, output, errors)


def test_several_flows_are_shown():
    status, output, errors = run(["-nn", "-r", capture, "--flow", "2,5"], env=english)
    expect(status == 0 and flows_of(output) == {b"2", b"5"}, status, flows_of(output), errors)
    expect(b"there was no flow" not in errors, errors)


def test_flow_that_never_came_is_told():
    status, output, errors = run(["-nn", "-r", capture, "--flow", "1,21"], env=english)
    expect(status == 0 and flows_of(output) == {b"1"}, status, flows_of(output))
    expect(b"tcpgloss: there was no flow 21; the last is 20\n" in errors, errors)
    expect(b"no flow 1;" not in errors, errors)


def test_notes_to_dash_go_where_the_packets_go():
    plain = run(["-nn", "-r", capture], env=english)
    asked = run(["-nn", "-r", capture, "--notes-to", "-"], env=english)
    expect(plain[1] == asked[1], "not the same lines")
    status, output, errors = run(["-nn", "-A", "-r", capture, "--notes-to", "-"], env=english)
    expect(status == 0 and b"# [1] Three-way handshake" in output, status, output[:200], errors)


WRITERS = ["--svg", "--mermaid", "--graph", "--html", "--pcapng", "-w"]


def test_dash_as_file_is_standard_output():
    listed = run(["--help"], env=english)[1].decode()
    taking = {line.split()[0] for line in listed.splitlines() if " FILE" in line[:30]} - {"-r,", "-F", "--notes-to"}
    expect(taking == set(WRITERS), "another option takes a file", taking)
    for option in WRITERS:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "file")
            status, _, errors = run(["-nn", "-r", capture, option, path], env=english, cwd=folder)
            expect(status == 0, option, status, errors)
            with open(path, "rb") as file:
                wanted = file.read()
            status, output, errors = run(["-nn", "-r", capture, option, "-"], env=english, cwd=folder)
            expect(status == 0 and output == wanted, option, status, errors, output[:200])
            expect(os.listdir(folder) == ["file"], option, os.listdir(folder))


def test_standard_output_is_not_divided():
    for option in WRITERS:
        for other in (["--json"], ["--ladder"], ["--summary"], ["--print"], ["--count"], ["--notes-to", "-"],
                      ["-w", "-"] if option != "-w" else ["--svg", "-"]):
            status, output, errors = run(["-r", capture, option, "-", *other], env=english)
            expect(status == 2 and output == b"" and b"takes standard output for itself alone" in errors,
                   option, other, status, errors)


def test_count_with_json_is_one_record():
    status, output, errors = run(["--count", "--json", "-r", capture], env=english)
    expect(status == 0 and output.count(b"\n") == 1, status, output, errors)
    expect(json.loads(output) == {"type": "count", "packets": 196}, output)


def configured(lines, arguments, **environment):
    with tempfile.TemporaryDirectory() as home:
        os.makedirs(os.path.join(home, ".config", "tcpgloss"))
        with open(os.path.join(home, ".config", "tcpgloss", "config"), "w", encoding="utf-8") as file:
            file.write(lines)
        settings = {name: value for name, value in english.items() if name != "XDG_CONFIG_HOME"}
        return run(arguments, env={**settings, **environment, "HOME": home})


def test_configuration_is_read_from_the_home_folder():
    status, output, errors = configured("# mine\n-nn\n-t\n--notes none\n", ["-c", "1", "-r", capture])
    expect(status == 0 and output.startswith(b"IP6 2001:db8:"), status, output, errors)
    status, _, errors = configured("-nn\n--nots none\n", ["-c", "1", "-r", capture])
    expect(status == 2 and b"config, line 2: no option --nots; did you mean --notes?" in errors, status, errors)


def test_configuration_is_left_out_when_asked():
    status, output, errors = configured("--nots none\n", ["--no-config", "--count", "-r", capture])
    expect(status == 0 and output == b"196 packets\n", status, output, errors)


def test_live_ladder_says_when_it_draws():
    own_namespace()
    with Running(["-i", "lo", "-nn", "--ladder"], env=english) as live:
        live.listening()
        status, _, errors = live.end(signal.SIGINT)
    expect(status == 0 and b"each connection is drawn when it has ended" in errors, status, errors)


main(tests_of(globals()))
