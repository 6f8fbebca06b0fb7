"""Small disks of their own, so that one can be full: an ext4 file system in a file, or tmpfs; only root can make them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

CLONE_NEWNS = 0x00020000
BALLOON = "balloon"


def own_mounts() -> bool:
    """Give this process and its children mounts of their own, which vanish with the last of them; say whether it worked.

    Call before any thread is started.
    """
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0:
        return False
    return run("mount", "--make-rprivate", "/")


def run(*command: str) -> bool:
    """Run a command in silence and say whether it succeeded."""
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


class Volume:
    """A small disk mounted at `path`; `kind` says of which sort it is: "ext4", "tmpfs", or "" where none could be made."""

    def __init__(self, path: Path, *, megabytes: int, may_mount: bool) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.kind = ""
        if may_mount:
            self.kind = self.mounted_ext4(megabytes) or self.mounted_tmpfs(megabytes)

    def mounted_ext4(self, megabytes: int) -> str:
        """Mount a file system that lies in a sparse file beside the path: fsync means what it says there."""
        image = self.path.with_name(self.path.name + ".img")
        with image.open("wb") as file:
            file.truncate(megabytes * 1024 * 1024)
        made = run("mkfs.ext4", "-q", "-m", "0", str(image)) and run("mount", "-o", "loop", str(image), str(self.path))
        return "ext4" if made else ""

    def mounted_tmpfs(self, megabytes: int) -> str:
        """Mount a file system in memory."""
        return "tmpfs" if run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(self.path)) else ""

    def fill(self) -> None:
        """Take all room that is left, but for what was reserved already."""
        balloon = self.path / BALLOON
        with balloon.open("ab") as file:
            for step in (64 * 1024 * 1024, 1024 * 1024, 4096):
                with contextlib.suppress(OSError):
                    while True:
                        os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, step)

    def free(self) -> None:
        """Give the room back."""
        (self.path / BALLOON).unlink(missing_ok=True)

    def unmount(self) -> None:
        """Take the disk away."""
        if self.kind:
            run("umount", "-l", str(self.path))
            self.kind = ""
