"""The state that --kernel says is the one that ss says at the same moment, and the one that was inferred.
states.py PROGRAM TEST"""

import ctypes
import json
import os
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import ACK, FIN, Running, expect, main, tcp_packet, tests_of
from watching import check, deafen, let_hear, listener, pair, SETTLED, Watching


def test_established_after_a_handshake():
    said = check(pair)
    client = said.last()[1, "client"]
    expect(client["cwnd"] == 10 and client["rtt_us"] > 0 and client["rto_us"] >= 200000 and
           client["congestion_control"], client)


def test_client_that_closes_first_waits():
    def scenario():
        client, server, listening = pair()
        client.close()
        server.close()
        return listening
    client = check(scenario).last()[1, "client"]
    expect(client["state"] == "TIME-WAIT" and 50000 < client["time_left_ms"] <= 60000, client)


def test_server_that_closes_first_waits():
    def scenario():
        client, server, listening = pair()
        server.close()
        client.close()
        return listening
    expect(check(scenario).last()[1, "server"]["state"] == "TIME-WAIT")


def test_half_closed_by_the_client():
    def scenario():
        client, server, listening = pair()
        client.shutdown(socket.SHUT_WR)
        return client, server, listening
    last = check(scenario).last()
    expect(last[1, "client"]["state"] == "FIN-WAIT-2" and last[1, "server"]["state"] == "CLOSE-WAIT", last)


def test_half_closed_by_the_server():
    def scenario():
        client, server, listening = pair()
        server.shutdown(socket.SHUT_WR)
        return client, server, listening
    last = check(scenario).last()
    expect(last[1, "server"]["state"] == "FIN-WAIT-2" and last[1, "client"]["state"] == "CLOSE-WAIT", last)


def test_fin_without_an_answer():
    def scenario():
        client, server, listening = pair()
        deafen(server)
        client.close()
        return server, listening
    expect(check(scenario, agreed=False).last()[1, "client"]["state"] == "FIN-WAIT-1")


def test_both_close_at_once():
    def scenario():
        client, server, listening = pair()
        deafen(client)
        deafen(server)
        client.shutdown(socket.SHUT_WR)
        server.shutdown(socket.SHUT_WR)
        time.sleep(0.05)
        let_hear(client)
        let_hear(server)
        time.sleep(1)
        return client, server, listening
    said = check(scenario, agreed=False)
    expect("TIME-WAIT" in {fact["state"] for fact in said.facts}, said.facts)


def test_last_ack_that_is_lost():
    def scenario():
        client, server, listening = pair()
        client.shutdown(socket.SHUT_WR)
        time.sleep(0.3)
        deafen(client)
        server.close()
        return client, listening
    expect(check(scenario, agreed=False).last()[1, "server"]["state"] == "LAST-ACK")


def test_reset_by_the_client():
    def scenario():
        client, server, listening = pair()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        return server, listening
    check(scenario)


def test_reset_for_unread_data():
    def scenario():
        client, server, listening = pair()
        client.sendall(b"unread")
        time.sleep(0.05)
        server.close()
        return client, listening
    check(scenario)


def test_refused():
    def scenario():
        server, address = listener()
        server.close()
        try:
            socket.create_connection(address)
        except ConnectionRefusedError:
            pass
    check(scenario)


def test_syn_without_an_answer():
    def scenario():
        server, address = listener()
        deafen(server)
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(address)
        return client, server
    said = check(scenario, agreed=False)
    expect(said.last()[1, "client"]["state"] == "SYN-SENT", said.facts)


def test_full_accept_queue():
    def scenario():
        server, address = listener(backlog=0)
        clients = [socket.socket() for _ in range(3)]
        for client in clients:
            client.setblocking(False)
            client.connect_ex(address)
            time.sleep(0.1)
        time.sleep(0.5)
        return server, clients
    said = check(scenario, agreed=False)
    full = [fact for fact in said.facts if fact["accept_queue"] is not None]
    expect(full and full[-1]["accept_queue"] == 1 and full[-1]["accept_queue_limit"] == 0, said.facts)
    expect(full[-1]["syn_queue"] is not None, said.facts)


def test_loss_with_timeouts():
    def scenario():
        client, server, listening = pair()
        deafen(server)
        client.sendall(b"lost")
        time.sleep(1.2)
        return client, server, listening
    client = check(scenario).last()[1, "client"]
    expect(client["retransmissions"] >= 1 and client["backoff"] >= 1 and client["send_queue"] == 4, client)


def test_zero_window():
    def scenario():
        server, address = listener()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client = socket.create_connection(address)
        accepted = server.accept()[0]
        client.setblocking(False)
        try:
            while True:
                client.send(b"x" * 65536)
        except BlockingIOError:
            pass
        return client, accepted, server
    said = check(scenario)
    last = said.last()
    expect(last[1, "server"]["recv_queue"] > 0 and last[1, "client"]["send_queue"] > 0, last)


def test_keep_alive():
    def scenario():
        client, server, listening = pair()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
        time.sleep(1.5)
        return client, server, listening
    check(scenario)


def test_port_used_again():
    def scenario():
        server, address = listener()
        kept = [server]
        for turn in range(2):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            client.bind(("127.0.0.1", 40000))
            client.connect(address)
            accepted = server.accept()[0]
            if turn == 0:
                accepted.close()  # so that TIME-WAIT is the server's
                client.close()
                time.sleep(1.2)
            else:
                kept += [client, accepted]
        return kept
    said = Watching()
    kept = scenario()
    time.sleep(SETTLED)
    said.end()
    expect(len(said.ports()) == 2 and said.count["compared"] == said.count["agreed"] > 0, said.count, said.facts)
    expect(said.last()[2, "client"]["state"] == "ESTABLISHED", said.facts)
    del kept


def test_ipv6():
    def scenario():
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
        client = socket.create_connection(server.getsockname()[:2])
        return server, client, server.accept()[0]
    check(scenario)


def test_ipv4_to_a_listener_of_both_versions():
    def scenario():
        server = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        client = socket.create_connection(("127.0.0.1", server.getsockname()[1]))
        return server, client, server.accept()[0]
    check(scenario)


def test_wrong_inference_is_named():
    """A FIN that the kernel drops for its checksum, and that the program follows."""
    said = Watching()
    client, server, listening = pair()
    client.sendall(b"x")
    sequence = ctypes.c_uint32()
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sender:
        sender.bind(("lo", 0))
        time.sleep(SETTLED)
        # Numbers are read from the capture itself: a second one, which stops after the next data.
        with Running(["-nn", "-S", "-i", "lo", "--json", "-c", "2"]) as reading:
            reading.listening()
            time.sleep(0.3)
            client.sendall(b"y")
            _, output, _ = reading.end()
        data = next(record for record in map(json.loads, output.splitlines())
                    if record["type"] == "packet" and record["length"] == 1)
        sequence, acknowledgment = data["seq"] + 1, data["ack"]
        frame = tcp_packet(("127.0.0.1", client.getsockname()[1]), ("127.0.0.1", listening.getsockname()[1]),
                           FIN | ACK, sequence, acknowledgment)
        sender.send(frame)
        time.sleep(SETTLED)
    said.end()
    wrong = [fact for fact in said.facts if fact["agrees"] is False]
    expect(any(fact["end"] == "client" and fact["state"] == "ESTABLISHED" and fact["inferred"] == "FIN-WAIT-1" or
               fact["end"] == "server" and fact["state"] == "ESTABLISHED" and fact["inferred"] == "CLOSE-WAIT"
               for fact in wrong), said.facts)
    expect(said.count["agreed"] < said.count["compared"], said.count)


main(tests_of(globals()))
