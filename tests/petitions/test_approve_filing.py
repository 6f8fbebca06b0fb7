"""The head of an institution approves a petition before it is filed: asked, approved, sent back, void, used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, StaleVersion, WrongState
from courtcase.people.operations import revoke_officer
from courtcase.register import receipt_code
from courtcase.register.models import Event
from petitions.filing.operations.approve_filing import approve_filing, ask_approval, send_back
from petitions.filing.operations.attach import attach, detach
from petitions.filing.operations.follow_up import reopen_draft
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.submit_petition import submit_petition
from petitions.models import Petition
from petitions.workflow import State
from tests.cast import Cast
from tests.documents.files import picture
from tests.petitions.acts import closing, signed_in
from tests.petitions.office import Office
from tests.petitions.walk import Walk

REMARK = "Name the paragraph of the article too."
OTHERS = ("stranger", "petitioner", "clerk", "chair", "administrator", "prosecutor_officer", "prosecutor_head")


@pytest.fixture
def office(walk: Walk) -> Office:
    """Return the Commissioner's office."""
    return Office(walk)


def address(petition: Petition, tail: str = "") -> str:
    """Return the address of the approval of a petition."""
    return f"/ru/petitions/{petition.public_id}/approval/{tail}"


def outcomes(petition: Petition) -> list[str]:
    """Return what became of each asking, in order."""
    return list(petition.approvals.order_by("pk").values_list("outcome", flat=True))


def told(event: str) -> list[str]:
    """Return the e-mails of the accounts that are told of `event`."""
    return sorted(str(email) for email in Notice.objects.filter(event=event).values_list("recipient__email", flat=True))


def is_not_approved(error: WrongState) -> bool:
    """Say whether an operation was refused for want of an approval."""
    return error.code == "not_approved"


def submit(office: Office, petition: Petition, who: str) -> Petition:
    """Submit as the officer or the head."""
    actor = office.head if who == "head" else office.officer
    return submit_petition(petition=petition, code=receipt_code.generate(), actor=actor, at=office.walk.tick())


@pytest.mark.django_db
class TestAsking:
    def test_the_officer_asks_and_the_head_is_told(self, office: Office) -> None:
        petition = office.drafted()
        answer = signed_in(office.officer.signed_in).post(address(petition, "ask/"), {"version": petition.version})
        assert answer.status_code == 302
        assert outcomes(petition) == ["waiting"]
        assert told("petition.approval_asked") == ["commissioner-head@demo.court"]
        assert Event.objects.filter(subject=petition.subject, name="petition.approval_asked").count() == 1
        page = signed_in(office.head.signed_in).get(address(petition).replace("/ru/", "/en/"))
        assert "Waits for the approval of the head" in page.content.decode()

    def test_once(self, office: Office) -> None:
        petition = office.asked()
        with pytest.raises(WrongState):
            ask_approval(petition=petition, actor=office.officer, at=office.walk.tick())
        assert outcomes(petition) == ["waiting"]

    def test_not_for_what_is_submitted_nor_for_a_citizens_petition(self, office: Office) -> None:
        sent, citizens = office.submitted(), office.walk.drafted()
        with pytest.raises(WrongState):
            ask_approval(petition=sent, actor=office.officer, at=office.walk.tick())
        with pytest.raises(WrongState):
            ask_approval(petition=citizens, actor=office.walk.cast.actor("petitioner"), at=office.walk.tick())
        assert signed_in(office.walk.cast.petitioner).get(address(citizens)).status_code == 404

    @pytest.mark.parametrize("tail", ["", "ask/", "approve/", "send-back/"])
    def test_is_not_there_for_others(self, office: Office, tail: str) -> None:
        petition = office.asked()
        for key in OTHERS:
            client = signed_in(getattr(office.walk.cast, key))
            method = client.post if tail else client.get
            assert method(address(petition, tail)).status_code == 404, key
        assert Client().post(address(petition, "ask/")).status_code in {403, 404}
        assert outcomes(petition) == ["waiting"]

    def test_by_another_method_nothing(self, office: Office) -> None:
        petition = office.drafted()
        client = signed_in(office.head.signed_in)
        for tail in ("ask/", "approve/", "send-back/"):
            assert [getattr(client, m)(address(petition, tail)).status_code for m in ("get", "put", "delete")] == [
                405
            ] * 3
        assert client.post(address(petition)).status_code == 405
        assert outcomes(petition) == []


