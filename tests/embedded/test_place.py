"""Where embedded servers live: short sockets, private folders, reachable by the account they run as."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from courtcase.embedded import binaries, place, secrets_file
from courtcase.embedded.place import ServerAccount
from courtcase.embedded.stages import EmbeddedError

STRANGER = ServerAccount(uid=54321, gid=54321)
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")


def test_two_clones_never_share_a_folder_or_a_socket(tmp_path: Path) -> None:
    first, second = place.place_for(tmp_path / "a" / ".data"), place.place_for(tmp_path / "b" / ".data")
    assert first.folder != second.folder
    assert first.sockets != second.sockets


def test_the_same_clone_finds_its_folder_again(tmp_path: Path) -> None:
    assert place.place_for(tmp_path / ".data") == place.place_for(tmp_path / "." / ".data")


def test_sockets_are_short_however_long_the_path_is(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*(["Конституциялық сот"] * 12))
    found = place.place_for(deep)
    assert len(os.fsencode(found.sockets / ".s.PGSQL.5432.lock")) < 100
    assert len(os.fsencode(found.redis_socket)) < 100


def test_ordinary_user_drops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    found = place.place_for(tmp_path)
    assert found.account is None
    assert found.folder == tmp_path.resolve() / "embedded"


@AS_ROOT
def test_root_keeps_data_in_the_clone_when_the_account_can_reach_it(tmp_path: Path) -> None:
    assert place.is_reachable(Path("/"), STRANGER)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    assert not place.is_reachable(private / "clone" / ".data", STRANGER)


@AS_ROOT
def test_root_moves_the_data_out_of_a_private_folder(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    found = place.place_for(private / ".data")
    assert found.folder.parent == Path("/var/tmp")  # noqa: S108
    assert private.stat().st_mode & 0o777 == 0o700  # parent folders are left as they are
    assert not found.folder.exists()  # choosing creates nothing


def test_group_and_owner_permissions_count(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    status = tmp_path.stat()
    assert place.may_pass(status, ServerAccount(54321, status.st_gid))
    assert place.may_pass(status, ServerAccount(status.st_uid, 54321))
    assert not place.may_pass(status, STRANGER)


def test_private_folder_is_private_and_may_exist(tmp_path: Path) -> None:
    owner = ServerAccount(os.geteuid(), os.getegid())
    for _ in range(2):
        made = place.private_folder(tmp_path / "one" / "two", owner)
        assert made.stat().st_mode & 0o777 == 0o700


def test_link_or_file_in_its_place_is_refused(tmp_path: Path) -> None:
    owner = ServerAccount(os.geteuid(), os.getegid())
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "file").write_text("")
    for name in ("link", "file"):
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            place.private_folder(tmp_path / name, owner)


@AS_ROOT
def test_foreign_folder_is_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    os.chown(foreign, 54321, 54321)
    with pytest.raises(EmbeddedError, match="belongs to somebody else"):
        place.private_folder(foreign, ServerAccount(65534, 65534))


@AS_ROOT
def test_programs_out_of_reach_are_copied_once(tmp_path: Path) -> None:
    private = tmp_path / "private"
    (private / "bin").mkdir(parents=True)
    private.chmod(0o700)
    (private / "bin" / "tool").write_text("x")
    kept = place.Place(folder=tmp_path / "kept", sockets=tmp_path / "s", account=STRANGER)
    first = binaries.reachable_copy(kept, private / "bin", "tool")
    assert first != private / "bin"
    assert (first / "tool").read_text() == "x"
    (first / "mark").write_text("")
    assert (binaries.reachable_copy(kept, private / "bin", "tool") / "mark").exists()


def test_missing_wheel_says_what_to_do() -> None:
    with pytest.raises(EmbeddedError, match="set REDIS_URL"):
        binaries.wheel_folder("no_such_package_here", "set REDIS_URL")


def test_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    first = secrets_file.read_or_make(tmp_path)
    assert set(first) == set(secrets_file.NAMES)
    assert all(len(first[name]) >= 40 for name in secrets_file.NAMES if name != "demo_password")
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert secrets_file.read_or_make(tmp_path) == first
    assert len(first["demo_password"]) >= 12
