"""Files kept in a storage that is no folder of this machine, as S3 is none."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from courtcase.documents import storage
from courtcase.documents.models import Document
from courtcase.documents.operations import remove_document
from courtcase.documents.queries import is_unaltered, open_document
from courtcase.people.actors import Actor
from tests.documents.conftest import stored_files
from tests.documents.files import pdf, store_upload, upload

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOBODY = Actor.nobody()


@pytest.fixture
def elsewhere(settings: Settings) -> None:
    """Keep files in a storage without paths."""
    storages = copy.deepcopy(settings.STORAGES)
    storages["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = storages


def test_a_file_is_kept_read_listed_and_removed(
    elsewhere: None, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    content = pdf()
    document: Document = store_upload(
        uploaded=upload("Шағым.pdf", content), subject=None, kind="attachment", actor=NOBODY, at=AT
    )
    assert stored_files(media) == []
    with open_document(document) as file:
        assert file.read() == content
    assert is_unaltered(document)
    assert list(storage.kept_before(datetime.now(UTC) + timedelta(minutes=1))) == [document.storage_key]
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, actor=NOBODY, at=AT)
    with pytest.raises(FileNotFoundError):
        storage.open_kept(document.storage_key)