@pytest.mark.django_db
class TestApproving:
    def test_the_head_approves_and_the_officer_is_told_and_submits(self, office: Office) -> None:
        petition = office.asked()
        head = signed_in(office.head.signed_in)
        assert head.post(address(petition, "approve/"), {"version": petition.version}).status_code == 302
        assert outcomes(petition) == ["approved"]
        assert told("petition.filing_approved") == ["commissioner-officer@demo.court"]
        officer, check = signed_in(office.officer.signed_in), f"/ru/petitions/{petition.public_id}/write/check/"
        petition.refresh_from_db()
        assert officer.get(check).status_code == 200
        assert officer.post(check, {"version": petition.version})["Location"].endswith("/sign/")
        assert outcomes(petition) == ["used"]
        assert told("petition.submitted") == ["commissioner-head@demo.court", "commissioner-officer@demo.court"]

    def test_an_officer_may_not(self, office: Office) -> None:
        petition = office.asked()
        officer = signed_in(office.officer.signed_in)
        assert officer.post(address(petition, "approve/"), {"version": petition.version}).status_code == 404
        with pytest.raises(NotAllowed):
            approve_filing(petition=petition, actor=office.officer, at=office.walk.tick())
        assert outcomes(petition) == ["waiting"]

    def test_unasked_too_but_not_twice(self, office: Office) -> None:
        petition = approve_filing(petition=office.drafted(), actor=office.head, at=office.walk.tick())
        assert outcomes(petition) == ["approved"]
        assert told("petition.filing_approved") == []
        with pytest.raises(WrongState):
            approve_filing(petition=petition, actor=office.head, at=office.walk.tick())
        assert (
            signed_in(office.head.signed_in)
            .post(address(petition, "approve/"), {"version": petition.version})
            .status_code
            == 422
        )

    def test_not_once_it_is_submitted(self, office: Office) -> None:
        petition = office.submitted()
        with pytest.raises(WrongState):
            approve_filing(petition=petition, actor=office.head, at=office.walk.tick())
        assert signed_in(office.head.signed_in).get(address(petition)).status_code == 302

    def test_what_was_changed_meanwhile_is_not_approved_unseen(self, office: Office) -> None:
        petition = office.asked()
        seen = petition.version
        save_draft(petition=petition, part={"request": "More."}, actor=office.officer, at=office.walk.tick())
        with pytest.raises(StaleVersion):
            approve_filing(petition=petition, actor=office.head, at=office.walk.tick(), version=seen)
        answer = signed_in(office.head.signed_in).post(address(petition, "approve/"), {"version": seen})
        assert answer.status_code == 422
        assert "More." in answer.content.decode()
        assert outcomes(petition) == ["waiting"]

    def test_nonsense_is_refused_kindly(self, office: Office) -> None:
        petition = office.asked()
        answer = signed_in(office.head.signed_in).post(address(petition, "approve/"), {"version": "x"})
        assert answer.status_code == 422
        assert outcomes(petition) == ["waiting"]


@pytest.mark.django_db
class TestSendingBack:
    def test_with_a_remark_that_the_officer_reads(self, office: Office) -> None:
        petition = office.asked()
        sent = {"version": petition.version, "remark": REMARK}
        assert signed_in(office.head.signed_in).post(address(petition, "send-back/"), sent).status_code == 302
        assert outcomes(petition) == ["sent_back"]
        assert told("petition.sent_back") == ["commissioner-officer@demo.court"]
        page = signed_in(office.officer.signed_in).get(address(petition)).content.decode()
        assert REMARK in page
        ask_approval(petition=petition, actor=office.officer, at=office.walk.tick())
        assert outcomes(petition) == ["sent_back", "waiting"]

    def test_the_remark_is_sealed_and_in_no_event(self, office: Office) -> None:
        petition = office.asked()
        send_back(petition=petition, remark=REMARK, actor=office.head, at=office.walk.tick())
        assert REMARK.encode() not in bytes(petition.approvals.get().sealed_remark or b"")
        assert all(REMARK not in str(event.body) for event in Event.objects.filter(subject=petition.subject))

    def test_a_remark_is_asked_and_what_was_typed_kept(self, office: Office) -> None:
        petition = office.asked()
        head = signed_in(office.head.signed_in)
        assert (
            head.post(address(petition, "send-back/"), {"version": petition.version, "remark": ""}).status_code == 422
        )
        late = head.post(address(petition, "send-back/"), {"version": 1, "remark": REMARK})
        assert late.status_code == 422
        assert REMARK in late.content.decode()
        assert outcomes(petition) == ["waiting"]

    def test_where_nobody_asks_and_by_an_officer_it_cannot_be_done(self, office: Office) -> None:
        petition = office.drafted()
        with pytest.raises(WrongState):
            send_back(petition=petition, remark=REMARK, actor=office.head, at=office.walk.tick())
        with pytest.raises(NotAllowed):
            send_back(petition=office.asked(), remark=REMARK, actor=office.officer, at=office.walk.tick())

    def test_an_approval_given_is_taken_back_by_it(self, office: Office) -> None:
        petition = office.approved()
        send_back(petition=petition, remark=REMARK, actor=office.head, at=office.walk.tick())
        with pytest.raises(WrongState, check=is_not_approved):
            submit(office, petition, "officer")


