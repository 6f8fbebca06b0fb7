"""A clock that can jump: libfaketime before web, workers and beat, its offset in a file. PostgreSQL keeps the true time."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LIBRARIES = (
    "/usr/lib/{machine}-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib64/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
)
SHIM = Path(__file__).with_name("shim")
SEEN_SECONDS = 1.5  # until every process has read a new offset
COURT_ZONE = ZoneInfo("Asia/Almaty")


class Clock:
    """The offset of the application's clock from the true one, in whole seconds."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.furthest = self.offset = 0
        self.library = next(
            (path for one in LIBRARIES if Path(path := one.format(machine=os.uname().machine)).exists()), ""
        )
        self.set(0)

    def set(self, offset: int) -> None:
        """Let the application's clock differ by so many seconds from now on."""
        half = self.file.with_suffix(".half")
        half.write_text(f"{offset:+d}\n", encoding="ascii")
        half.replace(self.file)
        self.offset = offset
        self.furthest = max(self.furthest, offset)

    def environment(self) -> dict[str, str]:
        """Return what a process needs to see this clock; nothing where libfaketime is not installed."""
        if not self.library:
            return {}
        return {
            "LD_PRELOAD": self.library,
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": str(SHIM),
        }

    def to_midnight(self, *, seconds_before: int) -> int:
        """Return the offset at which the Court's clock stands so many seconds before its next midnight."""
        now = datetime.now(COURT_ZONE) + timedelta(seconds=self.offset)
        midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.offset + int((midnight - now).total_seconds()) - seconds_before
