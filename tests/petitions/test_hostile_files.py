"""Whatever is sent as an attachment: an answer in the page's language that says what to do, and nothing half-stored."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from courtcase.documents.models import Document
from courtcase.documents.storage import storage_name
from petitions.models import Petition
from tests.documents.files import upload
from tests.documents.hostile import MAKERS, hostile
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
AT_ONCE = 6
MOST_ON_ONE_DRAFT = 24
CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]{3,}")


def sent(client: Client, petition: Petition, numbers: range, language: str) -> tuple[Any, int]:
    """Send some files at once; return the answer, and how many there were."""
    files = [hostile(number) for number in numbers]
    chosen = [upload("file", content) for _name, content in files]
    for one, (name, _content) in zip(chosen, files, strict=True):
        one.__dict__["_name"] = name  # as a program may send it: Django's own class would clean it here
    address = f"/{language}/petitions/{petition.public_id}/write/attachments/"
    return client.post(address, {"purpose": "other", "attachment": chosen}), len(files)


def require_words(answer: Any, language: str) -> int:
    """Return how many files were refused; each has words of what to do, in the language of the page."""
    assert answer.status_code in {302, 422}
    refused = [] if answer.status_code == 302 else list(answer.context["form"].errors["attachment"])
    for words in refused:
        name, dash, sentence = str(words).rpartition(" — ")
        assert dash, words
        assert sentence.endswith("."), words
        assert bool(CYRILLIC.search(sentence)) == (language != "en"), words
        assert not re.search(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]", name), ascii(name)
    return len(refused)


def require_whole(media: Path) -> None:
    """Rows and files are the same ones, and no temporary file is left."""
    stored = {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}
    assert stored == {storage_name(key) for key in Document.objects.values_list("storage_key", flat=True)}


def walk_through(client: Client, walk: Walk, media: Path, count: int) -> None:
    """Send so many files, some at once, the languages by turns."""
    client.force_login(walk.cast.petitioner)
    petition = walk.drafted()
    for turn, start in enumerate(range(0, count, AT_ONCE)):
        if turn % (MOST_ON_ONE_DRAFT // AT_ONCE) == 0:
            petition = walk.drafted()
        language = LANGUAGES[turn % 3]
        before = petition.attachments.count()
        answer, files = sent(client, petition, range(start, min(start + AT_ONCE, count)), language)
        refused = require_words(answer, language)
        laid = petition.attachments.count() - before
        assert laid + refused <= files
        assert laid or refused
        for one in petition.attachments.select_related("document"):
            assert not re.search(r"[\x00-\x1f/\\\u202a-\u202e\u2066-\u2069]", one.document.filename)
    require_whole(media)


@pytest.fixture
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


def test_two_of_each_kind(client: Client, walk: Walk, media: Path) -> None:
    walk_through(client, walk, media, 2 * len(MAKERS))


@pytest.mark.faults
def test_five_hundred(client: Client, walk: Walk, media: Path) -> None:
    walk_through(client, walk, media, 500)
