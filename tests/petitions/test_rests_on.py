"""The article beside a rule: never shown as confirmed law while no lawyer has confirmed the row."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from courtcase.law.models import Term
from courtcase.law.templatetags.law import rests_on
from tests.petitions.walk import Walk


@pytest.mark.parametrize(
    ("article", "confirmed", "words"),
    [
        ("Constitutional Law art. 47(1)", None, "ещё не подтвердил"),
        ("Constitutional Law art. 47(1)", date(2026, 1, 1), ""),
        ("", None, None),
    ],
)
def test_says_so_while_nobody_confirmed_the_row(article: str, confirmed: date | None, words: str | None) -> None:
    with translation.override("ru"):
        said = rests_on(Term(article=article, confirmed_on=confirmed))
    assert (said == "") if words is None else ("47" in said and ("не подтвердил" in said) == bool(words))


@pytest.mark.django_db
def test_the_petitioners_terms_say_so(walk: Walk) -> None:
    petition = walk.returned()
    client = Client()
    client.force_login(walk.cast.petitioner)
    page = client.get(f"/ru/petitions/{petition.public_id}/").content.decode()
    assert "ещё не подтвердил" in page
