"""Filings of anything: whatever is sent to the pages of the form, nothing crashes, and what is stored is whole.

What is sent follows from numbers alone; ten in a row go on with one draft, unless it is submitted before.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from django import forms
from django.test import Client

from courtcase.register.models import Event
from petitions.content import digest_of, open_content
from petitions.models import Petition
from petitions.workflow import State

LANGUAGES = ("kk", "ru", "en")
# Texts people paste and machines send. A person's own words come first, so that about half of the filings get through.
TEXTS = (
    "Сот осы норманы менің ісімде қолданды. ",
    "Норма лишает меня права на защиту.\r\n\r\n1) первое;\r\n2) второе. ",
    "Үлгі Мысалқызы",
    "Астана, Мысал көшесі, 1-үй",
    "850101300015",
    "02.04.2026",
    "+7 701 000 00 00",
    "ulgi@example.org",
    "",
    "   \t\r\n ",
    "\x00",
    "бір\x00екі\x1b[31m",
    "\u202eтұсбағар\u202c",
    "\ufeff\u200b\u200d",
    "👩🏽‍⚖️" * 40,
    "е\u0301" * 300,
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}{% load static %}",
    "%s %(a)s %n ${7*7}",
    "'; DROP TABLE petitions_petition; --",
    "../../../../etc/passwd",
    '=HYPERLINK("http://127.0.0.1")',
    "-1",
    "0",
    "1e400",
    "NaN",
    "9" * 30,
    "31.02.2026",
    "01.01.0001",
    "99.99.99999",
    "2026-13-45T25:61:61",
    "a" * 300 + "@example.org",
    "ұзақ мәтін " * 3_000,
    "x" * 200_001,
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "\u0440\u0443\u0441\u0441\u043a\u0438\u0439".encode("cp1251").decode("latin-1"),
)
OWN_WORDS = 8


def value_for(asked: forms.Field, dice: random.Random) -> list[str]:
    """Return what is sent as one field: often something it takes, else anything, sometimes twice, sometimes not at all."""
    choices = [str(key) for key, _words in getattr(asked, "choices", []) if not isinstance(_words, list | tuple)]
    if choices and dice.random() < 0.6:
        return [dice.choice(choices)]
    texts = TEXTS[:OWN_WORDS] if dice.random() < 0.5 else TEXTS
    return [dice.choice(texts) for _time in range(dice.choice((0, 1, 1, 1, 1, 1, 2)))]


def something_for(form: forms.BaseForm, dice: random.Random) -> dict[str, list[str]]:
    """Return what is sent to a page: its version as it was seen, usually, and something for each field."""
    sent = {name: value_for(asked, dice) for name, asked in form.fields.items()}
    if dice.random() < 0.2:
        sent[dice.choice(["q", "act", "next", "id", "state", "petition", "provisions-0"])] = [dice.choice(TEXTS)]
    return sent


@dataclass
class Writer:
    """Somebody who goes on with one draft until it is submitted; the forms of the pages are looked at once."""

    language: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    forms_seen: dict[str, forms.BaseForm] = field(default_factory=dict)
    base: str = ""
    petition: Petition | None = None

    def begin(self) -> Petition:
        """Begin a draft that could be submitted as it is, and look at the pages its form has."""
        answer = self.client.post(f"/{self.language}/petitions/new/", {"petitioner_kind": "citizen", "language": "kk"})
        assert answer.status_code == 302
        self.petition = Petition.objects.latest("pk")
        self.base = f"/{self.language}/petitions/{self.petition.public_id}/write/"
        if not self.forms_seen:
            first: Any = self.client.get(answer["Location"])
            for step in first.context["steps"]:
                if step.form is not None:
                    shown: Any = self.client.get(f"{self.base}{step.name}/")
                    self.forms_seen[step.name] = shown.context["form"]
        self.client.post(f"{self.base}you/", {"full_name": TEXTS[2], "residence": TEXTS[3]})
        self.client.post(f"{self.base}situation/", {"situation": TEXTS[0]})
        self.petition.refresh_from_db()
        return self.petition

    def send(self, name: str, petition: Petition, dice: random.Random) -> str:
        """Send something to a page; return what was wrong with the answer."""
        sent = something_for(self.forms_seen[name], dice)
        if dice.random() < 0.9:
            sent["version"] = [str(petition.version)]
        answer: Any = self.client.post(f"{self.base}{name}/", sent)
        if answer.status_code not in {302, 409, 422}:
            return f"POST {answer.status_code}"
        if answer.status_code == 422 and not answer.context["form"].errors:
            return "refused without a word"
        return ""


def half_stored(petition: Petition, submitted: bool) -> str:
    """Return what of a petition is not whole: its state, words, digest and events have to say the same."""
    petition.refresh_from_db()
    events = set(Event.objects.filter(subject=petition.subject_id).values_list("name", flat=True))
    version = petition.versions.get()
    content = open_content(petition, version)
    if submitted != (petition.state == State.AWAITING_SIGNATURE) or submitted != ("petition.submitted" in events):
        return f"submitted: {submitted}, but {petition.state} with {sorted(events)}"
    if submitted and bytes(version.digest or b"") != digest_of(content):
        return "the digest is not that of the words"
    if petition.contested.count() > 50:
        return "more provisions than a petition may name"
    return ""


def filed_anyhow(number: int, writer: Writer) -> list[str]:
    """Send something to one page or two, and submit; return what was wrong, a line each."""
    dice = random.Random(number)
    petition = writer.petition or writer.begin()
    wrong = []
    for name in dice.sample(list(writer.forms_seen), k=dice.choice((1, 1, 2))):
        said = writer.send(name, petition, dice)
        wrong += [f"{number}: {name}: {said}"] if said else []
        petition.refresh_from_db()
    last: Any = writer.client.post(f"{writer.base}check/", {"version": petition.version})
    if last.status_code not in {302, 422}:
        wrong.append(f"{number}: check {last.status_code}")
    is_submitted = last.status_code == 302
    said = half_stored(petition, is_submitted)
    if is_submitted or number % 10 == 9:
        writer.petition = None
    return wrong + ([f"{number}: {said}"] if said else [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "numbers",
    [
        range(40),
        *(
            pytest.param(range(begin, begin + 500), marks=[pytest.mark.faults, pytest.mark.timeout(900)])
            for begin in (40, 540, 1_040, 1_540)
        ),
    ],
    ids=["40", "500", "1000", "1500", "2000"],
)
def test_anything_may_be_filed(numbers: range) -> None:
    writers = [Writer(language) for language in LANGUAGES]
    wrong = [line for number in numbers for line in filed_anyhow(number, writers[number // 10 % len(writers)])]
    assert not wrong, "\n".join(wrong[:40])
    states = Petition.objects.values_list("state", flat=True)
    # Some get through and some do not: else the filings would be no test of either.
    assert {State.DRAFT, State.AWAITING_SIGNATURE} <= set(states)
