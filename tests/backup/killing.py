"""Run beside a database: kill a restore at each of its steps, then let it run through."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STEPS = ("Loading", "Bringing", "Putting the documents back", "Verifying")


def killed_at(step: str, released: Path) -> None:
    """Restore, and kill the command when it says that `step` begins."""
    command = [sys.executable, "manage.py", "restore", str(released)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for said in child.stdout:
        if step in said:
            child.kill()
            break
    assert child.wait() == -9, f"the restore ended before {step}"


def main(released: Path) -> None:
    """Kill the restore at each step and see each time that nothing may use the database; then let it run through."""
    for step in STEPS:
        killed_at(step, released)
        refused = subprocess.run([sys.executable, "manage.py", "prepare_database"], capture_output=True, text=True)
        assert "nothing may use it yet" in refused.stderr + refused.stdout, (step, refused.stderr)
    subprocess.run([sys.executable, "manage.py", "restore", str(released)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
