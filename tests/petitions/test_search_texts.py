"""The texts of petitions are searched by whoever may open them, and neither the index nor the record tells a word of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from courtcase.keys.files import index_key
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.models import Event
from petitions.filing.operations.submit_petition import submit_cure
from petitions.intake import searching
from petitions.intake.operations.mark_petitions import mark_new, mark_next
from petitions.intake.wording import asked_of, digest_of_word
from petitions.models import Petition
from tests.petitions.test_same import plan_of
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
TEXTS = "/en/intake/texts/"
COUNSEL = "Суд рассмотрел ходатайство о снегоходах и сослался на часть 1 статьи 482 Уголовно-процессуального кодекса."
PENSION = "Бала күтіміне байланысты зейнетақы өтілі есептелмеді, құқығым бұзылды."


def found(walk: Walk, typed: str, account: Account | None = None, **more: object) -> list[int]:
    """Return the petitions found by words, in the order of the page."""
    client = Client()
    client.force_login(account or walk.cast.clerk)
    answer = client.post(TEXTS, {"words": typed, **more})
    assert answer.status_code in {200, 422}, typed
    assert answer["Cache-Control"] == "private, no-store"
    return [one.pk for one in answer.context["found"].petitions]


def marked(walk: Walk) -> int:
    """Let the words be written, as each minute does."""
    return mark_new(actor=Actor.system("tests"), at=walk.now)


def two(walk: Walk) -> tuple[Petition, Petition]:
    """Return two petitions with words of their own, in Russian and in Kazakh."""
    counsel = walk.registered(situation=COUNSEL)
    pension = walk.registered(language="kk", situation=PENSION)
    marked(walk)
    return counsel, pension


def test_words_are_found_in_any_form_and_however_they_are_typed(walk: Walk) -> None:
    counsel, pension = two(walk)
    for typed in ("снегоход", "ХОДАТАЙСТВАМИ снегоходов", "482 УПК", "482-бап ҚПК", "ст. 482 УПК снегоход", "cytuj[jl"):
        assert found(walk, typed) == [counsel.pk], typed
    for typed in ("зейнетақы", "зейнетакы отили", "құқығым зейнетақының"):
        assert found(walk, typed) == [pension.pk], typed
    for typed in ("адвокатура Марс", "483 УПК", "\x00", "'", "' | 'a"):
        assert found(walk, typed) == [], typed


def test_where_no_text_holds_every_word_those_with_most_of_them_are_told_as_such(walk: Walk) -> None:
    counsel, _pension = two(walk)
    client = Client()
    client.force_login(walk.cast.clerk)
    answer = client.post(TEXTS, {"words": "снегоход ходатайство Марс"})
    assert [one.pk for one in answer.context["found"].petitions] == [counsel.pk]
    assert "No text holds all of these words." in answer.content.decode()


def test_only_what_may_be_opened_is_found(walk: Walk) -> None:
    counsel, _pension = two(walk)
    walk.drafted(situation=COUNSEL)
    assert found(walk, "снегоход", walk.cast.judge1) == []
    assert found(walk, "снегоход", walk.cast.chair) == [counsel.pk]
    studied = walk.reported(situation=COUNSEL)
    marked(walk)
    assert found(walk, "снегоход", walk.cast.judge1) == [studied.pk]
    for account in (walk.cast.stranger, walk.cast.petitioner, walk.cast.auditor):
        client = Client()
        client.force_login(account)
        assert client.post(TEXTS, {"words": "снегоход"}).status_code == 404
    assert Client().post(TEXTS, {"words": "снегоход"}).status_code in {302, 403}


def test_neither_the_index_nor_the_record_tells_a_word(walk: Walk) -> None:
    two(walk)
    found(walk, "снегоход")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(tokens::text, ' ') FROM petitions_petitionwords")
        kept = str(cursor.fetchone()[0])
    assert kept.isascii()
    assert digest_of_word("снегоход", index_key()) in kept
    assert ":" not in kept, "places and numbers of words are kept"
    searched = Event.objects.filter(name="petition.searched").latest("pk")
    assert searched.body["by"] == "words"
    assert "снегоход" not in str(list(Event.objects.values_list("body", flat=True)))


def test_a_corrected_text_is_found_by_its_new_words_alone(walk: Walk) -> None:
    walk.now -= timedelta(days=20)
    petition = walk.returned(situation=COUNSEL)
    mark_next(after=0, limit=50, actor=Actor.system("tests"), at=walk.now)
    assert found(walk, "снегоход") == [petition.pk]
    walk.now += timedelta(days=10)
    walk.changed(petition, situation=PENSION)
    submit_cure(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    walk.confirm(petition)
    marked(walk)
    assert found(walk, "зейнетақы") == [petition.pk]
    assert found(walk, "снегоход") == []


@pytest.mark.parametrize(("window", "most_named"), [(1, 2_000), (1, 1), (3, 1), (10_000, 2_000)])
def test_older_ones_stand_on_further_pages(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, window: int, most_named: int
) -> None:
    monkeypatch.setattr(searching, "PAGE", 2)
    monkeypatch.setattr(searching, "WINDOW", window)
    monkeypatch.setattr(searching, "MOST_NAMED", most_named)
    petitions = [walk.filed(situation=COUNSEL).pk for _number in range(5)]
    marked(walk)
    newest = sorted(petitions, reverse=True)
    first = found(walk, "снегоход")
    second = found(walk, "снегоход", after=first[-1])
    third = found(walk, "снегоход", after=second[-1])
    assert [*first, *second, *third] == newest
    assert found(walk, "снегоход", after="not a key") == first
    assert found(walk, "снегоход ходатайство Марс") == newest[:2]
    assert found(walk, "Марс") == []


def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(walk: Walk) -> None:
    client = Client()
    client.force_login(walk.cast.clerk)
    empty = client.post(TEXTS, {"words": " "})
    nothing = client.post(TEXTS, {"words": "неслыханное"})
    assert (empty.status_code, nothing.status_code) == (422, 422)
    assert "Write a word of the text." in empty.content.decode()
    assert 'value="неслыханное"' in nothing.content.decode()
    assert "Try fewer" in nothing.content.decode()
    assert client.get(TEXTS).status_code == 200


def test_words_are_found_by_an_index(walk: Walk) -> None:
    two(walk)
    rows = searching.PetitionWords.objects.filter(tokens=searching.BuiltQuery(asked_of("'снегоход'")))
    assert "petition_words" in plan_of(rows)
