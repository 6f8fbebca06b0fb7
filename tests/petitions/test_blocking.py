"""A waiting request keeps what it asks about; a granted block is shown, leaves in no file, is found by no name, and is lifted."""

from __future__ import annotations

import pytest
from django.utils import timezone

from courtcase.notices.models import Notice
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.register.models import Event, LegalHold
from petitions.intake.finding import found_by
from petitions.intake.operations.mark_petitions import mark_next
from petitions.keeping.operations.answer_request import answer_request
from petitions.keeping.operations.ask_request import ask_request
from petitions.keeping.operations.propose_disposal import propose_disposal
from petitions.models import DataBlock, DataRequest, LineOutcome, Petition
from petitions.telling import tell_petitioner
from tests.documents.pdf_text import open_pdf, text_of
from tests.petitions.acts import signed_in
from tests.petitions.disposing import KIND, WORKER, carried_out, confirmed, proposed, withdrawn, years_later
from tests.petitions.signing import PERSON
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def asked(walk: Walk, kind: str) -> DataRequest:
    """Return a request of the petitioner's account."""
    return ask_request(kind=kind, words="Прошу", language="ru", actor=walk.cast.actor("petitioner"), at=timezone.now())


def answered(walk: Walk, request: DataRequest, outcome: str = "granted") -> None:
    """Answer a request."""
    actor = walk.cast.actor("data_protection")
    answer_request(request=request, outcome=outcome, answer="Сделано.", actor=actor, at=timezone.now())


def blocked(walk: Walk, petition: Petition) -> DataBlock:
    """Return the block that a granted request placed on a petition."""
    answered(walk, asked(walk, "blocking"))
    return DataBlock.objects.get(petition=petition)


class TestARequestThatWaits:
    @pytest.mark.parametrize("kind", ["access", "correction", "blocking"])
    def test_keeps_what_it_asks_about_until_it_is_answered(self, walk: Walk, kind: str) -> None:
        petition = withdrawn(walk)
        confirmed(walk)
        at = years_later(walk)
        request = asked(walk, kind)
        hold = LegalHold.objects.get(subject=petition.subject)
        assert (hold.reason, hold.lifted_at) == (request.number, None)
        with pytest.raises(OperationError):
            proposed(walk, at)
        answered(walk, request, "refused")
        assert proposed(walk, at).lines.get().petition == petition

    def test_the_act_says_which_request_spared_it_and_is_a_paper_to_sign(self, walk: Walk) -> None:
        petition, other = withdrawn(walk), withdrawn(walk)
        Petition.objects.filter(pk=other.pk).update(account=walk.cast.stranger)
        confirmed(walk)
        at = years_later(walk)
        act = proposed(walk, at)
        officer = signed_in(walk.cast.data_protection)
        assert officer.get(f"/ru/keeping/acts/{act.public_id}/pdf/").status_code == 404, "it has no number yet"
        request = asked(walk, "access")
        act = carried_out(walk, act, at)
        line = act.lines.get(petition=petition)
        assert (line.outcome, line.why) == (LineOutcome.ASKED, request.number)
        assert act.lines.get(petition=other).outcome == LineOutcome.DISPOSED
        assert request.number in officer.get(f"/ru/keeping/acts/{act.public_id}/").content.decode()
        paper = officer.get(f"/ru/keeping/acts/{act.public_id}/pdf/")
        assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
        with open_pdf(paper.content) as pdf:
            assert pdf.Root.MarkInfo.Marked
        text = text_of(paper.content)
        for word in (act.number, request.number, walk.cast.chair.full_name, walk.cast.data_protection.full_name):
            assert word in text, word
        assert signed_in(walk.cast.clerk).get(f"/ru/keeping/acts/{act.public_id}/pdf/").status_code == 404

    def test_a_paper_that_names_a_petition_keeps_it(self, walk: Walk) -> None:
        petition = withdrawn(walk)
        sent = {
            "name": "Асель",
            "lines": "Астана",
            "language": "ru",
            "received_on": "20.05.2026",
            "kind": "access",
            "words": "Что у вас есть?",
        }
        registrar = signed_in(walk.cast.registrar)
        wrong = registrar.post("/en/keeping/requests/new/", sent | {"number": "2019/000001"})
        assert wrong.status_code == 422
        assert "No petition that is kept has this number" in wrong.content.decode()
        sent["number"] = str(petition.register_number)
        assert registrar.post("/en/keeping/requests/new/", sent).status_code == 302
        assert LegalHold.objects.filter(subject=petition.subject, lifted_at=None).exists()

    def test_to_destroy_holds_nothing(self, walk: Walk) -> None:
        withdrawn(walk)
        asked(walk, "erasure")
        assert not LegalHold.objects.exists()


