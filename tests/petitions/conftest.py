from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from petitions.models import Petition
from tests.cast import Cast
from tests.petitions.walk import Walk


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Return a walk through the house with the cast."""
    return Walk(cast)


@pytest.fixture
def draft(walk: Walk) -> Petition:
    """Return a draft of the petitioner."""
    return walk.drafted()


@pytest.fixture
def petitioner(client: Client, walk: Walk) -> Client:
    """Return the client, signed in as the petitioner."""
    client.force_login(walk.cast.petitioner)
    return client


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    """Keep the files of each test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return tmp_path / "documents"
