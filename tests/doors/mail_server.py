"""A mail server for tests, foreign to us: it takes what it is given, or answers as a test tells it to (RFC 5321)."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.test import override_settings


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on this machine; `on_rcpt` and `on_data` are what it answers, `breaks_off` where the line breaks."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[EmailMessage] = []
        self.on_rcpt, self.on_data, self.breaks_off = "250 OK", "250 OK", ""


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        """One session, until the client quits or the line breaks."""
        self._answer("220 ready")
        for line in self.rfile:
            verb = line[:4].decode().upper()
            if verb == "DATA" and not self._data():
                return
            if verb != "DATA":
                self._answer({"RCPT": self.server.on_rcpt, "QUIT": "221 bye"}.get(verb, "250 OK"))

    def _data(self) -> bool:
        self._answer("354 go on")
        content = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            content += line.removeprefix(b".") if line.startswith(b"..") else line
        if self.server.breaks_off == "before taking":
            return False
        if self.server.on_data.startswith("2"):
            self.server.taken.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        if self.server.breaks_off == "after taking":
            return False
        self._answer(self.server.on_data)
        return True

    def _answer(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server, to which Tidewaiter sends meanwhile as it does in real life."""
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    real = {
        "EMAIL_BACKEND": "tidewaiter.doors.jobs.post.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": server.server_address[1],
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "EMAIL_HOST_USER": "",
        "EMAIL_TIMEOUT": 5,
    }
    try:
        with override_settings(**real):
            yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
