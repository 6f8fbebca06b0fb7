"""Files are copied through Django's storage: out of a bucket and into another as well as between folders."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from pytest_django import Settings

from courtcase.backup import sets
from courtcase.backup.copying import copy_wanted, damaged_documents, put_back, refuse_losses, write_wanted
from courtcase.backup.manifest import BackupError
from courtcase.documents import storage
from courtcase.documents.models import Document
from courtcase.documents.operations import erase_bytes
from courtcase.people.actors import Actor
from tests.backup.conftest import AT
from tests.documents.files import pdf, store_upload, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Callable[[], dict[str, object]]:
    """Return what gives settings with an empty storage that is no folder of this machine, as S3 is none."""
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "documents", tmp_path / "backups"

    def emptied() -> dict[str, object]:
        storages = copy.deepcopy(settings.STORAGES)
        storages["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        return {"STORAGES": storages}

    return emptied


def stored() -> Document:
    """Store a small file."""
    actor = Actor.nobody()
    return store_upload(uploaded=upload("Шағым.pdf", pdf()), subject=None, kind="attachment", actor=actor, at=AT)


def test_from_one_bucket_into_another(elsewhere: Callable[[], dict[str, object]]) -> None:
    folder = sets.new_folder("any")
    with override_settings(**elsewhere()):
        assert storage.is_empty()
        document = stored()
        assert not storage.is_empty()
        assert write_wanted(folder) == document.size
        copied = copy_wanted(folder)
    assert (copied.summary.count, copied.summary.bytes, copied.lost) == (1, document.size, [])
    assert damaged_documents(folder) == []
    with override_settings(**elsewhere()):
        assert storage.is_empty()
        assert put_back(folder) == 1
        with storage.open_kept(document.storage_key) as file:
            assert file.read() == sets.document_path(folder, document.storage_key).read_bytes()


def test_what_lies_half_there_is_put_back_whole(elsewhere: Callable[[], dict[str, object]]) -> None:
    folder = sets.new_folder("any")
    document = stored()
    write_wanted(folder)
    copy_wanted(folder)
    kept = next(path for path in Path(storage.default_storage.path(storage.KEPT)).rglob("*") if path.is_file())
    whole = kept.read_bytes()
    kept.write_bytes(whole[:100])
    assert put_back(folder) == 1
    assert kept.read_bytes() == whole
    assert storage.is_kept(document.storage_key)


def test_what_was_destroyed_by_law_is_no_loss(
    elsewhere: Callable[[], dict[str, object]], django_capture_on_commit_callbacks: Any
) -> None:
    folder, before, meanwhile = sets.new_folder("any"), stored(), stored()
    with django_capture_on_commit_callbacks(execute=True):
        erase_bytes(document=before, actor=Actor.system("tests"), at=AT)
    assert write_wanted(folder) == meanwhile.size
    with django_capture_on_commit_callbacks(execute=True):
        erase_bytes(document=meanwhile, actor=Actor.system("tests"), at=AT)
    copied = copy_wanted(folder)
    assert (copied.lost, copied.summary.count, copied.summary.removed) == ([], 0, 1)
    assert not storage.is_kept(before.storage_key)


def test_many_losses_are_counted_and_a_few_named() -> None:
    refuse_losses([])
    with pytest.raises(BackupError, match="12 documents .*number 0, .*number 9 and 2 more"):
        refuse_losses([f"number {number}" for number in range(12)])
