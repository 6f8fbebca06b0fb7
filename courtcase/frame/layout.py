"""Which layout a page was made with: a digest of what every public page is made of besides its data."""

from __future__ import annotations

import functools
from hashlib import sha256

from django.conf import settings

TEMPLATES = ("base.html", "home.html", "parts/*.html", "rulings/public/*.html")


@functools.cache
def layout_version() -> str:
    """Return a digest of everything a public page is made of besides its data: templates, words, the stylesheet."""
    folder = settings.BASE_DIR / "templates"
    files = [path for pattern in TEMPLATES for path in sorted(folder.glob(pattern))]
    files += sorted(settings.BASE_DIR.glob("locale/*/*/LC_MESSAGES/django.mo"))
    files += sorted(settings.BASE_DIR.glob("static/css/*.css"))
    digest = sha256(str(settings.IS_DEMO).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
