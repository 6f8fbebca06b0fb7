"""The application's settings with the tests' own handlers beside the real ones, for worker processes of the tests."""

from __future__ import annotations

import os

from courtcase.settings import *  # noqa: F403
from courtcase.settings import EMAIL_BACKEND, INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.notices.workshop"]
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests/notices/workshop/templates")  # type: ignore[attr-defined]  # noqa: F405
EMAIL_BACKEND = os.environ.get("COURTCASE_TEST_MAIL_BACKEND", EMAIL_BACKEND)
