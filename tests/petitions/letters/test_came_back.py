"""A letter whose e-mail comes back after the mail server took it: the petition says so, and it goes by post."""

from __future__ import annotations

from typing import Any

import pytest

from courtcase.notices.bounces import note_bounce
from courtcase.notices.models import Notice
from courtcase.notices.reports import Report
from courtcase.notices.working import work_off
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.exporting import facts_of_subject
from petitions.intake.operations.register_petition import begin_screening
from petitions.letters.operations.follow import follow_letters
from petitions.models import LetterDelivery, LetterStatus
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import SYSTEM, configured, left, prepared, signed
from tests.petitions.office import Office
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def test_a_letter_that_came_back_goes_by_post_and_its_petition_says_so(walk: Walk, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    configured(walk)
    one = prepared(walk)
    signed(walk, one)
    left(walk, one)
    sent = one.letter.deliveries.get().notice
    Notice.objects.filter(pk=sent.pk).update(state=Notice.State.SENT, settled_at=walk.tick())
    follow_letters(actor=SYSTEM, at=walk.tick())
    one.letter.refresh_from_db()
    assert one.letter.status == LetterStatus.DELIVERED
    for _twice in range(2):
        note_bounce(report=Report(sent.public_id, "5.1.1", is_final=True), at=walk.now)
        work_off()
    one.letter.refresh_from_db()
    assert one.letter.status == LetterStatus.FAILED
    by_post = one.letter.deliveries.get(instead_of__notice=sent).notice
    assert (by_post.channel, by_post.state) == ("post", Notice.State.OWED)
    subject = one.petition.subject
    assert Event.objects.filter(subject=subject, name="petition.notice_came_back").count() == 1
    clerk, address = signed_in(walk.cast.clerk), f"/en/intake/{one.petition.public_id}/"
    assert "An e-mail about the petition came back" in clerk.get(address).content.decode()
    page = clerk.get(f"{address}sent/").content.decode()
    assert "could not be delivered" in page
    assert "5.1.1" in page
    own = signed_in(walk.cast.petitioner).get(f"/en/petitions/{one.petition.public_id}/").content.decode()
    assert "5.1.1" not in own
    assert "came_back" not in str(facts_of_subject(subject, "ru"))


def settled(walk: Walk, delivery: LetterDelivery, state: Notice.State) -> None:
    """Let a sending come to an end, and its letter be told."""
    Notice.objects.filter(pk=delivery.notice_id).update(state=state, settled_at=walk.tick())
    follow_letters(actor=SYSTEM, at=walk.tick())
    delivery.letter.refresh_from_db()


def came_back(delivery: LetterDelivery, walk: Walk) -> None:
    """Let an e-mail that was sent come back."""
    note_bounce(report=Report(delivery.notice.public_id, "5.1.1", is_final=True), at=walk.tick())


def test_what_was_seen_to_fail_before_its_job_came_is_noted_once(walk: Walk) -> None:
    configured(walk)
    one = prepared(walk)
    signed(walk, one)
    left(walk, one)
    sent = one.letter.deliveries.get()
    Notice.objects.filter(pk=sent.notice_id).update(state=Notice.State.SENT, settled_at=walk.tick())
    came_back(sent, walk)
    follow_letters(actor=SYSTEM, at=walk.tick())
    settled(walk, one.letter.deliveries.get(instead_of=sent), Notice.State.PRINTED)
    work_off()
    one.letter.refresh_from_db()
    assert one.letter.status == LetterStatus.DELIVERED
    subject = one.petition.subject
    assert Event.objects.filter(subject=subject, name="petition.notice_came_back").count() == 1
    assert Event.objects.filter(subject=subject, name="petition.letter_failed").count() == 1


def test_an_institution_gets_one_letter_by_post_and_only_if_nobody_was_reached(walk: Walk) -> None:
    configured(walk)
    petition = begin_screening(petition=Office(walk).registered(), actor=Actor.of(walk.cast.clerk), at=walk.tick())
    one = prepared(walk, petition)
    signed(walk, one)
    left(walk, one)
    first, second = one.letter.deliveries.order_by("pk")
    by_post = one.letter.deliveries.filter(notice__channel="post")
    settled(walk, first, Notice.State.UNDELIVERED)
    assert not by_post.exists(), "the other is on its way"
    settled(walk, second, Notice.State.SENT)
    second.letter.refresh_from_db()
    assert second.letter.status == LetterStatus.DELIVERED
    came_back(second, walk)
    work_off()
    second.letter.refresh_from_db()
    assert second.letter.status == LetterStatus.FAILED
    assert by_post.count() == 1
