"""Notes of the Apparatus on a petition: for colleagues alone, in two keys, without their words in the record."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from courtcase.operations import NotAllowed, OperationError
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.exporting import facts_of_subject
from petitions.intake.operations.note import note_on_petition
from petitions.models import Petition, StaffNote
from tests.cast import Cast
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
WORDS = "Called about the annex, +7 701 000 11 22"


@pytest.fixture
def petition(walk: Walk) -> Petition:
    """Return a petition that the Apparatus checks."""
    return walk.screening()


def reader(cast: Cast, key: str) -> Client:
    """Return a browser in which a member of the cast is signed in."""
    client = Client()
    client.force_login(getattr(cast, key))
    return client


@pytest.mark.parametrize("key", ["clerk", "head_of_intake", "registrar"])
def test_the_apparatus_notes_and_reads(walk: Walk, petition: Petition, key: str) -> None:
    client, home = reader(walk.cast, key), f"/en/intake/{petition.public_id}/"
    version = Petition.objects.get(pk=petition.pk).version
    answer = client.post(f"{home}notes/add/", {"kind": "call", "text": WORDS})
    assert answer.status_code == 302
    assert answer["Location"] == home
    client.post(f"{home}notes/add/", {"kind": "call", "text": WORDS})
    assert StaffNote.objects.count() == 1, "sent twice it is noted once"
    assert Petition.objects.get(pk=petition.pk).version == version
    assert WORDS in client.get(home).content.decode()
    assert WORDS in client.get(f"{home}notes/").content.decode()
    note = StaffNote.objects.get()
    assert WORDS.encode() not in bytes(note.sealed_text)
    assert Event.objects.get(name="petition.staff_noted").body == {"kind": "call"}


@pytest.mark.parametrize("key", ["judge1", "chair", "secretary", "petitioner", "stranger", "consultant"])
def test_nobody_else_does(walk: Walk, key: str) -> None:
    petition = walk.in_study()
    actor = Actor.of(walk.cast.clerk)
    note_on_petition(petition=petition, kind="note", text=WORDS, actor=actor, at=walk.tick())
    client, home = reader(walk.cast, key), f"/en/intake/{petition.public_id}/"
    assert client.get(f"{home}notes/").status_code == 404
    assert client.post(f"{home}notes/add/", {"kind": "call"}).status_code == 404
    for page in (home, f"/en/petitions/{petition.public_id}/"):
        assert WORDS not in client.get(page).content.decode()
    with pytest.raises(NotAllowed):
        note_on_petition(petition=petition, kind="call", text="", actor=walk.cast.actor(key), at=walk.tick())


def test_a_copy_for_the_petitioner_knows_of_none(walk: Walk, petition: Petition) -> None:
    note_on_petition(petition=petition, kind="visit", text="", actor=Actor.of(walk.cast.clerk), at=walk.tick())
    facts = json.dumps(facts_of_subject(petition.subject, "ru"), default=str)
    assert "petition.screening_begun" in facts
    assert "staff_noted" not in facts


def test_a_note_needs_words_and_a_call_does_not(walk: Walk, petition: Petition) -> None:
    client, address = reader(walk.cast, "clerk"), f"/ru/intake/{petition.public_id}/notes/add/"
    assert client.post(address, {"kind": "note", "text": " "}).status_code == 422
    assert client.post(address, {"kind": "gossip", "text": WORDS}).status_code == 422
    assert client.post(address, {"kind": "call", "text": ""}).status_code == 302
    with pytest.raises(OperationError):
        note_on_petition(petition=petition, kind="gossip", text="", actor=walk.cast.actor("clerk"), at=walk.tick())


def test_older_notes_have_a_page(walk: Walk, petition: Petition) -> None:
    for number in range(25):
        text, actor = f"Note {number}.", walk.cast.actor("clerk")
        note_on_petition(petition=petition, kind="note", text=text, actor=actor, at=walk.tick())
    client, home = reader(walk.cast, "clerk"), f"/en/intake/{petition.public_id}/"
    beside = client.get(home)
    assert [one.text for one in beside.context["notes"]] == ["Note 24.", "Note 23.", "Note 22."]
    first = client.get(f"{home}notes/")
    older = client.get(f"{home}notes/" + first.context["older"])
    assert [one.text for one in older.context["notes"]] == [f"Note {number}." for number in range(4, -1, -1)]
