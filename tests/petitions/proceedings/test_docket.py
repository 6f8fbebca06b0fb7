"""Every paper of a case is filed once, in order, without a gap; and is opened by those entitled."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.law.time import court_day
from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import RecordedRead
from petitions.filing.operations.attach import attach
from petitions.models import Case, DocketEntry, PaperKind
from petitions.proceedings.operations.plan_step import open_paper, plan_step
from petitions.proceedings.operations.resolve_petition import RulingReference, close_case
from tests.documents.files import picture
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

QUESTION = "What is the practice of applying the contested provision?"


def kinds(case: Case) -> list[tuple[int, str]]:
    """Return number and kind of every paper."""
    return list(case.docket.order_by("number").values_list("number", "kind"))


def request_at(walk: Walk, case: Case, **changes: Any) -> Any:
    """Send a request by the page of the judge-rapporteur."""
    sent = {"body": "Ministry of Justice", "email": "mj@example.org", "language": "ru", "question": QUESTION, **changes}
    return signed_in(walk.cast.judge1).post(f"/ru/proceedings/cases/{case.public_id}/requests/new/", sent)


@pytest.mark.django_db
class TestDocket:
    def test_begins_with_what_was_accepted(self, case: Case) -> None:
        assert [kind for _number, kind in kinds(case)] == ["petition", "report", "ruling"]
        assert [number for number, _kind in kinds(case)] == [1, 2, 3]

    def test_takes_in_what_comes_later_and_the_ruling_that_ends_it(self, walk: Walk, case: Case) -> None:
        petition = case.petitions.get()
        uploaded = SimpleUploadedFile("a.png", picture(), content_type="image/png")
        attach(
            petition=petition,
            uploaded=uploaded,
            purpose="other",
            actor=Actor.of(walk.cast.petitioner),
            at=walk.tick(),
        )
        assert request_at(walk, case).status_code == 302
        ruling = Desk(walk).sign(Desk(walk).complete(Desk(walk).final_draft(case)))
        last = case.docket.select_related("answer").latest("number")
        assert [kind for _number, kind in kinds(case)][3:5] == ["document", "request"]
        assert last.kind == PaperKind.RULING
        assert last.answer is not None
        assert last.answer.ruling_uuid == ruling.subject.uuid
        assert [number for number, _kind in kinds(case)] == list(range(1, last.number + 1))

    def test_files_a_ruling_once_for_all_joined(self, walk: Walk, case: Case) -> None:
        desk = Desk(walk)
        joining = desk.complete(desk.draft(join=case))
        desk.sign(joining)
        before = case.docket.count()
        assert case.petitions.count() == 2
        desk.sign(desk.complete(desk.final_draft(case)))
        added = [kind for _number, kind in kinds(case)][before:]
        assert added.count("ruling") == 1

    def test_page_shows_each_paper_and_narrows(self, walk: Walk, case: Case) -> None:
        client = signed_in(walk.cast.judge1)
        address = f"/ru/proceedings/cases/{case.public_id}/docket/"
        assert client.get(address).content.decode().count('data-label="№"') == 3
        assert client.get(address + "?kind=ruling").content.decode().count('data-label="№"') == 1
        assert client.get(address + "?kind=nonsense").status_code == 200
        before = RecordedRead.objects.count()
        assert client.get(address + "1/").status_code == 200
        assert RecordedRead.objects.count() == before + 1
        for number in (99, 10**12):
            assert client.get(f"{address}{number}/").status_code == 404
        assert client.get(address + "1/file/").status_code == 404

    @pytest.mark.parametrize("key", ["petitioner", "clerk", "judge9", "stranger", "administrator"])
    def test_is_not_there_for_others(self, walk: Walk, case: Case, key: str) -> None:
        client = signed_in(getattr(walk.cast, key))
        for end in ("", "1/", "1/file/", "1/open/"):
            assert client.get(f"/ru/proceedings/cases/{case.public_id}/docket/{end}").status_code == 404

    def test_question_is_sealed_and_read_by_the_bench(self, walk: Walk, case: Case) -> None:
        request_at(walk, case)
        asked = case.requests.get()
        assert QUESTION.encode() not in bytes(asked.sealed_question)
        page = signed_in(walk.cast.judge1).get(f"/ru/proceedings/cases/{case.public_id}/docket/4/")
        assert QUESTION in page.content.decode()

    def test_rows_are_never_deleted(self, case: Case) -> None:
        with pytest.raises(Exception, match="Cannot delete"):
            case.docket.first().delete()  # type: ignore[union-attr]

    def test_nothing_is_added_to_a_closed_case(self, walk: Walk, case: Case) -> None:
        entry = case.docket.get(number=1)
        ruling = RulingReference(case.subject.uuid, "termination", "2", walk.now.date())
        close_case(case=case, terminated=True, ruling=ruling, actor=Actor.of(walk.cast.secretary), at=walk.tick())
        assert request_at(walk, case).status_code == 422
        with pytest.raises(WrongState):
            open_paper(entry=entry, actor=Actor.of(walk.cast.secretary), at=walk.tick())


@pytest.mark.django_db
class TestPreparation:
    def test_the_day_of_the_answer_is_the_laws_or_the_rapporteurs(self, walk: Walk, case: Case) -> None:
        request_at(walk, case)
        request_at(walk, case, due="31.12.2099")
        law, own = case.requests.order_by("pk")
        assert (law.due_by, law.term.code, bool(law.reasons)) == ("law", "information", True)  # type: ignore[union-attr]
        assert (own.due_by, own.due_on.year, own.term) == ("rapporteur", 2099, None)

    @pytest.mark.parametrize("wrong", [{"question": "?"}, {"email": ""}, {"due": "01.01.2020"}, {"email": "no"}])
    def test_what_is_wrong_is_said_beside_its_field(self, walk: Walk, case: Case, wrong: dict[str, str]) -> None:
        answer = request_at(walk, case, **wrong)
        assert answer.status_code == 422
        assert not case.requests.exists()

    def test_an_answer_is_filed_and_its_lateness_counted(self, walk: Walk, case: Case) -> None:
        request_at(walk, case)
        asked = case.requests.get()
        address = f"/ru/proceedings/cases/{case.public_id}/requests/{asked.public_id}/answer/"
        client = signed_in(walk.cast.secretary)

        content = picture()

        def filed(**changes: Any) -> int:
            file = SimpleUploadedFile("answer.png", content, content_type="image/png")
            sent = {"attachment": file, "day": f"{court_day(asked.sent_at):%d.%m.%Y}", **changes}
            return client.post(address, sent).status_code

        assert filed(day="01.01.2020") == 422
        assert filed() == 302
        assert filed() == 422, "the very same file is filed once"
        asked.refresh_from_db()
        assert asked.answered_on is not None
        entry = DocketEntry.objects.get(kind=PaperKind.ANSWER)
        assert client.get(f"/ru/proceedings/cases/{case.public_id}/docket/{entry.number}/file/").status_code == 200

    def test_a_step_is_planned_and_done_once(self, walk: Walk, case: Case) -> None:
        secretary = signed_in(walk.cast.secretary)
        address = f"/ru/proceedings/cases/{case.public_id}/plan/"
        sent = {"what": "Ask two experts", "who": walk.cast.judge1.pk, "due": "31.12.2099"}
        assert secretary.post(address + "new/", sent).status_code == 302
        step = case.plan.get()
        assert b"experts" not in bytes(step.sealed_what)
        assert "Ask two experts" in secretary.get(f"/ru/proceedings/cases/{case.public_id}/").content.decode()
        assert [secretary.post(f"{address}{step.public_id}/done/").status_code for _one in range(2)] == [302, 422]

    def test_is_not_there_for_others(self, walk: Walk, case: Case) -> None:
        for key in ("clerk", "judge9", "assistant", "stranger"):
            client: Client = signed_in(getattr(walk.cast, key))
            for end in ("requests/new/", "plan/new/"):
                assert client.get(f"/ru/proceedings/cases/{case.public_id}/{end}").status_code == 404, key


@pytest.mark.django_db
def test_a_plan_needs_words(walk: Walk, case: Case) -> None:
    with pytest.raises(OperationError):
        plan_step(
            case=case,
            what=" ",
            who=walk.cast.judge1,
            due=walk.now.date(),
            actor=Actor.of(walk.cast.judge1),
            at=walk.tick(),
        )
