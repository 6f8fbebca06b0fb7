"""The reckoning, beside the servers of the soak: `python -m tests.soak.reckoning PROMISES MESSAGES ANSWER` (all JSON)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import django

from tests.soak.promises import read_promises


def reckon(promises: Path, messages: Path) -> dict[str, Any]:
    """Return what was found wrong, by check, and the figures of what there is."""
    from tests.soak.invariants import CHECKS
    from tests.soak.kept_promises import broken_promises

    told: dict[str, Any] = {**json.loads(messages.read_text(encoding="utf-8")), "figures": {}}
    broken = {"promises kept": broken_promises(read_promises(promises))}
    broken |= {name: check(told) for name, check in CHECKS.items()}
    return {"broken": {name: lines for name, lines in broken.items() if lines}, "figures": told["figures"]}


if __name__ == "__main__":
    django.setup()
    answer = reckon(Path(sys.argv[1]), Path(sys.argv[2]))
    Path(sys.argv[3]).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
