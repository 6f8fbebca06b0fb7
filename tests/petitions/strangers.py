"""Browsers of people without an account, and the messages that reach them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from courtcase.people.actors import Actor
from petitions.filing.operations.start_draft import start_draft
from petitions.models import Petition
from tests.petitions.walk import Walk, words

EMAIL = "kamila@example.org"
PHONE = "+77011234567"
SIX_DIGITS = re.compile(r"\b\d{6}\b")


def person(**changes: str) -> dict[str, str]:
    """Return the petitioner of the walk with an address to reach them by."""
    return {**words()["petitioner"], "email": EMAIL, "phone": "", **changes}  # type: ignore[dict-item]


def nameless(walk: Walk, **changes: str) -> Petition:
    """Return a draft, whole, that belongs to no account; its petitioner is reached as `changes` say."""
    started = start_draft(petitioner_kind="citizen", language="ru", actor=Actor.nobody(), at=walk.tick())
    walk.codes[started.petition.pk] = started.code
    return walk.write(started.petition, petitioner=person(**changes))


def holder(walk: Walk, petition: Petition) -> Client:
    """Return a browser in which the petition's code was entered, and nothing else was done."""
    client = Client()
    answer = client.post("/ru/petitions/track/", {"code": walk.codes[petition.pk]})
    assert answer.status_code == 302
    return client


def code_in(outbox: list[Any]) -> str:
    """Return the six digits of the message that came last."""
    found = SIX_DIGITS.search(outbox[-1].body)
    assert found, outbox[-1].body
    return found.group()
