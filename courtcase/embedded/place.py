"""Where the embedded servers keep their data, sockets and binaries, and which account they run as."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from courtcase.embedded.stages import EmbeddedError

NOBODY_NUMBER = 65534
SOCKET_PARENT = Path("/tmp")  # noqa: S108 - a socket's path may hold 107 bytes; the folder inside is ours and 0700


@dataclass(frozen=True)
class ServerAccount:
    """The unprivileged account PostgreSQL and Redis run as when we are root: PostgreSQL refuses root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """The folders of one pair of embedded servers.

    `folder` holds data, passwords and logs; `sockets` is short, because a socket's path may hold 107 bytes.
    """

    folder: Path
    sockets: Path
    account: ServerAccount | None

    @property
    def postgres_data(self) -> Path:
        """Return the data folder of PostgreSQL."""
        return self.folder / "postgresql"

    @property
    def redis_data(self) -> Path:
        """Return the folder Redis keeps its file in."""
        return self.folder / "redis"

    @property
    def logs(self) -> Path:
        """Return the folder of both servers' logs."""
        return self.folder / "logs"

    @property
    def redis_socket(self) -> Path:
        """Return the socket of Redis; PostgreSQL names its own."""
        return self.sockets / "redis.sock"

    @property
    def owner(self) -> ServerAccount:
        """Return the account that owns the files: the dropped one, or ours."""
        return self.account or ServerAccount(os.geteuid(), os.getegid())


def server_account() -> ServerAccount | None:
    """Return the account to drop to as root (`nobody`, which every system has), or None for an ordinary user."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return ServerAccount(NOBODY_NUMBER, NOBODY_NUMBER)
    return ServerAccount(entry.pw_uid, entry.pw_gid)


def is_reachable(path: Path, account: ServerAccount | None) -> bool:
    """Say whether `account` may pass through every existing folder above and including `path`."""
    if account is None:
        return True
    existing = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(may_pass(folder.stat(), account) for folder in existing)


def may_pass(status: os.stat_result, account: ServerAccount) -> bool:
    """Say whether `account` has the execute permission of the file with this `status`."""
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def fingerprint(path: Path) -> str:
    """Return twelve letters that stand for a folder's full path: two clones never share one."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def place_for(data_dir: Path) -> Place:
    """Choose the folders of the servers that belong to `data_dir`, without creating anything.

    The data lies inside `data_dir`, unless the account the servers run as cannot reach it (a clone under /root);
    then under /var/tmp, in a folder named after the path, so that the next start finds it again.
    """
    account = server_account()
    letters = fingerprint(data_dir)
    folder = data_dir.resolve() / "embedded"
    if not is_reachable(data_dir.resolve(), account):
        folder = Path("/var/tmp") / f"courtcase-{letters}"  # noqa: S108 - private_folder refuses a foreign one
    uid = account.uid if account else os.geteuid()
    return Place(folder=folder, sockets=SOCKET_PARENT / f"courtcase-{letters}-{uid}", account=account)


def private_folder(path: Path, owner: ServerAccount) -> Path:
    """Create `path` with mode 0700 for `owner`, or check that the one there is such; return it.

    Raises EmbeddedError when somebody else's folder, or a link, stands at that path.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {owner.uid, os.geteuid()}:
            raise EmbeddedError(f"{path} belongs to somebody else; remove it or set COURTCASE_DATA_DIR.") from None
    if os.geteuid() == 0:
        os.chown(path, owner.uid, owner.gid, follow_symlinks=False)
    path.chmod(0o700)
    return path


def make_folders(place: Place) -> None:
    """Create every folder of `place`, private to the account the servers run as."""
    for folder in (place.folder, place.logs, place.redis_data, place.sockets):
        private_folder(folder, place.owner)
