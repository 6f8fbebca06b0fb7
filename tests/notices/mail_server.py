"""A real SMTP server of the tests, on a socket of this machine, that can also refuse, stall and hang up."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it accepts; `answers` gives a reply, instead of the usual one, to commands by their first word.

    The reply "hang up" closes the connection, for DATA after the whole message was taken.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.port = int(self.server_address[1])
        self.messages: list[EmailMessage] = []
        self.answers: dict[str, str] = {}


class Conversation(socketserver.StreamRequestHandler):
    """One client's commands, answered as RFC 5321 asks."""

    server: MailServer
    timeout = 10

    def reply(self, line: str) -> None:
        """Write one line."""
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        """Answer commands until the client leaves or is hung up on."""
        self.reply("220 mail.test")
        while line := self.rfile.readline():
            word = line.split(b" ")[0].strip().upper().decode()
            answer = self.server.answers.get(word)
            if word == "DATA":
                self.reply("354 go on")
                taken = self.read_message()
                if answer == "hang up":
                    return
                if answer is None:
                    self.server.messages.append(taken)
            elif answer == "hang up":
                return
            self.reply(answer or ("221 bye" if word == "QUIT" else "250 ok"))
            if word == "QUIT":
                return

    def read_message(self) -> EmailMessage:
        """Read lines up to the lone dot."""
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)  # type: ignore[return-value]


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """Run the server in a thread for the length of the block."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()
