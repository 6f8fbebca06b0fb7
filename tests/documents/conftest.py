"""Every test of files has a storage folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "Құжаттар мен файлы"
    return settings.MEDIA_ROOT


def stored_files(media: Path) -> list[Path]:
    """Return every file below the storage folder, temporary ones too."""
    return sorted(path for path in media.rglob("*") if path.is_file())
