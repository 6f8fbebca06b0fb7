"""The prepared world as a fixture: made once for a module, in a database of its own; every request is undone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.cast import Cast
from tests.petitions.prepared import World, prepare
from tests.petitions.walk import Walk
from tests.real_commits import RealDatabase


@pytest.fixture(scope="module")
def world(module_commits: RealDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The prepared world, made once; every request to it is undone."""
    folder: Path = tmp_path_factory.mktemp("documents")
    with override_settings(MEDIA_ROOT=folder):
        made = prepare(Walk(Cast()))
        logging.disable(logging.CRITICAL)  # thousands of lines that nobody reads
        yield made
    logging.disable(logging.NOTSET)
