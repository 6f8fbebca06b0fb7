"""Key files: named by the environment, made by themselves outside production, refused when they are no keys."""

from __future__ import annotations

import base64
import shutil
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from courtcase.keys import files
from courtcase.keys.checks import key_files_usable
from tests.keys.conftest import write_key

THREADS = 8


@pytest.fixture(autouse=True)
def unread(settings: Any, tmp_path: Path) -> Any:
    """Begin and end each test with nothing read, in a folder of its own."""
    settings.DATA_DIR = tmp_path / "Деректер 1"
    settings.KEY_FILES, settings.INDEX_KEY_FILE = [], ""
    files.forget_keys()
    yield
    files.forget_keys()


def test_outside_production_keys_make_themselves(settings: Any) -> None:
    first = files.current_key()
    assert len(first.secret) == len(files.index_key()) == 32
    assert first.secret != files.index_key()
    folder = settings.DATA_DIR / "keys"
    assert sorted(path.name for path in folder.iterdir()) == ["index.key", "kek-1.key"]
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    files.forget_keys()
    assert files.current_key() == first


def test_whoever_makes_the_file_first_wins(settings: Any) -> None:
    path = settings.DATA_DIR / "keys" / "kek-1.key"
    files.made(path)
    before = path.read_bytes()
    assert files.made(path).read_bytes() == before


def test_threads_that_ask_at_once_read_one_key(settings: Any) -> None:
    """As many requests do that come first to a web process: each of them would make the file."""
    together = threading.Barrier(THREADS)

    def read() -> tuple[bytes, bytes]:
        together.wait(30)
        return files.current_key().secret, files.index_key()

    with ThreadPoolExecutor(THREADS) as pool:
        for _time in range(20):
            shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
            files.forget_keys()
            found = {one.result() for one in [pool.submit(read) for _thread in range(THREADS)]}
            files.forget_keys()
            assert found == {(files.current_key().secret, files.index_key())}
    assert len(list((settings.DATA_DIR / "keys").iterdir())) == 2


def test_production_makes_none(settings: Any) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="COURTCASE_KEY_FILES"):
        files.current_key()
    with pytest.raises(ImproperlyConfigured, match="COURTCASE_INDEX_KEY_FILE"):
        files.index_key()
    assert len(files.missing_key_files()) == 2
    assert [error.id for error in key_files_usable(None)] == ["keys.E001", "keys.E001"]
    assert not settings.DATA_DIR.exists()


def test_all_is_well(settings: Any, tmp_path: Path) -> None:
    settings.IS_PRODUCTION = True
    settings.KEY_FILES = [write_key(tmp_path, "b", 2), "old=" + write_key(tmp_path, "a", 1)]
    settings.INDEX_KEY_FILE = write_key(tmp_path, "index", 3)
    assert files.missing_key_files() == []
    assert [key.id for key in files.key_files()] == ["b", "old"]
    assert files.key_by_id("old").secret == b"\x01" * 32


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"", "does not hold 32 bytes"),
        (base64.b64encode(b"short"), "does not hold 32 bytes"),
        (b"not base64 at all!", "is not base64"),
        (b"\xff\x00", "is not base64"),
    ],
)
def test_what_is_no_key_is_named(settings: Any, tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "kek.key"
    if content is not None:
        path.write_bytes(content)
    settings.KEY_FILES = [str(path)]
    assert [words in line and "kek.key" in line for line in files.missing_key_files()] == [True]
    with pytest.raises(ImproperlyConfigured, match=words):
        files.current_key()


def test_two_keys_of_one_name_are_refused(settings: Any, tmp_path: Path) -> None:
    settings.KEY_FILES = [write_key(tmp_path, "a", 1), "a=" + write_key(tmp_path, "b", 2)]
    assert len(files.missing_key_files()) == 1
    with pytest.raises(ImproperlyConfigured, match="one id"):
        files.key_files()


def test_a_key_does_not_show_itself(settings: Any, tmp_path: Path) -> None:
    settings.KEY_FILES = [write_key(tmp_path, "a", 1)]
    assert repr(files.current_key()) == "KeyFile(id='a')"
