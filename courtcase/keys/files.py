"""Key files. The environment names them; outside production they are made where they are missing."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class KeyFile:
    """A key read from a file: its id (the file's stem) and its 32 bytes, which no repr shows."""

    id: str
    secret: bytes = field(repr=False)


def missing_key_files() -> list[str]:
    """Return the paths of key files that the settings name and that are not there; names nothing outside production."""
    named = [*settings.KEY_FILES, *([settings.INDEX_KEY_FILE] if settings.INDEX_KEY_FILE else [])]
    return [path for path in named if not Path(path).is_file()]


@lru_cache(maxsize=1)
def key_files() -> tuple[KeyFile, ...]:
    """Return the key-encryption keys, the current one first. Raises ImproperlyConfigured where there is none."""
    paths = [Path(path) for path in settings.KEY_FILES]
    if not paths:
        if settings.IS_PRODUCTION:
            raise ImproperlyConfigured("COURTCASE_KEY_FILES names no key file")
        paths = [made(settings.DATA_DIR / "keys" / "kek-1.key")]
    return tuple(KeyFile(id=path.stem, secret=read(path)) for path in paths)


def current_key() -> KeyFile:
    """Return the key under which new data keys are wrapped."""
    return key_files()[0]


def key_by_id(key_id: str) -> KeyFile:
    """Return the key called `key_id`; raises KeyError where its file is not named any more."""
    for key in key_files():
        if key.id == key_id:
            return key
    raise KeyError(key_id)


@lru_cache(maxsize=1)
def index_key() -> bytes:
    """Return the key of blind indexes and codes, which is never rotated with the others: it would lose what it finds."""
    path = settings.INDEX_KEY_FILE
    if not path:
        if settings.IS_PRODUCTION:
            raise ImproperlyConfigured("COURTCASE_INDEX_KEY_FILE names no key file")
        return read(made(settings.DATA_DIR / "keys" / "index.key"))
    return read(Path(path))


def read(path: Path) -> bytes:
    """Return the 32 bytes of a key file (base64); raises ImproperlyConfigured for anything else."""
    try:
        secret = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"the key file {path.name} cannot be read: {error}") from None
    if len(secret) != 32:
        raise ImproperlyConfigured(f"the key file {path.name} does not hold 32 bytes in base64")
    return secret


def made(path: Path) -> Path:
    """Make a key file where it is missing, readable by its owner alone; whoever comes first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(32)) + b"\n")
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path
