"""Run one command beside a running demonstration: `python -m courtcase.embedded.here -- python manage.py verify_register`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from courtcase.embedded import postgres, redis_server, secrets_file
from courtcase.embedded.place import place_for


def environment(data_dir: Path) -> dict[str, str]:
    """Return the variables by which a command finds the servers of the demonstration in `data_dir`; none where none runs."""
    place = place_for(data_dir)
    if not (place.folder / "secrets.json").exists() or not place.redis_socket.exists():
        return {}
    known = secrets_file.read_or_make(place.folder)
    return {
        "COURTCASE_MODE": "demo",
        "COURTCASE_DATA_DIR": str(data_dir),
        "COURTCASE_SECRET_KEY": known["secret_key"],
        "COURTCASE_DEMO_PASSWORD": known["demo_password"],
        "DATABASE_URL": postgres.url(place, known, postgres.APPLICATION),
        "DATABASE_OWNER_URL": postgres.url(place, known, postgres.OWNER),
        "REDIS_URL": redis_server.url(place),
    }


def main(words: list[str]) -> int:
    """Run the command after `--` and return its exit status; 1 with a sentence where no demonstration runs here."""
    command = words[1:] if words[:1] == ["--"] else words
    root = Path(__file__).resolve().parent.parent.parent
    found = environment(Path(os.environ.get("COURTCASE_DATA_DIR", root / ".data")).resolve())
    if not found or not command:
        print("No demonstration runs here: start it with `make run`, then give the command.", file=sys.stderr)
        return 1
    return subprocess.run(command, env={**os.environ, **found}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
