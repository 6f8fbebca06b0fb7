"""Whoever represents others reads whose petition a message and a page is about; the message names nobody."""

from __future__ import annotations

import re
from datetime import date

import pytest

from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from petitions.filing.desk import calendar_of_terms, running_terms
from petitions.letters.templates import first_texts
from petitions.letters.values import late_values
from petitions.models import Petition
from petitions.notices import TELLING_EVENTS
from petitions.telling import tell_petitioner
from tests.petitions.acts import signed_in
from tests.petitions.strangers import holder
from tests.petitions.together import ADVOCATE
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
CLIENT = "Үлгі Мысалқызы"
AS_ONES_OWN = {
    "en": re.compile(r"\byour (own )?(petition|case|correction|signature|first)\b", re.IGNORECASE),
    "ru": re.compile(r"\bваш\w* (обращени|дел|исправлени|подпис|подписанн)", re.IGNORECASE),
    "kk": re.compile(r"өтінішіңіз|ісіңіз\b|түзетуіңіз", re.IGNORECASE),
}
# What these say is gathered from a ruling, or from an alarm about a norm: they are asked about beside those.
ALIKE = sorted(set(TELLING_EVENTS) - {"petition.norm_fell", "petition.norm_changed"})


@pytest.fixture
def petition(walk: Walk) -> Petition:
    """Return a returned petition that an advocate filed from an account."""
    return walk.returned(writer="advocate", representatives=[ADVOCATE])


def told_of(petition: Petition, walk: Walk, event: str) -> Notice:
    """Return the message of an event to whoever filed."""
    tell_petitioner(petition=petition, event=event, at=walk.tick(), key=f"of {event}")
    return Notice.objects.filter(event=event, subject=petition.subject).latest("pk")


def test_no_message_speaks_to_a_representative_as_to_the_petitioner(walk: Walk, petition: Petition) -> None:
    wrong = []
    for event in ALIKE:
        notice = told_of(petition, walk, event)
        assert notice.recipient == walk.cast.petitioner
        for language, own in AS_ONES_OWN.items():
            notice.language = language
            text = render(notice)
            if own.search(f"{text.title}\n{text.body}") or CLIENT in text.title:
                wrong.append((event, language, text.title, text.body))
    assert wrong == []


def test_the_message_says_that_it_is_about_the_person_represented(walk: Walk, petition: Petition) -> None:
    notice = told_of(petition, walk, "petition.registered")
    notice.language = "en"
    text = render(notice)
    assert "the petition of the person you represent" in text.body
    assert CLIENT not in text.body


def test_the_petitioner_is_spoken_to_as_ever(walk: Walk) -> None:
    notice = told_of(walk.registered(), walk, "petition.registered")
    notice.language = "en"
    text = render(notice)
    assert text.title.startswith("Your petition is registered")
    assert "represent" not in text.body


def test_pages_behind_the_sign_in_name_whom_a_representative_represents(walk: Walk, petition: Petition) -> None:
    browser = signed_in(walk.cast.petitioner)
    for address in ("mine/", f"{petition.public_id}/", "terms/"):
        assert CLIENT in browser.get(f"/en/petitions/{address}").content.decode(), address
    own = walk.registered()
    page = browser.get("/en/petitions/mine/")
    assert [bool(name) for one, name in page.context["rows"] if one.pk in {own.pk, petition.pk}] == [False, True]


def test_a_calendar_names_nobody(walk: Walk, petition: Petition) -> None:
    terms = running_terms(walk.cast.actor("petitioner"), walk.tick())
    assert any(one.represented == CLIENT for one in terms)
    assert CLIENT.encode() not in calendar_of_terms(terms, at=walk.tick())
    clerk = signed_in(walk.cast.clerk).get(f"/en/petitions/{petition.public_id}/")
    assert clerk.context["represented"] == ""


def test_letters_speak_of_the_petition_to_whoever_reads_them(walk: Walk) -> None:
    """One letter is read by who petitioned and by who represents; so are its own words, and the line on the last day."""
    wrong = [
        (kind, language)
        for kind, texts in first_texts().items()
        for language, own in AS_ONES_OWN.items()
        if own.search(texts[language])
    ]
    assert wrong == []
    for language, own in AS_ONES_OWN.items():
        late = late_values(number="1", day=date(2026, 3, 2), cure_until=date(2026, 4, 2), language=language)
        assert "02.04.2026" in late["cure_until"]
        assert not own.search(late["cure_until"])


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_page_of_the_second_proof_calls_the_petition_nobodys(walk: Walk, petition: Petition, language: str) -> None:
    own = walk.returned()
    for one, is_own in ((petition, False), (own, True)):
        page = holder(walk, one).get(f"/{language}/petitions/{one.public_id}/prove/")
        heading = page.content.decode().partition("<h1>")[2].partition("</h1>")[0]
        assert bool(AS_ONES_OWN[language].search(heading)) == is_own, heading
