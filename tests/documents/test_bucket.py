"""Documents in a bucket, against a server that speaks S3: kept, given out by our own views alone, swept, and told of."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from courtcase.backup import sets
from courtcase.backup.copying import copy_wanted, damaged_documents, put_back, write_wanted
from courtcase.documents import storage
from courtcase.documents.models import Document, PreviewState
from courtcase.documents.operations import (
    keep_upload,
    receive_upload,
    remove_document,
    store_generated,
    sweep_orphans,
)
from courtcase.documents.previews import make_previews, previews_of
from courtcase.documents.queries import is_unaltered
from courtcase.documents.serving import serve_document
from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from petitions.models import Attachment
from tests.cast import Cast
from tests.documents.conftest import stored_files
from tests.documents.files import pdf, store_upload, upload
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOBODY = Actor.nobody()
CONTENT = pdf()
BUCKET, OTHER_BUCKET = "court-documents", "court-documents-elsewhere"
OPTIONS = {"bucket_name": BUCKET, "region_name": "us-east-1", "access_key": "key", "secret_key": "secret"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An S3-compatible server on this machine, with our bucket."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)
    for name in (BUCKET, OTHER_BUCKET):
        client.create_bucket(Bucket=name)
    yield address
    running.stop()


def keep_in(address: str, settings: Settings, name: str = BUCKET) -> None:
    """Have documents kept in a bucket of the server at `address`."""
    storages = copy.deepcopy(settings.STORAGES)
    backend = "courtcase.documents.bucket.BucketStorage"
    storages["default"] = {"BACKEND": backend, "OPTIONS": {**OPTIONS, "bucket_name": name, "endpoint_url": address}}
    settings.STORAGES = storages


@pytest.fixture
def bucket(server: str, settings: Settings) -> str:
    """Keep documents in the bucket; return the server's address."""
    keep_in(server, settings)
    return server


def stored(content: bytes) -> Document:
    """Return a document that somebody uploaded."""
    given = upload("Шағым.pdf", content)
    return store_upload(uploaded=given, subject=None, kind="attachment", actor=NOBODY, at=AT)


def test_a_file_is_kept_in_the_bucket_alone_and_read_unaltered(bucket: str, media: Path) -> None:
    document = stored(CONTENT)
    assert stored_files(media) == []
    assert default_storage.exists(storage.storage_name(document.storage_key))
    assert is_unaltered(document)


def test_a_file_is_given_out_by_our_view_and_has_no_address_of_its_own(bucket: str) -> None:
    document = stored(CONTENT)
    response = serve_document(document)
    assert b"".join(response.streaming_content) == CONTENT  # type: ignore[arg-type]
    assert response["Cache-Control"] == "private, no-store"
    assert bucket not in str(response.headers)
    with pytest.raises(ValueError, match="no addresses"):
        default_storage.url(storage.storage_name(document.storage_key))


def test_an_attachment_reaches_its_petitioner_and_no_stranger(bucket: str, cast: Cast) -> None:
    petition = Walk(cast).drafted()
    page = f"/ru/petitions/{petition.public_id}/write/attachments/"
    owner, stranger = Client(), Client()
    owner.force_login(cast.petitioner)
    stranger.force_login(cast.stranger)
    assert owner.post(page, {"purpose": "judicial_act", "attachment": upload("акт.pdf", CONTENT)}).status_code == 302
    address = f"/ru/petitions/{petition.public_id}/documents/{Attachment.objects.get().pk}/"
    answer = owner.get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == CONTENT  # type: ignore[arg-type, attr-defined]
    assert stranger.get(address).status_code in {403, 404}
    assert Client().get(address).status_code in {302, 403, 404}


def test_a_preview_is_made_of_what_lies_in_the_bucket_and_lies_there_too(bucket: str, media: Path) -> None:
    received = receive_upload(uploaded=upload("Шағым.pdf", CONTENT))
    document = keep_upload(received=received, subject=None, kind="other", actor=NOBODY, at=AT, with_preview=True)
    assert make_previews(document_id=document.pk, actor=NOBODY, at=AT) == PreviewState.MADE
    shown = [one.document for one in previews_of(document)]
    assert shown
    assert all(storage.is_kept(one.storage_key) and is_unaltered(one) for one in shown)
    assert stored_files(media) == []


def test_a_set_is_taken_of_the_bucket_and_put_back_into_an_empty_one(
    bucket: str, settings: Settings, tmp_path: Path
) -> None:
    settings.BACKUP_DIR = tmp_path / "backups"
    document, folder = stored(CONTENT), sets.new_folder("any")
    write_wanted(folder)
    copied = copy_wanted(folder)
    assert (copied.summary.count, copied.lost) == (Document.objects.count(), [])
    assert damaged_documents(folder) == []
    keep_in(bucket, settings, OTHER_BUCKET)
    assert storage.is_empty()
    assert put_back(folder) == Document.objects.count()
    assert is_unaltered(document)


def test_what_is_removed_is_gone_from_the_bucket(
    bucket: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    document = stored(CONTENT)
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, actor=NOBODY, at=AT)
    with pytest.raises(FileNotFoundError):
        storage.open_kept(document.storage_key)


def test_what_belongs_to_no_row_is_swept_and_the_rest_stays(bucket: str) -> None:
    kept = stored(CONTENT)
    orphan = storage.keep(storage.write_temporary([b"left over"], limit=100).path)
    later = datetime.now(UTC) + storage.ORPHAN_AGE + timedelta(minutes=1)
    assert sweep_orphans(actor=NOBODY, at=later).orphans >= 1
    assert default_storage.exists(storage.storage_name(kept.storage_key))
    assert not default_storage.exists(storage.storage_name(orphan))


def test_a_young_file_without_a_row_is_left_alone(bucket: str) -> None:
    orphan = storage.keep(storage.write_temporary([b"being filed"], limit=100).path)
    sweep_orphans(actor=NOBODY, at=datetime.now(UTC))
    assert default_storage.exists(storage.storage_name(orphan))


@pytest.fixture
def silent(settings: Settings) -> None:
    """Have documents kept in a bucket whose server is not there."""
    keep_in("http://127.0.0.1:9", settings)


def test_a_bucket_that_is_away_refuses_an_upload_in_words(silent: None, media: Path) -> None:
    with pytest.raises(OperationError) as refused:
        stored(CONTENT)
    assert (refused.value.field, refused.value.code) == ("attachment", "not_kept")
    with pytest.raises(OperationError):
        store_generated(
            content=b"x", filename="a.pdf", content_type="a/b", subject=None, kind="receipt", actor=NOBODY, at=AT
        )


def test_a_bucket_that_is_away_is_told_before_a_download_begins(bucket: str, settings: Settings) -> None:
    document = stored(CONTENT)
    keep_in("http://127.0.0.1:9", settings)
    with pytest.raises(WrongState) as refused:
        serve_document(document)
    assert refused.value.code == "not_readable"


def test_without_a_bucket_documents_lie_in_a_folder() -> None:
    assert str(django_settings.STORAGES["default"]["BACKEND"]).endswith("FileSystemStorage")
