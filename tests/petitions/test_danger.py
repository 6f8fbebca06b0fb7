"""Danger to life or torture: one alarm at a time, first in the queue, forwarded or ended, and nothing of it outside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from courtcase.law.models import Clock
from courtcase.law.queries import open_clocks
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.desk import running_terms
from petitions.filing.exporting import facts_of_subject
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.intake.operations.escalate import escalate_terms
from petitions.intake.queries import Asking, in_view, queue
from petitions.letters.operations.danger import end_danger, forward_danger, raise_danger
from petitions.letters.queries import letters_told
from petitions.models import DangerAlarm, Letter, Petition
from petitions.terms import DANGER_TERM
from petitions.workflow import State
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
WHY = "The prosecutor's office has the person under its protection since today."


def alarmed(walk: Walk) -> Petition:
    """Return a petition about which the registrar raised the alarm."""
    _ = walk.cast.head_of_intake
    petition = walk.screening()
    raise_danger(petition=petition, actor=Actor.of(walk.cast.registrar), at=walk.tick())
    petition.refresh_from_db()
    return petition


def test_one_button_raises_it_once_and_tells_the_head(walk: Walk) -> None:
    _ = walk.cast.head_of_intake
    earlier, petition = walk.screening(), walk.screening()
    client = signed_in(walk.cast.registrar)
    page, address = f"/en/intake/{petition.public_id}/", f"/en/intake/{petition.public_id}/danger/raise/"
    assert 'aria-keyshortcuts="F9"' in client.get(page).content.decode()
    for _twice in range(2):
        assert client.post(address).status_code == 302
    assert DangerAlarm.objects.count() == 1
    assert Notice.objects.filter(event="petition.danger_raised", recipient=walk.cast.head_of_intake).count() == 1
    shown = client.get(page).content.decode()
    assert "raised the alarm on" in shown
    assert 'aria-keyshortcuts="F9"' not in shown
    asking = Asking(actor=Actor.of(walk.cast.clerk), at=walk.tick())
    order = queue(asking).order_by("urgency", "pk").values_list("petition", flat=True)
    assert list(order) == [petition.pk, earlier.pk]
    assert [row.petition_id for row in in_view(queue(asking), "danger", asking)] == [petition.pk]
    assert not in_view(queue(asking), "overdue", asking).filter(petition=petition).exists()
    assert "Danger to life or torture" in signed_in(walk.cast.clerk).get("/en/intake/?view=all").content.decode()


def test_the_office_that_has_people_here_reads_the_petition_and_nobody_else_does(walk: Walk) -> None:
    officer = walk.cast.prosecutor_officer
    petition = alarmed(walk)
    address = f"/en/intake/forwarded/{petition.public_id}/"
    assert signed_in(officer).get(address).status_code == 404
    answer = signed_in(walk.cast.clerk).post(
        f"/en/intake/{petition.public_id}/danger/forward/", {"version": petition.version, "words": "Colony 7."}
    )
    assert answer.status_code == 302
    petition.refresh_from_db()
    assert (petition.state, petition.in_danger) == (State.SCREENING, False)
    assert not open_clocks(petition.subject).filter(term__code=DANGER_TERM).exists()
    told = Notice.objects.get(event="petition.danger_forwarded")
    assert (told.recipient, told.channel) == (officer, "email")
    page = signed_in(officer).get(address)
    assert page.status_code == 200
    assert "Colony 7." in page.content.decode()
    assert signed_in(walk.cast.commissioner_officer).get(address).status_code == 404
    assert not Letter.objects.exists()
    # Forwarded once more, to another office: neither reads what was written to the other.
    raise_danger(petition=petition, actor=Actor.of(walk.cast.chair), at=walk.tick())
    again = forward_danger(petition=petition, words="Prison 2.", actor=Actor.of(walk.cast.chair), at=walk.tick())
    other = walk.cast.commissioner_officer
    DangerAlarm.objects.filter(pk=again.pk).update(institution=other.grants.get().institution)
    for reader, own, others in ((officer, "Colony 7.", "Prison 2."), (other, "Prison 2.", "Colony 7.")):
        shown = signed_in(reader).get(address).content.decode()
        assert (own in shown, others in shown) == (True, False)


def test_without_accounts_a_numbered_letter_goes_by_post_and_the_petitioner_sees_none(walk: Walk) -> None:
    petition = alarmed(walk)
    head = Actor.of(walk.cast.head_of_intake)
    alarm = forward_danger(petition=petition, words="", actor=head, at=walk.tick())
    assert alarm.letter is not None
    assert alarm.letter.number
    assert alarm.letter.signed_by == walk.cast.head_of_intake
    assert Notice.objects.get(event="petition.danger_forwarded").channel == "post"
    assert not letters_told(petition).exists()
    with pytest.raises(WrongState):
        forward_danger(petition=petition, words="", actor=head, at=walk.tick())


def test_it_ends_with_a_reason_and_by_those_who_may(walk: Walk) -> None:
    petition = alarmed(walk)
    with pytest.raises(NotAllowed):
        end_danger(petition=petition, reason=WHY, actor=Actor.of(walk.cast.registrar), at=walk.tick())
    with pytest.raises(OperationError) as refused:
        end_danger(petition=petition, reason="no", actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
    assert refused.value.field == "reason"
    end_danger(petition=petition, reason=WHY, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
    assert not open_clocks(petition.subject).filter(term__code=DANGER_TERM).exists()
    raise_danger(petition=petition, actor=Actor.of(walk.cast.chair), at=walk.tick())
    assert DangerAlarm.objects.count() == 2
    assert WHY not in str(list(Event.objects.values_list("body", flat=True)))


@pytest.mark.parametrize("who", ["petitioner", "stranger", "consultant", "publisher"])
def test_whoever_does_not_read_the_petition_cannot_raise_it(walk: Walk, who: str) -> None:
    petition = walk.screening()
    address = f"/en/intake/{petition.public_id}/danger/raise/"
    assert signed_in(getattr(walk.cast, who)).post(address).status_code == 404
    assert Client().post(address).status_code in {403, 404}
    assert not DangerAlarm.objects.exists()


def in_danger_now(walk: Walk) -> list[str]:
    """Return the petitions that the view of danger shows to a clerk, by their addresses."""
    page = signed_in(walk.cast.clerk).get("/en/intake/?view=danger").content.decode()
    return [str(one.public_id) for one in Petition.objects.order_by("pk") if f"/intake/{one.public_id}/" in page]


def test_a_closed_petition_too_and_whatever_the_steps_it_stays_first(walk: Walk) -> None:
    petition = alarmed(walk)
    withdraw_petition(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    closed = walk.filed()
    withdraw_petition(petition=closed, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    assert in_danger_now(walk) == [str(petition.public_id)]
    raise_danger(petition=closed, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    assert in_danger_now(walk) == [str(petition.public_id), str(closed.public_id)]
    end_danger(petition=petition, reason=WHY, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
    assert in_danger_now(walk) == [str(closed.public_id)]
    raise_danger(petition=petition, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    late = walk.now + timedelta(days=3)
    assert escalate_terms(actor=Actor.system("tests"), at=late) == 2
    assert forward_danger(petition=closed, words="", actor=Actor.of(walk.cast.chair), at=late).letter is not None


def test_the_petitioner_is_told_nothing_of_it(walk: Walk) -> None:
    petition = alarmed(walk)
    petitioner = signed_in(walk.cast.petitioner)
    for address in (f"/en/petitions/{petition.public_id}/", "/en/petitions/mine/", "/en/petitions/terms/"):
        shown = petitioner.get(address)
        assert shown.status_code == 200
        assert "danger" not in shown.content.decode().lower(), address
    terms = running_terms(Actor.of(walk.cast.petitioner), walk.now)
    assert [one.code.endswith("-screening") for one in terms] == [True]
    forward_danger(petition=petition, words="", actor=Actor.of(walk.cast.clerk), at=walk.tick())
    told = facts_of_subject(petition.subject, "ru")
    assert "danger" not in str(told)
    page = petitioner.get(f"/en/petitions/{petition.public_id}/").content.decode()
    assert "danger" not in page.lower()
    assert "prosecutor" not in page.lower()
    assert Clock.objects.filter(subject=petition.subject, term__code=DANGER_TERM).count() == 1
