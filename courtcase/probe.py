"""`python -m courtcase.probe`: exit 0 when this container's web server lives. The image holds no curl."""

from __future__ import annotations

import http.client
import os
import sys


def main() -> int:
    """Ask /healthz with a host name the site answers to."""
    host = (os.environ.get("COURTCASE_HOSTS") or "localhost").split(",")[0].strip().lstrip(".")
    port = int(os.environ.get("COURTCASE_LISTEN_PORT") or 8000)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
