"""What this installation trusts and asks: folders and addresses from the environment (docs/signatures.md)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

import structlog
from asn1crypto import crl, pem, x509
from django.conf import settings

from courtcase.signatures.calling import post
from courtcase.signatures.revocation import Revocation

logger = structlog.get_logger(__name__)
Read = TypeVar("Read", x509.Certificate, crl.CertificateList)
LONGEST_ANSWER = 256 * 1024


def anchors() -> tuple[x509.Certificate, ...]:
    """Return the certificates of the authorities this Court trusts; none where signing is not set up."""
    return read_folder(settings.TRUST_ANCHORS, stamp(settings.TRUST_ANCHORS), x509.Certificate)


def is_set_up() -> bool:
    """Say whether any authority is trusted: without one no electronic signature can be verified."""
    return bool(anchors())


def revocation() -> Revocation:
    """Return the lists in the folder and the one responder that are configured."""
    ask = partial(ask_responder, settings.OCSP_URL) if settings.OCSP_URL else None
    return Revocation(crls=read_folder(settings.CRL_FOLDER, stamp(settings.CRL_FOLDER), crl.CertificateList), ask=ask)


def ask_responder(url: str, request: bytes) -> bytes:
    """Return what the OCSP responder answers; raises OSError where it does not."""
    return post(url, request, content_type="application/ocsp-request", longest=LONGEST_ANSWER)


def stamp(folder: str) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of each file of a folder: while they stand, what was read of them stands."""
    path = Path(folder)
    if not folder or not path.is_dir():
        return ()
    files = sorted(one for one in path.iterdir() if one.is_file())
    return tuple((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in files)


@lru_cache(maxsize=8)
def read_folder(folder: str, files: tuple[tuple[str, int, int], ...], kind: Callable[..., Read]) -> tuple[Read, ...]:
    """Return what the PEM and DER files of a folder hold; one that cannot be read is named in the log and left out."""
    found: list[Read] = []
    for name, _time, _size in files:
        try:
            content = (Path(folder) / name).read_bytes()
            parts = (
                [part for _type, _head, part in pem.unarmor(content, multiple=True)]
                if pem.detect(content)
                else [content]
            )
            for part in parts:
                one = kind.load(part, strict=True)  # type: ignore[attr-defined]
                _ = one.native
                found.append(one)
        except (OSError, ValueError, TypeError, KeyError):
            logger.error("trust_file_unreadable", file=name)
    return tuple(found)
