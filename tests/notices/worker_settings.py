"""The application's settings with the tests' own handlers beside the real ones, for worker processes of the tests."""

from __future__ import annotations

import os

from courtcase.settings import *  # noqa: F403
from courtcase.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.notices.workshop"]
if os.environ.get("COURTCASE_TEST_MAIL_BACKEND"):
    EMAIL_BACKEND = os.environ["COURTCASE_TEST_MAIL_BACKEND"]