class TestABlock:
    def test_is_shown_to_whoever_works_on_it_and_lifted_with_a_reason(self, walk: Walk) -> None:
        petition = walk.screening()
        block = blocked(walk, petition)
        clerk, officer = signed_in(walk.cast.clerk), signed_in(walk.cast.data_protection)
        page = clerk.get(f"/en/intake/{petition.public_id}/").content.decode()
        assert "Use it for these proceedings alone" in page
        assert block.request.number in page
        assert clerk.get("/en/keeping/blocks/").status_code == 404
        assert str(petition.register_number) in officer.get("/en/keeping/blocks/").content.decode()
        assert officer.post(f"/en/keeping/blocks/{block.pk}/lift/", {"reason": " "}).status_code == 422
        assert officer.post(f"/en/keeping/blocks/{block.pk}/lift/", {"reason": "Order No. 3"}).status_code == 302
        assert (
            "Use it for these proceedings alone" not in clerk.get(f"/en/intake/{petition.public_id}/").content.decode()
        )
        assert not LegalHold.objects.filter(lifted_at=None).exists()
        names = list(Event.objects.filter(subject=petition.subject).order_by("pk").values_list("name", flat=True))
        assert {"petition.data_blocked", "petition.data_unblocked"} <= set(names)

    def test_a_part_is_placed_by_hand_by_its_request(self, walk: Walk) -> None:
        petition = walk.screening()
        request = asked(walk, "blocking")
        answered(walk, request, "partly")
        assert not DataBlock.objects.exists()
        officer, number = signed_in(walk.cast.data_protection), str(petition.register_number)
        other = asked(walk, "access")
        for sent in ({"number": "2019/000001", "request": request.number}, {"number": number, "request": "none"}):
            assert officer.post("/en/keeping/blocks/", sent).status_code == 422
        wrong = officer.post("/en/keeping/blocks/", {"number": number, "request": other.number})
        assert "does not ask to block" in wrong.content.decode()
        sent = {"number": number, "request": request.number}
        assert officer.post("/en/keeping/blocks/", sent).status_code == 302
        assert DataBlock.objects.get().petition == petition
        assert officer.post("/en/keeping/blocks/", sent).status_code == 422, "it stands already"

    def test_is_found_by_its_number_and_by_nobodys_name_or_iin(self, walk: Walk) -> None:
        petition = walk.screening(petitioner=PERSON)
        mark_next(after=0, limit=50, actor=WORKER, at=walk.now)
        clerk = Actor.of(walk.cast.clerk)

        def found(typed: str) -> list[Petition]:
            return found_by(typed, actor=clerk, at=walk.now).petitions

        name, iin = PERSON["full_name"], PERSON["iin"]
        assert found(name) == found(iin) == [petition]
        blocked(walk, petition)
        assert found(name) == found(iin) == []
        assert found(str(petition.register_number)) == [petition]

    def test_nothing_is_told_beside_the_proceedings(self, walk: Walk) -> None:
        petition = walk.screening()
        blocked(walk, petition)
        before = Notice.objects.filter(subject=petition.subject).count()
        tell_petitioner(petition=petition, event="petition.norm_fell", at=walk.now, key="fell")
        assert Notice.objects.filter(subject=petition.subject).count() == before
        tell_petitioner(petition=petition, event="petition.returned", at=walk.now, key="back")
        assert Notice.objects.filter(subject=petition.subject).count() == before + 1

    def test_it_is_in_no_file_and_on_no_list_for_destruction(self, walk: Walk) -> None:
        petition = withdrawn(walk)
        confirmed(walk)
        head, address = signed_in(walk.cast.head_of_intake), "/en/intake/exports/new/archive/"
        assert head.post(address, {"file_format": "csv"}).status_code == 302
        blocked(walk, petition)
        assert "The list is empty" in head.post(address, {"file_format": "csv"}).content.decode()
        with pytest.raises(OperationError):
            propose_disposal(kind=KIND, actor=walk.cast.actor("data_protection"), at=years_later(walk))