@pytest.mark.django_db
class TestSubmitting:
    def test_is_refused_to_an_officer_without_the_approval(self, office: Office) -> None:
        for petition in (office.drafted(), office.asked()):
            with pytest.raises(WrongState, check=is_not_approved):
                submit(office, petition, "officer")
            petition.refresh_from_db()
            assert petition.state == State.DRAFT
            sent = {"version": petition.version}
            check = f"/en/petitions/{petition.public_id}/write/check/"
            answer = signed_in(office.officer.signed_in).post(check, sent)
            assert answer.status_code == 422
            assert "has not approved" in answer.content.decode()

    def test_by_the_head_is_the_approval(self, office: Office) -> None:
        petition = submit(office, office.drafted(), "head")
        assert (petition.state, outcomes(petition)) == (State.AWAITING_SIGNATURE, ["used"])
        names = list(Event.objects.filter(subject=petition.subject).order_by("pk").values_list("name", flat=True))
        assert names == ["petition.started", "petition.filing_approved", "petition.submitted"]

    def test_a_change_of_words_or_files_makes_the_approval_void(self, office: Office) -> None:
        walk = office.walk
        changed = office.approved()
        save_draft(petition=changed, part={"request": "Another."}, actor=office.officer, at=walk.tick())
        picked = office.approved()
        uploaded = SimpleUploadedFile("a.png", picture(), content_type="image/png")
        laid = attach(petition=picked, uploaded=uploaded, purpose="other", actor=office.officer, at=walk.tick())
        for petition in (changed, picked):
            assert outcomes(petition) == ["void"]
            with pytest.raises(WrongState, check=is_not_approved):
                submit(office, petition, "officer")
            assert Event.objects.filter(subject=petition.subject, name="petition.approval_voided").count() == 1
        approve_filing(petition=picked, actor=office.head, at=walk.tick())
        detach(petition=picked, attachment=laid, actor=office.officer, at=walk.tick())
        assert outcomes(picked) == ["void", "void"]
        assert set(told("petition.approval_voided")) == {"commissioner-head@demo.court"}

    def test_a_page_saved_as_it_was_leaves_the_approval(self, office: Office) -> None:
        petition = office.approved()
        save_draft(petition=petition, part=office.words(), actor=office.officer, at=office.walk.tick())
        assert submit(office, petition, "officer").state == State.AWAITING_SIGNATURE

    def test_what_is_opened_again_needs_another(self, office: Office) -> None:
        petition = office.submitted()
        reopen_draft(petition=petition, actor=office.officer, at=office.walk.tick())
        with pytest.raises(WrongState, check=is_not_approved):
            submit(office, petition, "officer")

    def test_a_citizen_needs_none(self, walk: Walk) -> None:
        assert walk.submitted().state == State.AWAITING_SIGNATURE


@pytest.mark.django_db
def test_with_the_office_ends_the_access(office: Office) -> None:
    petition = office.drafted()
    grant = office.officer.signed_in.grants.get()
    page = f"/ru/petitions/{petition.public_id}/write/check/"
    assert signed_in(office.officer.signed_in).get(page).status_code == 200
    revoke_officer(grant=grant, actor=office.head, at=office.walk.tick())
    former = signed_in(type(office.officer.signed_in).objects.get(pk=office.officer.signed_in.pk))
    assert former.get(page).status_code == 404
    assert former.get(f"/ru/petitions/{petition.public_id}/").status_code == 404
    approve_filing(petition=petition, actor=office.head, at=office.walk.tick())
    assert submit(office, petition, "head").state == State.AWAITING_SIGNATURE
    assert told("petition.submitted") == ["commissioner-head@demo.court"]


@pytest.mark.usefixtures("real_commits")
def test_two_heads_clicks_at_once_approve_once() -> None:
    office = Office(Walk(Cast()))
    petition = office.asked()
    browsers = [signed_in(office.head.signed_in) for _one in range(2)]
    sent = {"version": petition.version}
    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(lambda one: closing(one, address(petition, "approve/"), sent), browsers))
    assert answers == [302, 422]
    assert outcomes(petition) == ["approved"]
