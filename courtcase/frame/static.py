"""Which static files are collected: those of pages we have."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Leaves out what libraries bring and no page asks for: the API library's own pages, other versions of htmx.

    They are most of what would be compressed when the application first starts, and that is what somebody waits for.
    """

    ignore_patterns = [  # noqa: RUF012 - an instance's in Django's stubs
        *StaticFilesConfig.ignore_patterns,
        "*.py",
        "rest_framework",
        *("htmax-*", "htmx-4*", "htmx-2.js", "ext", "django-htmx.js"),
    ]
