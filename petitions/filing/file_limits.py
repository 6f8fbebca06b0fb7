"""How many files may be laid with a petition, and how large they may be: what is said before any is chosen."""

from __future__ import annotations

from django.conf import settings

MAX_ATTACHMENTS = 30
MAX_PAGES = 60
# What the proxy lets through in one request (deploy/nginx/courtcase.conf), less what a form holds besides.
MEGABYTES_AT_ONCE = 100


def limits_of_files() -> dict[str, int]:
    """Return how many files and photographed pages there may be, and how large one and all at once, in megabytes."""
    return {
        "files": MAX_ATTACHMENTS,
        "pages": MAX_PAGES,
        "megabytes": settings.UPLOAD_LIMIT_BYTES // 1024**2,
        "at_once": MEGABYTES_AT_ONCE,
    }
