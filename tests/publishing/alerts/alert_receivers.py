"""Receivers of alerts on this machine: a mail server and a webhook."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@contextmanager
def run_mail_server() -> Iterator[tuple[str, list[EmailMessage]]]:
    """Yield the address of an SMTP server (RFC 5321) and the messages that it took."""
    messages: list[EmailMessage] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 test\r\n")
            while line := self.rfile.readline():
                word = line.split()[0].upper()
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    data = b"".join(iter(self.rfile.readline, b".\r\n"))
                    messages.append(message_from_bytes(data, policy=policy.default))
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                if word == b"QUIT":
                    return

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}", messages
        server.shutdown()
        thread.join()


class Webhook:
    """A webhook that answers ``status`` and keeps what it got."""

    def __init__(self) -> None:
        self.status = 204
        self.received: list[dict[str, Any]] = []
        self.address = ""

    @contextmanager
    def run(self) -> Iterator["Webhook"]:
        """Serve inside the block."""
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                if webhook.status < 400:
                    webhook.received.append(json.loads(data))
                self.send_response(webhook.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            self.address = f"http://127.0.0.1:{server.server_address[1]}/bao"
            yield self
            server.shutdown()
            thread.join()
