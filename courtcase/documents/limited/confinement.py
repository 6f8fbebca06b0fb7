"""What a process that opens strangers' files may not do, by whatever means this system offers (Linux)."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from pathlib import Path

MEMORY_BYTES = 1024 * 1024 * 1024
OPEN_FILES = 64
NOBODY = 65_534

CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SIGKILL = 9
SECCOMP_MODE_FILTER = 2
AUDIT_ARCH = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
FIRST_X32_CALL = 0x4000_0000
# socket, connect, accept, bind, listen, accept4 · execve, execveat · ptrace, process_vm_readv, process_vm_writev · kill,
# tkill, tgkill, pidfd_open, pidfd_getfd · unshare, setns, mount, open_by_handle_at · bpf, io_uring_setup
FORBIDDEN_CALLS = {
    "x86_64": (41, 42, 43, 49, 50, 288, 59, 322, 101, 310, 311, 62, 200, 234, 434, 438, 272, 308, 165, 304, 321, 425),
    "aarch64": (
        *(198, 203, 202, 200, 201, 242, 221, 281, 117, 270, 271, 129, 130, 131),
        *(434, 438, 97, 268, 40, 265, 280, 425),
    ),
}
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
# Every right on files and folders of the first version of Landlock: execute, write, read, list, remove, make.
LANDLOCK_HANDLED = (1 << 13) - 1
LANDLOCK_READ = 0b1100  # read a file, list a folder
LIBRARY_FOLDERS = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/fonts", "/usr/local/lib")


def leave_the_network() -> str:
    """Move this process into a network of its own, which has no way out; returns "namespace", or "" where it may not."""
    for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET):
        if library().unshare(flags) == 0:
            return "namespace"
    return ""


def give_up_root() -> None:
    """Become nobody where this process is root, so that files of others cannot be read."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def close_the_files(code: Path) -> str:
    """Let this process and its children read libraries, fonts and our own `code` alone, and write nothing.

    Files that are open already stay so. Returns "landlock", or "" where the system has none.
    """
    libc = library()
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    ruleset = libc.syscall(LANDLOCK_CREATE_RULESET, struct.pack("Q", LANDLOCK_HANDLED), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return ""
    for folder in dict.fromkeys([sys.prefix, sys.base_prefix, str(code), *LIBRARY_FOLDERS]):
        if os.path.isdir(folder):
            descriptor = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            rule = struct.pack("=Qi", LANDLOCK_READ, descriptor)
            libc.syscall(LANDLOCK_ADD_RULE, ruleset, 1, rule, 0)
            os.close(descriptor)
    closed = libc.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return "landlock" if closed else ""


def limit(*, seconds: float) -> None:
    """Give this process its share of memory and time, no file to write and no core to leave, and let it die with its parent."""
    whole = max(1, int(seconds + 0.999))
    library().prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, whole),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES + highest_open()),
    ):
        resource.setrlimit(kind, (most, most))


def highest_open() -> int:
    """Return the highest number of an open file: the limit counts numbers, and those handed in keep theirs."""
    probe = os.dup(2)
    os.close(probe)
    return probe


def forbid_calls() -> str:
    """Forbid this process sockets, other programs and other processes; returns "seccomp", or "" where it cannot be."""
    machine = platform.machine()
    if machine not in FORBIDDEN_CALLS:
        return ""
    instructions = filter_of(machine)
    program = b"".join(instructions)
    held = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(instructions), ctypes.addressof(held))
    libc = library()
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return "seccomp" if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) == 0 else ""


def filter_of(machine: str) -> list[bytes]:
    """Return the filter for `machine` in the kernel's small language: a foreign architecture dies, what is forbidden fails."""
    kill, fail, allow = 0x8000_0000, 0x0005_0001, 0x7FFF_0000
    load, equals, at_least, answer = 0x20, 0x15, 0x35, 0x06
    calls = FORBIDDEN_CALLS[machine]
    return [
        instruction(load, 0, 0, 4),
        instruction(equals, 1, 0, AUDIT_ARCH[machine]),
        instruction(answer, 0, 0, kill),
        instruction(load, 0, 0, 0),
        instruction(at_least, len(calls) + 1, 0, FIRST_X32_CALL),
        *(instruction(equals, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        instruction(answer, 0, 0, allow),
        instruction(answer, 0, 0, fail),
    ]


def instruction(code: int, when_true: int, when_false: int, value: int) -> bytes:
    """Return one instruction of the filter."""
    return struct.pack("HBBI", code, when_true, when_false, value)


def library() -> ctypes.CDLL:
    """Return the C library, for what Python does not offer."""
    return ctypes.CDLL(None, use_errno=True)
