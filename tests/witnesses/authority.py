"""A real time stamping authority on 127.0.0.1: openssl's own, behind a few lines of HTTP."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIGURATION = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """Where the authority answers, the file of certificates by which it is known, and what it was asked so far."""

    url: str
    certificates: str
    folder: Path
    asked: list[bytes]


def named(name: str) -> x509.Name:
    """Return a distinguished name."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certificate(folder: Path, name: str, issuer: tuple[x509.Name, rsa.RSAPrivateKey] | None) -> rsa.RSAPrivateKey:
    """Write `name`.pem and `name`.key: an authority's own where there is no issuer, else one for time stamping alone."""
    key = rsa.generate_private_key(65_537, 2_048)
    issued_by, signs = issuer or (named(name), key)
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(issued_by).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    builder = builder.not_valid_after(now + timedelta(days=30))
    builder = builder.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    if issuer:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    made = builder.sign(signs, hashes.SHA256())
    (folder / f"{name}.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    return key


@contextmanager
def running(folder: Path) -> Iterator[Authority]:
    """Run an authority in `folder` until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    root = certificate(folder, "root", None)
    certificate(folder, "signer", (named("root"), root))
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
    asked: list[bytes] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer a request with what openssl makes of it."""
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            (folder / "query.tsq").write_bytes(asked[-1])
            command = ["openssl", "ts", "-reply", "-config", str(folder / "tsa.cnf"), "-queryfile"]
            command += [str(folder / "query.tsq"), "-out", str(folder / "reply.tsr")]
            subprocess.run(command, check=True, capture_output=True)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((folder / "reply.tsr").read_bytes())

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Authority(f"http://127.0.0.1:{server.server_port}/", str(folder / "root.pem"), folder, asked)
    finally:
        server.shutdown()
        server.server_close()
