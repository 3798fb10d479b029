"""What the tests of live capture listen to."""

import contextlib
import http.server
import socket
import threading
import urllib.request

LISTEN = ["-nn", "-i", "lo"]


class Quiet(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"hi\n")

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def web_server(port=8000):
    server = http.server.HTTPServer(("127.0.0.1", port), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


def fetch(port=8000):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=600) as answer:
        return answer.read()


def send_datagram(data=b"x", address=("127.0.0.1", 9)):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(data, address)
