"""What no rule of routing took: a view and a mark in the queue, and a finding of the doctor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from courtcase.doctor.findings import State
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.people.actors import Actor
from petitions.intake.examining import default_queue
from petitions.intake.operations.assign import route_petition
from petitions.intake.operations.escalate import escalate_terms
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


def told(walk: Walk) -> list[Notice]:
    """Return what the head of intake was told of the default queue."""
    return list(Notice.objects.filter(event="petition.unrouted", recipient=walk.cast.head_of_intake).order_by("pk"))


@pytest.mark.django_db
def test_a_flood_of_them_is_one_notice_a_day(walk: Walk) -> None:
    system = Actor.system("tests")
    assert told(walk) == [], "the head serves, and was told of nothing yet"
    for _one in range(3):
        route_petition(petition=walk.filed(), actor=system, at=walk.tick())
    (notice,) = told(walk)
    notice.language = "en"
    assert "Waiting there now: 3." in render(notice).body
    assert "?view=unrouted" in render(notice).body
    escalate_terms(actor=system, at=walk.tick())
    assert len(told(walk)) == 1
    escalate_terms(actor=system, at=walk.now + timedelta(days=1))
    assert len(told(walk)) == 2, "what stands there the next day is told of again"
    QueueEntry.objects.update(assignee=walk.cast.clerk)
    assert "None waits there" in render(notice).body
    escalate_terms(actor=system, at=walk.now + timedelta(days=2))
    assert len(told(walk)) == 2
