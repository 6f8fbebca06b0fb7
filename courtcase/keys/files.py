"""Key files. The environment names them; outside production they are made where they are missing."""

from __future__ import annotations

import base64
import hmac
import os
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
LONGEST_ID = 32


class UnknownKey(LookupError):
    """A row is wrapped by a key-encryption key whose file the environment does not name."""


@dataclass(frozen=True)
class KeyFile:
    """A key read from a file: its id (given as `id=path`, else the file's stem) and its bytes, which no repr shows."""

    id: str
    secret: bytes = field(repr=False)


def named(entry: str) -> tuple[str, Path]:
    """Return the id and the path that one entry of COURTCASE_KEY_FILES (`path` or `id=path`) names."""
    name, _, path = entry.rpartition("=")
    return name.strip() or Path(path).stem, Path(path.strip())


def missing_key_files() -> list[str]:
    """Return, as sentences, what keeps the named key files from being used; empty when all is well.

    In production both settings must name files; elsewhere files that are not named are made by themselves.
    """
    lines = []
    if settings.IS_PRODUCTION and not settings.KEY_FILES:
        lines.append("COURTCASE_KEY_FILES names no key file.")
    if settings.IS_PRODUCTION and not settings.INDEX_KEY_FILE:
        lines.append("COURTCASE_INDEX_KEY_FILE names no key file.")
    paths = [named(entry)[1] for entry in settings.KEY_FILES]
    paths += [Path(path) for path in (settings.INDEX_KEY_FILE, *other_index_files()) if path]
    for path in paths:
        try:
            read(path)
        except ImproperlyConfigured as error:
            lines.append(str(error))
    ids = [named(entry)[0] for entry in settings.KEY_FILES]
    if len(set(ids)) < len(ids) or any(len(one) > LONGEST_ID for one in ids):
        lines.append(f"COURTCASE_KEY_FILES must give each key another id of at most {LONGEST_ID} letters.")
    return lines


@lru_cache(maxsize=1)
def key_files() -> tuple[KeyFile, ...]:
    """Return the key-encryption keys, the current one first. Raises ImproperlyConfigured where there is none."""
    if not settings.KEY_FILES:
        if settings.IS_PRODUCTION:
            raise ImproperlyConfigured("COURTCASE_KEY_FILES names no key file.")
        path = made(settings.DATA_DIR / "keys" / "kek-1.key")
        return (KeyFile(id=path.stem, secret=read(path)),)
    keys = tuple(KeyFile(id=name, secret=read(path)) for name, path in map(named, settings.KEY_FILES))
    if len({key.id for key in keys}) < len(keys):
        raise ImproperlyConfigured("COURTCASE_KEY_FILES names two keys by one id.")
    return keys


def current_key() -> KeyFile:
    """Return the key under which new data keys are wrapped."""
    return key_files()[0]


def key_by_id(key_id: str) -> KeyFile:
    """Return the key called `key_id`; raises UnknownKey where its file is not named any more."""
    for key in key_files():
        if key.id == key_id:
            return key
    raise UnknownKey(f"COURTCASE_KEY_FILES names no key called {key_id!r}")


@lru_cache(maxsize=1)
def index_keys() -> tuple[bytes, ...]:
    """Return the keys of blind indexes and codes: the current one, by which all is written, then those asked beside it."""
    if settings.INDEX_KEY_FILE:
        current = read(Path(settings.INDEX_KEY_FILE))
    elif settings.IS_PRODUCTION:
        raise ImproperlyConfigured("COURTCASE_INDEX_KEY_FILE names no key file.")
    else:
        current = read(made(settings.DATA_DIR / "keys" / "index.key"))
    return tuple(dict.fromkeys([current, *(read(Path(path)) for path in other_index_files())]))


def other_index_files() -> list[str]:
    """Return the files of the index keys that are asked beside the current one: those before it, and the one to come."""
    return [*settings.INDEX_KEY_FILES_BEFORE, *([settings.INDEX_KEY_FILE_NEXT] if settings.INDEX_KEY_FILE_NEXT else [])]


@lru_cache(maxsize=1)
def lasting_index_key() -> bytes:
    """Return the oldest index key that is named: what is compared over months and never looked up stays under it."""
    before = settings.INDEX_KEY_FILES_BEFORE
    return read(Path(before[-1])) if before else index_key()


def index_key() -> bytes:
    """Return the key under which blind indexes and codes are written."""
    return index_keys()[0]


def index_key_name() -> str:
    """Return by what the current index key is known from another; nothing of it can be found from that."""
    return hmac.digest(index_key(), b"courtcase:index-key-name", sha256).hex()[:16]


def forget_keys() -> None:
    """Forget every key read so far, so that the files are read again (after the settings changed)."""
    from courtcase.keys import operations

    for remembered in (key_files, index_keys, lasting_index_key, operations.plain_key, operations.derived):
        remembered.cache_clear()


def read(path: Path) -> bytes:
    """Return the 32 bytes of a key file (base64); raises ImproperlyConfigured for anything else."""
    try:
        secret = base64.b64decode(path.read_bytes().strip(), validate=True)
    except OSError as error:
        raise ImproperlyConfigured(f"The key file {path.name} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise ImproperlyConfigured(f"The key file {path.name} is not base64.") from None
    if len(secret) != KEY_BYTES:
        raise ImproperlyConfigured(f"The key file {path.name} does not hold {KEY_BYTES} bytes.")
    return secret


def made(path: Path) -> Path:
    """Make a key file where it is missing, readable by its owner alone; whoever comes first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # A name of its own for each thread: one that wrote into the file of another would change a key already read.
        descriptor, fresh = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(fresh)
    return path
