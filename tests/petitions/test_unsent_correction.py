"""What is written for a correction is its writer's until it is submitted; what the Court had stays with the petition."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.operations import WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.operations.attach import attach, detach
from petitions.filing.operations.submit_petition import submit_cure
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.intake.operations.screen_petition import return_petition
from petitions.models import Attachment, Petition
from tests.documents.files import picture, upload
from tests.petitions.walk import WHY, Walk

UNSENT = "Words nobody has sent to the Court yet."
pytestmark = pytest.mark.django_db


def test_a_clerk_reads_what_was_submitted_and_not_what_is_being_written(walk: Walk) -> None:
    petition = walk.returned()
    walk.changed(petition, situation=UNSENT)
    clerk = Client()
    clerk.force_login(walk.cast.clerk)
    assert UNSENT not in clerk.get(f"/ru/intake/{petition.public_id}/").content.decode()
    submit_cure(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    assert UNSENT in clerk.get(f"/ru/intake/{petition.public_id}/").content.decode()


def laid(walk: Walk, petition: Petition) -> Attachment:
    """Return a file the petitioner laid with the petition."""
    writer = Actor.of(walk.cast.petitioner)
    return attach(
        petition=petition, uploaded=upload("page.png", picture()), purpose="proof", actor=writer, at=walk.tick()
    )


def test_a_file_of_an_earlier_correction_cannot_be_taken_out(walk: Walk) -> None:
    petition = walk.returned()
    writer, clerk = Actor.of(walk.cast.petitioner), Actor.of(walk.cast.clerk)
    kept = laid(walk, petition)
    walk.changed(petition, situation=UNSENT * 3)
    submit_cure(petition=petition, actor=writer, at=walk.tick())
    confirm_signature(petition=petition, actor=Actor.of(walk.cast.registrar), at=walk.tick())
    ground = petition.returns.get().grounds.get()
    return_petition(petition=petition, grounds=[ground], explanation=WHY, actor=clerk, at=walk.tick())
    with pytest.raises(WrongState):
        detach(petition=petition, attachment=kept, actor=writer, at=walk.tick())


def test_a_file_laid_for_this_correction_is_taken_out_once(walk: Walk) -> None:
    petition = walk.returned()
    added = laid(walk, petition)
    for _time in range(2):
        detach(petition=petition, attachment=added, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    assert Event.objects.filter(subject=petition.subject, name="petition.document_removed").count() == 1
