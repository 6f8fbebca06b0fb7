"""The application's own settings, with the floor's addresses and the timing header beside them."""

from __future__ import annotations

from courtcase.settings import *  # noqa: F403
from courtcase.settings import DATA_DIR
from courtcase.settings import MIDDLEWARE as OWN_MIDDLEWARE

MIDDLEWARE = ["tests.bench.middleware.TimingMiddleware", *OWN_MIDDLEWARE]
ROOT_URLCONF = "tests.bench.urls"
CELERY_IMPORTS = ["tests.bench.floor", "tests.bench.owed"]
# Requests are counted as in production, and none is one too many.
API_TOKEN_LIMIT = API_ADDRESS_LIMIT = FILING_LIMIT = 100_000_000
# The bare upload view stores by a rename, as the application does, and not by a copy from another disk.
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR)
