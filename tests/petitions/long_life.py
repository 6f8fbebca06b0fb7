"""A petition that has lived long: 20 KB of words, five files, a history of thirty events."""

from __future__ import annotations

from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.register.operations import record
from petitions.filing.operations.attach import attach
from petitions.models import Petition
from tests.documents.files import picture, upload
from tests.petitions.walk import Walk


def assigned_often(walk: Walk, petition: Petition, count: int) -> None:
    """Record that a petition was given to a clerk `count` times."""
    for _number in range(count):
        actor = Actor.of(walk.cast.head_of_intake)
        record(subject=petition.subject, event="petition.assigned", actor=actor, at=walk.tick())


def long_lived(walk: Walk) -> Petition:
    """Return a petition of 20 KB with five files and a history of thirty events, that is being checked."""
    draft = walk.drafted(situation="Суд применил норму. " * 270, reasoning="Норма лишает защитника. " * 220)
    for number in range(5):
        uploaded = upload(f"{number}.png", picture())
        attach(petition=draft, uploaded=uploaded, purpose="proof", actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    draft.refresh_from_db()
    petition = walk.submit(draft)
    assigned_often(walk, petition, 30 - Event.objects.filter(subject=petition.subject_id).count())
    return petition
