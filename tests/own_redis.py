"""A database of its own in Redis for each worker of pytest-xdist: one empties its cache and takes nobody else's counts.

Loaded by `-p` (pyproject.toml), before Django reads its settings; whatever a test starts inherits it.
"""

from __future__ import annotations

import os

if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    address = os.environ.get("REDIS_URL", "")
    if address and "db=" not in address:
        os.environ["REDIS_URL"] = f"{address}?db={int(worker) % 15 + 1}"
