"""One POST to an address that the environment names: short, bounded, no redirect followed."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

SECONDS = 5


def post(url: str, body: bytes, *, content_type: str, longest: int) -> bytes:
    """Return the body of a 200 answer of at most `longest` bytes; raises OSError for anything else."""
    address = urlsplit(url)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=SECONDS)
    try:
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request("POST", path, body=body, headers={"Content-Type": content_type})
        answer = connection.getresponse()
        content = answer.read(longest + 1)
    except http.client.HTTPException as error:
        raise OSError(type(error).__name__) from error
    finally:
        connection.close()
    if answer.status != 200 or len(content) > longest:
        raise OSError(f"answered {answer.status}")
    return content
