"""What the letter about a return says: why, how to cure it, where to go instead."""

from __future__ import annotations

import pytest

from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from tests.petitions.walk import WHY, Walk


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "article"), [("kk", "47-баптың 2-тармағының"), ("ru", "пункта 2 статьи 47")])
def test_the_letter_says_why_and_how_to_cure_in_the_language_of_the_petition(
    walk: Walk, language: str, article: str
) -> None:
    petition = walk.returned(language=language)
    last = petition.returns.get()
    ground = last.grounds.get()
    notice = Notice.objects.get(subject=petition.subject, event="petition.returned")
    body = render(notice).body
    assert getattr(ground, f"text_{language}") in body
    assert getattr(ground, f"cure_{language}") in body
    assert article in body
    assert WHY in body
