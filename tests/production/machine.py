"""The servers a production machine has, from Debian's packages and on ports of their own: PostgreSQL, Redis, nginx, mail."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from courtcase.embedded.children import die_with_parent
from courtcase.embedded.place import ServerAccount, server_account
from tests.workers import ROOT, free_port, until

# Where Debian puts what is not on everybody's path.
PLACES = ["/usr/lib/postgresql/15/bin", *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"))), "/usr/sbin"]


def program(name: str) -> str:
    """Return the path of a program of Debian's packages; without it, skip here and fail in CI."""
    found = shutil.which(name, path=os.pathsep.join([*PLACES, os.environ.get("PATH", "")]))
    if found is None and os.environ.get("CI") != "true":
        pytest.skip(f"{name} is not installed (see .ci/run for the packages)")
    assert found, f"{name} is not installed, and this is CI: see .ci/run"
    return found


def spawn(words: list[str], *, folder: Path, log: str, account: ServerAccount | None) -> subprocess.Popen[bytes]:
    """Start a server that dies with us, its words in `log`."""
    with (folder / log).open("ab") as output:
        return subprocess.Popen(
            words,
            cwd=folder,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )


def own_folder(parent: Path, name: str, account: ServerAccount | None) -> Path:
    """Make a folder that only the account of a server may enter."""
    folder = parent / name
    folder.mkdir(mode=0o700)
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder


def stop(process: subprocess.Popen[bytes], number: int) -> None:
    """Ask a server to stop, and kill its group when it does not in five seconds."""
    process.send_signal(number)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def postgresql(parent: Path, secrets: Path, port: int) -> Iterator[None]:
    """Run Debian's PostgreSQL as no root, with our roles and database made as the runbook says."""
    account = server_account()
    folder = own_folder(parent, "postgresql", account)
    as_server: dict[str, Any] = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    # A cluster in the C locale, as on a machine without languages: the database brings its own.
    made = [program("initdb"), "-D", str(folder / "data"), "-U", "postgres", "--locale=C", "--no-sync"]
    made += ["--auth-host=scram-sha-256", "--auth-local=trust"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **as_server)
    words = [program("postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    server = spawn([*words, "-c", "fsync=off"], folder=folder, log="postgresql.log", account=account)
    try:
        asked = [program("psql"), "-h", str(folder), "-p", str(port), "-U", "postgres", "-Xq"]
        up = until(lambda: subprocess.run([*asked, "-c", ""], capture_output=True).returncode == 0, seconds=30)
        assert up, (folder / "postgresql.log").read_text()
        passwords = {
            "OWNER_PASSWORD": (secrets / "database_owner_password").read_text().strip(),
            "APPLICATION_PASSWORD": (secrets / "database_application_password").read_text().strip(),
        }
        roles = str(ROOT / "deploy/postgresql/roles.sql")
        subprocess.run([*asked, "-f", roles], check=True, capture_output=True, env=os.environ | passwords)
        yield
    finally:
        stop(server, signal.SIGINT)


@contextmanager
def redis(parent: Path, port: int) -> Iterator[None]:
    """Run Debian's Redis as no root, keeping what it is told."""
    account = server_account()
    folder = own_folder(parent, "redis", account)
    words = [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    server = spawn([*words, "--appendonly", "yes"], folder=folder, log="redis.log", account=account)
    try:
        yield
    finally:
        stop(server, signal.SIGTERM)


class Mail:
    """A mail server that keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        self.port = free_port()
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # it repeats every word of every letter
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a message."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.taken += [(recipient, message_from_bytes(content)) for recipient in envelope.rcpt_tos]
        return "250 taken"

    def to(self, recipient: str) -> list[Message]:
        """Return the messages taken for an address."""
        return [message for address, message in list(self.taken) if address == recipient]


@contextmanager
def mail() -> Iterator[Mail]:
    """Run a mail server."""
    server = Mail()
    server.controller.start()
    try:
        yield server
    finally:
        server.controller.stop()


def write_certificate(folder: Path) -> ssl.SSLContext:
    """Write a certificate for localhost and its key; return the trust that takes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, form, plain))
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))


MAIN = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 2;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/courtcase.conf;
}}
"""


def nginx_words(folder: Path) -> list[str]:
    """Return the command line of the nginx whose files lie in `folder`."""
    return [program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


@contextmanager
def nginx(folder: Path, *, port: int, plain_port: int, web_ports: tuple[int, int]) -> Iterator[None]:
    """Run nginx with the site of deploy/nginx: only names, ports and folders are exchanged."""
    exchanged = {
        r"/etc/nginx": str(folder),
        r"/etc/letsencrypt/live/court\.example": str(folder),
        r"court\.example": "localhost",
        r"listen 443": f"listen 127.0.0.1:{port}",
        r"listen 80;": f"listen 127.0.0.1:{plain_port};",
        r":8001": f":{web_ports[0]}",
        r":8002": f":{web_ports[1]}",
    }
    for name in ("courtcase.conf", "courtcase-upstream.conf"):
        text = (ROOT / "deploy/nginx" / name).read_text(encoding="utf-8")
        for pattern, replacement in exchanged.items():
            text = re.sub(pattern, replacement, text)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), encoding="utf-8")
    server = spawn(nginx_words(folder), folder=folder, log="nginx.log", account=None)
    try:
        yield
    finally:
        stop(server, signal.SIGTERM)
