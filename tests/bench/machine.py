"""The machine the figures are of: without these facts nobody can compare them."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PAGE_BYTES = 8192
SYNCS = 200


def fdatasync_milliseconds(folder: Path, *, times: int = SYNCS) -> float:
    """Return the median time to write one page at the end of a file in `folder` and make it durable."""
    path = folder / f"fdatasync-{os.getpid()}"
    page, taken = os.urandom(PAGE_BYTES), []
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        for _number in range(times):
            began = perf_counter()
            os.write(descriptor, page)
            os.fdatasync(descriptor)
            taken.append(perf_counter() - began)
    finally:
        os.close(descriptor)
        path.unlink()
    return median(taken) * 1000


def git(*words: str) -> str:
    """Return what git prints, or nothing outside a repository."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def facts(folder: Path) -> dict[str, Any]:
    """Return what the figures depend on; names no path. `folder` is on the disk that holds the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    return {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": git("rev-parse", "--short", "HEAD"),
        "uncommitted_changes": bool(git("status", "--porcelain", "--untracked-files=no")),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "postgresql": version,
        "fsync": fsync,
        "fdatasync_ms": round(fdatasync_milliseconds(folder), 3),
    }


def sentence(found: dict[str, Any]) -> str:
    """Return the facts as one line for people."""
    return (
        f"commit {found['commit'] or 'unknown'}{' with changes' if found['uncommitted_changes'] else ''}, "
        f"{found['cores']} cores, load {found['load_before']}, Python {found['python']}, "
        f"PostgreSQL {found['postgresql']} with fsync {found['fsync']}, one fdatasync takes {found['fdatasync_ms']} ms"
    )
