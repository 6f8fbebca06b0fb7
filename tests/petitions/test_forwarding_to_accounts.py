"""Forwarding to a body with an account: read there while the petitioner agrees, answered “taken” or “not ours”."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from courtcase.law.models import Referral
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from petitions import access
from petitions.filing.operations.consent_forwarding import agree_to_forwarding, withdraw_consent
from petitions.forwarding import standing_consent
from petitions.intake.operations.answer_forwarding import answer_forwarding
from petitions.intake.operations.screen_petition import forward_petition
from petitions.models import ArchiveEntry, Attachment, Forwarding, ForwardingConsent, Petition
from petitions.workflow import State
from tests.documents.files import pdf, store_upload, upload
from tests.petitions.acts import signed_in
from tests.petitions.walk import WHY, Walk

pytestmark = pytest.mark.django_db
INBOX = "/en/petitions/institution/forwarded/"


def page_of(petition: Petition) -> str:
    """Return where the body reads a petition."""
    return f"{INBOX}{petition.public_id}/"


def forwarded(walk: Walk, *, agreed: bool = True) -> Petition:
    """Return a petition that a clerk forwarded to the Human Rights Commissioner, who has an account."""
    _ = walk.cast.commissioner_officer
    petition = walk.screening()
    if agreed:
        agree_to_forwarding(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    name = getattr(Referral.objects.get(code="commissioner"), f"name_{petition.language}")
    clerk, address = signed_in(walk.cast.clerk), f"/en/intake/{petition.public_id}/forward/"
    assert ("agreed that" if agreed else "has not agreed") in clerk.get(address).content.decode()
    assert clerk.post(address, {"version": petition.version, "body": name, "reason": WHY}).status_code == 302
    petition.refresh_from_db()
    walk.now = max(walk.now, petition.forwardings.get().forwarded_at)
    return petition


def test_the_body_reads_it_answers_and_the_petitioner_sees_the_answer(walk: Walk) -> None:
    petition = forwarded(walk)
    officer, petitioner = signed_in(walk.cast.commissioner_officer), signed_in(walk.cast.petitioner)
    told = Notice.objects.get(event="petition.forwarded_to_you")
    assert (told.recipient, told.channel) == (walk.cast.commissioner_officer, "email")
    assert str(petition.register_number) in officer.get(INBOX).content.decode()
    page = officer.get(page_of(petition))
    assert page.status_code == 200
    assert RecordedRead.objects.filter(subject=petition.subject, place="forwarding.read").exists()
    assert officer.post(page_of(petition), {"answer": "nothing"}).status_code == 422
    words = "The department of complaints deals with it until the end of the month."
    assert officer.post(page_of(petition), {"answer": "taken", "words": words}).status_code == 302
    own = petitioner.get(f"/en/petitions/{petition.public_id}/").content.decode()
    assert words in own
    assert "The body to which the petition was forwarded took it." in own
    assert Notice.objects.filter(event="petition.forwarding_taken", channel="email").count() == 1
    assert Notice.objects.filter(event="petition.forwarding_taken", recipient=walk.cast.clerk).count() == 1
    assert officer.get(page_of(petition)).status_code == 200, "what was taken stays open"
    assert officer.post(page_of(petition), {"answer": "not_ours", "words": words}).status_code == 422, "once"
    assert words not in str(list(Event.objects.filter(subject=petition.subject).values_list("body", flat=True)))


def test_not_ours_needs_a_reason_and_closes_it(walk: Walk) -> None:
    petition = forwarded(walk)
    officer = signed_in(walk.cast.commissioner_officer)
    refused = officer.post(page_of(petition), {"answer": "not_ours", "words": "No."})
    assert refused.status_code == 422
    assert officer.post(page_of(petition), {"answer": "not_ours", "words": WHY}).status_code == 302
    assert officer.get(page_of(petition)).status_code == 404
    assert str(petition.register_number) not in officer.get(INBOX).content.decode()
    own = html.unescape(signed_in(walk.cast.petitioner).get(f"/en/petitions/{petition.public_id}/").content.decode())
    assert "Not ours: we cannot help with it" in own
    assert WHY in own


def test_not_ours_brings_it_back_to_whoever_forwarded_it_who_sends_it_elsewhere_and_not_there_again(walk: Walk) -> None:
    petition = forwarded(walk)
    clerk, officer = signed_in(walk.cast.clerk), signed_in(walk.cast.commissioner_officer)
    assert ArchiveEntry.objects.filter(petition=petition).exists()
    assert officer.post(page_of(petition), {"answer": "not_ours", "words": WHY}).status_code == 302
    petition.refresh_from_db()
    assert (petition.state, petition.came_back, petition.closed_on) == (State.SCREENING, True, None)
    assert petition.assignee == walk.cast.clerk
    assert not ArchiveEntry.objects.filter(petition=petition).exists()
    assert petition.subject.clocks.exclude(state="closed").get().term.code == "screening", "its term begins anew"
    view = clerk.get("/en/intake/?view=came_back").content.decode()
    assert str(petition.public_id) in view
    page = html.unescape(clerk.get(f"/en/intake/{petition.public_id}/").content.decode())
    assert "It came back" in page
    assert WHY in page
    own = signed_in(walk.cast.petitioner).get(f"/en/petitions/{petition.public_id}/").content.decode()
    assert "It came back to the Constitutional Court" in own
    refused = petition.forwardings.get().body
    address, sent = f"/en/intake/{petition.public_id}/forward/", {"version": petition.version, "reason": WHY}
    assert refused not in clerk.get(address).content.decode().partition("<form")[2]
    assert clerk.post(address, {**sent, "body": refused}).status_code == 422
    name = getattr(Referral.objects.get(code="prosecutor_general"), f"name_{petition.language}")
    assert clerk.post(address, {**sent, "body": name}).status_code == 302
    petition.refresh_from_db()
    assert (petition.state, petition.came_back, petition.forwardings.count()) == (State.FORWARDED, False, 2)
    assert str(petition.public_id) not in clerk.get("/en/intake/?view=came_back").content.decode()
    assert ArchiveEntry.objects.filter(petition=petition).exists()
    assert officer.get(page_of(petition)).status_code == 404, "what it sent back stays closed to it"


def test_the_body_opens_its_files_while_the_petitioner_agrees_and_each_look_is_recorded(walk: Walk) -> None:
    petition = forwarded(walk)
    own, files = Actor.of(walk.cast.petitioner), Attachment.objects.filter(petition=petition)
    document = store_upload(
        uploaded=upload("act.pdf", pdf()), subject=petition.subject, kind="attachment", actor=own, at=walk.tick()
    )
    laid = files.create(petition=petition, document=document, purpose="other", position=1, added_at=walk.now)
    officer, address = signed_in(walk.cast.commissioner_officer), f"{page_of(petition)}documents/{laid.pk}/"
    assert address in officer.get(page_of(petition)).content.decode()
    looks = RecordedRead.objects.filter(subject=petition.subject, place="forwarding.read")
    before = looks.count()
    answer = officer.get(address)
    assert answer.status_code == 200
    assert b"%PDF" in b"".join(answer)
    assert looks.count() == before + 1
    assert signed_in(walk.cast.prosecutor_officer).get(address).status_code == 404
    withdraw_consent(petition=petition, actor=own, at=walk.tick())
    assert officer.get(address).status_code == 404


def test_without_consent_nobody_there_reads_it_and_it_can_be_given_later_and_taken_back(walk: Walk) -> None:
    petition = forwarded(walk, agreed=False)
    officer, petitioner = signed_in(walk.cast.commissioner_officer), signed_in(walk.cast.petitioner)
    assert not Notice.objects.filter(event="petition.forwarded_to_you").exists()
    assert officer.get(page_of(petition)).status_code == 404
    own = f"/en/petitions/{petition.public_id}/"
    assert "The body can read it here once you agree." in petitioner.get(own).content.decode()
    assert "I agree" in petitioner.get(f"{own}forwarding/").content.decode()
    for _twice in range(2):
        assert petitioner.post(f"{own}forwarding/agree/").status_code == 302
    assert ForwardingConsent.objects.count() == 1
    assert Notice.objects.filter(event="petition.forwarded_to_you").count() == 1
    assert officer.get(page_of(petition)).status_code == 200
    assert petitioner.post(f"{own}forwarding/end/").status_code == 302
    assert officer.get(page_of(petition)).status_code == 404
    assert officer.post(page_of(petition), {"answer": "taken"}).status_code == 404
    names = Event.objects.filter(subject=petition.subject).order_by("pk").values_list("name", flat=True)
    assert list(names)[-2:] == ["petition.forwarding_agreed", "petition.forwarding_consent_withdrawn"]


@pytest.mark.parametrize("who", ["prosecutor_officer", "petitioner", "stranger", "clerk"])
def test_another_reads_and_answers_nothing(walk: Walk, who: str) -> None:
    petition = forwarded(walk)
    client = signed_in(getattr(walk.cast, who))
    assert client.get(page_of(petition)).status_code == 404
    assert client.post(page_of(petition), {"answer": "taken"}).status_code == 404
    assert Client().post(page_of(petition), {"answer": "taken"}).status_code in {302, 403, 404}
    assert not Forwarding.objects.exclude(answer="").exists()
    if who != "petitioner":
        assert client.post(f"/en/petitions/{petition.public_id}/forwarding/end/").status_code == 404
    at, officer = walk.tick(), Actor.of(walk.cast.commissioner_officer)
    assert not access.may(officer, "petition.read", petition, at), "nothing but what was forwarded"


def test_operations_ask_again(walk: Walk) -> None:
    petition = forwarded(walk)
    officer, own = Actor.of(walk.cast.commissioner_officer), Actor.of(walk.cast.petitioner)
    withdraw_consent(petition=petition, actor=own, at=walk.tick())
    with pytest.raises(NotAllowed):
        answer_forwarding(petition=petition, answer="taken", words="", actor=officer, at=walk.tick())
    with pytest.raises(WrongState):
        withdraw_consent(petition=petition, actor=own, at=walk.tick())
    with pytest.raises(NotAllowed):
        agree_to_forwarding(petition=petition, actor=officer, at=walk.tick())


def test_what_was_ticked_in_the_petition_counts_and_can_be_taken_back(walk: Walk) -> None:
    _ = walk.cast.commissioner_officer
    ticked = walk.screening(may_forward=True)
    to, clerk = walk.cast.institution("commissioner"), Actor.of(walk.cast.clerk)
    own, officer = Actor.of(walk.cast.petitioner), Actor.of(walk.cast.commissioner_officer)
    given = standing_consent(ticked)
    assert given is not None
    assert (given.pk, given.given_at) == (None, ticked.filed_at)
    forward_petition(petition=ticked, body="body", reason=WHY, institution=to, actor=clerk, at=walk.tick())
    assert access.may(officer, "forwarding.read", ticked, walk.now)
    other = walk.screening(may_forward=True)
    withdraw_consent(petition=other, actor=own, at=walk.tick())
    assert standing_consent(other) is None
    forward_petition(petition=other, body="body", reason=WHY, institution=to, actor=clerk, at=walk.tick())
    assert not access.may(officer, "forwarding.read", other, walk.now)
