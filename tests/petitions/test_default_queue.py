"""What no rule of routing took: a view and a mark in the queue, and a finding of the doctor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from courtcase.doctor.findings import State
from courtcase.people.actors import Actor
from petitions.intake.examining import default_queue
from petitions.intake.operations.assign import route_petition
from petitions.models import QueueEntry
from tests.petitions.test_receipt import reader
from tests.petitions.walk import Walk

VIEW = "/en/intake/?view=unrouted"


@pytest.mark.django_db
def test_is_marked_and_found_by_the_doctor_after_a_working_day(walk: Walk) -> None:
    petition = walk.filed()
    route_petition(petition=petition, actor=Actor.system("tests"), at=walk.tick())
    page = reader(walk, "head_of_intake").get(VIEW).content.decode()
    assert str(petition.public_id) in page
    assert "taken by no rule" in page
    QueueEntry.objects.update(arrived_at=timezone.now())
    assert default_queue().state == State.WELL
    QueueEntry.objects.update(arrived_at=timezone.now() - timedelta(days=14))
    assert default_queue().state == State.LOOK
    QueueEntry.objects.update(assignee=walk.cast.clerk)
    assert default_queue().state == State.WELL
    assert str(petition.public_id) not in reader(walk, "head_of_intake").get(VIEW).content.decode()
