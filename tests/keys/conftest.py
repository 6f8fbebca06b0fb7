"""What tests of keys share: key files of their own."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from courtcase.keys.files import forget_keys


def write_key(folder: Path, name: str, fill: int) -> str:
    """Write a key file of 32 equal bytes and return its path."""
    path = folder / f"{name}.key"
    path.write_bytes(base64.b64encode(bytes([fill]) * 32) + b"\n")
    return str(path)


@pytest.fixture
def use_keys(settings: Any, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Return a function that names the key files of the test, the current one first."""

    def use(*names: str) -> None:
        settings.KEY_FILES = [write_key(tmp_path, name, sum(name.encode()) % 256) for name in names]
        settings.INDEX_KEY_FILE = write_key(tmp_path, "index", 7)
        forget_keys()

    use("first")
    yield use
    forget_keys()
