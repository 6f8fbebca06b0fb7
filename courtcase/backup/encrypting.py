"""A set as one encrypted file for the way elsewhere: a tar archive, sealed by age (X25519, ChaCha20-Poly1305) to public keys.

The private key is not on this machine: nobody here, and nobody who takes the machine, opens what left it.
"""

from __future__ import annotations

import os
import tarfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import IO

import pyrage

from courtcase.backup.manifest import BackupError
from courtcase.backup.sets import REMOVING, TAKING, backup_dir, private, sync_folder

ENDING = ".tar.age"


def recipients_of(words: Iterable[str]) -> list[pyrage.x25519.Recipient]:
    """Return the public keys (age1…). Raises BackupError for what is none, above all for a private key."""
    found = []
    for word in words:
        if word.upper().startswith("AGE-SECRET-KEY-"):
            raise BackupError("This is a PRIVATE key. It does not belong on this machine: name the public one (age1…).")
        try:
            found.append(pyrage.x25519.Recipient.from_str(word))
        except pyrage.RecipientError as error:
            raise BackupError(f"{word[:12]}… is no public key of age (age1…).") from error
    if not found:
        raise BackupError("No public key is named: COURTCASE_BACKUP_RECIPIENTS, or --to.")
    return found


def seal_set(*, folder: Path, to: Iterable[str], target: Path) -> Path:
    """Write the set in `folder` as one file encrypted to the public keys `to`; return where. Memory stays constant.

    Raises BackupError; what was half written is then removed.
    """
    recipients = recipients_of(to)
    half = target.with_name(TAKING + target.name)
    try:
        with open(half, "wb", opener=private) as written:
            through_pipe(lambda out: pack(folder, out), lambda source: pyrage.encrypt_io(source, written, recipients))
            written.flush()
            os.fsync(written.fileno())
        half.rename(target)
        sync_folder(target.parent)
    except (OSError, pyrage.EncryptError) as error:
        raise BackupError(f"{target.name} could not be written: {type(error).__name__}.") from error
    finally:
        half.unlink(missing_ok=True)
    return target


def open_set(*, sealed: Path, identity: Path, into: Path | None = None) -> Path:
    """Open a file that `seal_set` wrote with the private key in `identity`; return the set's folder, to be restored.

    Raises BackupError where it is altered, cut short or sealed to another key; nothing is left then. What the set says of
    itself is judged by whoever reads it: check_backup, restore.
    """
    into = into or backup_dir()
    try:
        lines = identity.read_text(encoding="ascii").splitlines()
        keys = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise BackupError("The private key cannot be read.") from error
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain = into / f"{REMOVING}{sealed.name}.tar"
    try:
        # Nothing is unpacked before the last block has been authenticated.
        with sealed.open("rb") as source, open(plain, "wb", opener=private) as target:
            pyrage.decrypt_io(source, target, keys)
        with tarfile.open(plain) as archive:
            names = archive.getnames()
            name, within = names[0], all(PurePosixPath(one).parts[:1] == (names[0],) for one in names)
            if (into / name).exists() or not within:
                raise BackupError(f"{name} is there already, or is no name of a set.")
            archive.extractall(into, filter="data")
        return into / name
    except (pyrage.DecryptError, OSError, tarfile.TarError, IndexError) as error:
        raise BackupError(f"{sealed.name} was altered, was cut short, or is sealed to another key.") from error
    finally:
        plain.unlink(missing_ok=True)


def pack(folder: Path, out: IO[bytes]) -> None:
    """Write a folder as a tar archive whose first entry is the folder itself."""
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT, dereference=True) as archive:
        archive.add(folder, arcname=folder.name)


def through_pipe(write: Callable[[IO[bytes]], None], read: Callable[[IO[bytes]], None]) -> None:
    """Have one function write what the other reads, at once. Raises OSError where the writer failed: nothing is whole then."""
    readable, writable = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writable, "wb") as out:
                write(out)
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=run)
    writer.start()
    try:
        with os.fdopen(readable, "rb") as source:
            read(source)
    finally:
        writer.join()
    if failed:
        raise OSError("the set could not be read") from failed[0]
