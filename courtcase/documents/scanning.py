"""Ask the virus scanner. It is optional; where it is configured and silent, files wait instead of being given out."""

from __future__ import annotations

from typing import IO

import clamd
import structlog
from django.conf import settings

from courtcase.documents.models import ScanState

logger = structlog.get_logger(__name__)
TIMEOUT_SECONDS = 20
DEFAULT_PORT = 3310


def scan(file: IO[bytes]) -> ScanState:
    """Return what the scanner says of `file`: OFF without a scanner, WAITING when it does not answer or cannot tell."""
    if not settings.CLAMD_ADDRESS:
        return ScanState.OFF
    try:
        answer = scanner(settings.CLAMD_ADDRESS).instream(file)
        verdict = answer["stream"][0]
    except (clamd.ClamdError, OSError, ValueError, KeyError, TypeError, IndexError) as error:
        logger.warning("virus_scanner_silent", error=type(error).__name__)
        return ScanState.WAITING
    return {"OK": ScanState.CLEAN, "FOUND": ScanState.INFECTED}.get(verdict, ScanState.WAITING)


def scanner(address: str, *, timeout: float = TIMEOUT_SECONDS) -> clamd.ClamdNetworkSocket | clamd.ClamdUnixSocket:
    """Return a client for "host", "host:port" or the path of a socket that gives up after `timeout` seconds."""
    if address.startswith("/"):
        return clamd.ClamdUnixSocket(address, timeout=timeout)
    host, _colon, port = address.partition(":")
    return clamd.ClamdNetworkSocket(host, int(port or DEFAULT_PORT), timeout=timeout)
