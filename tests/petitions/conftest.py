from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.petitions.walk import Walk


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Return a walk through the house with the cast."""
    return Walk(cast)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    """Keep the files of each test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return tmp_path / "documents"
