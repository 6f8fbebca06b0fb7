"""The Chair's choice, recusals, absences, deliberation, notes, the desk, the file, the changed norm, the map."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courtcase.frame.navigation import first_page
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.people.models import Leave
from courtcase.register.models import Event, RecordedRead
from petitions.filing.operations.attach import attach
from petitions.models import BenchKind, Case, JudgeNote, Naming, NormAlarm, Question, Result
from petitions.proceedings.deliberation import result_of
from petitions.proceedings.operations.bind_case_file import ask_case_file, make_case_file
from petitions.proceedings.operations.deliberate import put_question, record_result
from petitions.proceedings.operations.name_rapporteurs import name_rapporteurs
from petitions.proceedings.operations.recuse import ask_recusal, decide_recusal
from petitions.proceedings.operations.resolve_petition import RulingReference, close_case
from tests.documents.files import picture
from tests.petitions.acts import signed_in
from tests.petitions.proceedings.prepared import prepare_case
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db
SECRET = "Is the provision in conformity with article 13?"


class TestNaming:
    def test_shows_every_judge_and_keeps_what_was_shown(self, walk: Walk, case: Case) -> None:
        other = Desk(walk).case()
        page = signed_in(walk.cast.chair).get(f"/ru/proceedings/cases/{other.public_id}/rapporteurs/")
        assert case.number in page.content.decode(), "the first judge knows the norm"
        kept = Naming.objects.filter(case=other).get()
        mine = next(row for row in kept.shown if row["judge"] == str(walk.cast.judge1.public_id))
        assert (mine["cases"], mine["earlier"], mine["is_recused"]) == (1, [case.number], False)
        assert kept.chosen == [str(walk.cast.judge1.public_id)]
        assert Naming.objects.filter(petition__case=other).exists()


class TestRecusal:
    def asked(self, walk: Walk, case: Case) -> Any:
        address = f"/ru/proceedings/cases/{case.public_id}/recusals/new/"
        sent = {"judge": walk.cast.judge1.pk, "grounds": "I advised on the draft of this very law."}
        return signed_in(walk.cast.judge1).post(address, sent)

    def test_is_asked_decided_and_takes_the_judge_out(self, walk: Walk, case: Case) -> None:
        assert [self.asked(walk, case).status_code for _one in range(2)] == [302, 422]
        recusal = case.recusals.get()
        assert b"advised" not in bytes(recusal.sealed_grounds)
        address = f"/ru/proceedings/cases/{case.public_id}/recusals/{recusal.public_id}/"
        assert signed_in(walk.cast.judge1).get(address).status_code == 404
        chair = signed_in(walk.cast.chair)
        assert "advised" in chair.get(address).content.decode()
        assert [chair.post(address, {"granted": "yes"}).status_code for _one in range(2)] == [302, 422]
        assert not case.rapporteurs.filter(ended_at=None).exists()
        with pytest.raises(OperationError, match=walk.cast.judge1.full_name):
            name_rapporteurs(case=case, judges=[walk.cast.judge1], actor=Actor.of(walk.cast.chair), at=walk.tick())

    def test_nobody_decides_on_their_own_and_no_judge_asks_for_another(self, walk: Walk, case: Case) -> None:
        judge, chair = Actor.of(walk.cast.judge1), Actor.of(walk.cast.chair)
        grounds = "A party to the case is a relative."
        with pytest.raises(NotAllowed):
            ask_recusal(case=case, judge=walk.cast.judge2, grounds=grounds, actor=judge, at=walk.tick())
        asked = ask_recusal(
            case=case, judge=walk.cast.chair, grounds=grounds, actor=Desk(walk).secretary, at=walk.tick()
        )
        with pytest.raises(NotAllowed):
            decide_recusal(recusal=asked, granted=False, actor=chair, at=walk.tick())


def test_absences_are_entered_and_taken_back(walk: Walk) -> None:
    client = signed_in(walk.cast.secretary)
    sent = {"judge": walk.cast.judge2.pk, "first_day": "01.12.2099", "last_day": "05.12.2099"}
    assert client.post("/ru/proceedings/absences/", {**sent, "last_day": "01.01.2020"}).status_code == 422
    assert client.post("/ru/proceedings/absences/", sent).status_code == 302
    absence = Leave.objects.get(account=walk.cast.judge2)
    assert walk.cast.judge2.full_name in client.get("/ru/proceedings/absences/").content.decode()
    end = f"/ru/proceedings/absences/{absence.pk}/end/"
    assert [client.post(end).status_code for _one in range(2)] == [302, 422]
    assert signed_in(walk.cast.judge1).get("/ru/proceedings/absences/").status_code == 404


class TestDeliberation:
    @pytest.mark.parametrize(
        ("bench", "sat", "in_favour", "chair", "result"),
        [
            (BenchKind.PANEL, 5, 5, None, Result.ADOPTED),
            (BenchKind.PANEL, 5, 0, None, Result.REJECTED),
            (BenchKind.PANEL, 5, 4, None, Result.PASSED_ON),
            (BenchKind.PANEL, 5, 1, None, Result.PASSED_ON),
            (BenchKind.PLENARY, 11, 6, None, Result.ADOPTED),
            (BenchKind.PLENARY, 9, 4, None, Result.REJECTED),
            (BenchKind.PLENARY, 8, 4, True, Result.ADOPTED),
            (BenchKind.PLENARY, 8, 4, False, Result.REJECTED),
            (BenchKind.ACCEPTANCE, 3, 2, None, Result.ADOPTED),
        ],
    )
    def test_result_follows_the_rules(
        self, bench: BenchKind, sat: int, in_favour: int, chair: bool | None, result: Result
    ) -> None:
        assert result_of(bench=bench, sat=sat, in_favour=in_favour, chair_in_favour=chair) == result

    def test_a_tie_asks_for_the_chair(self) -> None:
        with pytest.raises(OperationError) as refused:
            result_of(bench=BenchKind.PLENARY, sat=8, in_favour=4, chair_in_favour=None)
        assert refused.value.field == "chair_in_favour"

    def test_is_read_by_those_who_sat_and_every_look_is_recorded(self, walk: Walk, case: Case) -> None:
        sitting = Desk(walk).sitting(case)
        address = f"/ru/proceedings/sessions/{sitting.public_id}/deliberation/"
        presiding, other = signed_in(walk.cast.judges[0]), signed_in(walk.cast.judges[1])
        assert presiding.post(address + "new/", {"text": SECRET}).status_code == 302
        assert other.post(address + "new/", {"text": SECRET}).status_code == 422
        before = RecordedRead.objects.filter(place="deliberation.view").count()
        assert SECRET in other.get(address).content.decode()
        assert RecordedRead.objects.filter(place="deliberation.view").count() == before + 1
        assert presiding.post(address + "1/", {"in_favour": "9"}).status_code == 422
        assert [presiding.post(address + "1/", {"in_favour": "4"}).status_code for _one in range(2)] == [302, 422]
        question = Question.objects.get()
        assert (question.result, question.sat, question.quorum) == (Result.PASSED_ON, 5, 5)
        for key in ("judge9", "secretary", "assistant", "publisher", "clerk", "stranger"):
            assert signed_in(getattr(walk.cast, key)).get(address).status_code == 404, key

    def test_neither_votes_nor_words_stand_anywhere(self, walk: Walk, case: Case) -> None:
        sitting = Desk(walk).sitting(case)
        presiding = Actor.of(walk.cast.judges[0])
        question = put_question(sitting=sitting, text=SECRET, actor=presiding, at=walk.tick())
        record_result(question=question, in_favour=5, chair_in_favour=None, actor=presiding, at=walk.tick())
        fields = {field.name for field in Question._meta.get_fields()}
        assert not any("favour" in name or "against" in name or "vote" in name.split("_") for name in fields)
        assert SECRET.encode() not in bytes(Question.objects.get().sealed_text)
        assert not any(SECRET in str(event.body) for event in Event.objects.all())

    def test_questions_are_voted_on_in_their_order(self, walk: Walk, case: Case) -> None:
        sitting = Desk(walk).sitting(case)
        presiding = Actor.of(walk.cast.judges[0])
        put_question(sitting=sitting, text=SECRET, actor=presiding, at=walk.tick())
        second = put_question(sitting=sitting, text=SECRET, actor=presiding, at=walk.tick())
        with pytest.raises(WrongState):
            record_result(question=second, in_favour=5, chair_in_favour=None, actor=presiding, at=walk.tick())


class TestNotes:
    def test_are_read_by_their_writer_alone_and_end_with_the_case(self, walk: Walk, case: Case) -> None:
        address = f"/ru/proceedings/cases/{case.public_id}/notes/"
        client = signed_in(walk.cast.judge1)
        events = Event.objects.count()
        assert client.post(address, {"text": "Ask about the transitional rule."}).status_code == 302
        assert "transitional" in client.get(address).content.decode()
        assert Event.objects.count() == events, "no part of the record"
        Desk(walk).sitting(case)
        assert "transitional" not in signed_in(walk.cast.judges[1]).get(address).content.decode()
        for key in ("secretary", "assistant", "judge9", "clerk"):
            assert signed_in(getattr(walk.cast, key)).get(address).status_code == 404, key
        ruling = RulingReference(case.subject.uuid, "termination", "2", walk.now.date())
        close_case(case=case, terminated=True, ruling=ruling, actor=Desk(walk).secretary, at=walk.tick())
        assert not JudgeNote.objects.exists()


def test_the_work_of_the_chair_begins_where_judges_wait_to_be_named(walk: Walk) -> None:
    petition = walk.passed()
    named = f"Назначить судей для изучения обращения {petition.register_number}"
    begins = first_page(actor=walk.cast.actor("chair"), at=walk.now)
    assert begins == reverse("proceedings:desk")
    assert named in signed_in(walk.cast.chair).get("/ru/proceedings/desk/").content.decode()
    assert named not in signed_in(walk.cast.judge1).get("/ru/proceedings/desk/").content.decode()
    assert first_page(actor=walk.cast.actor("secretary"), at=walk.now) == reverse("proceedings:studies")


def test_the_desk_shows_what_waits(walk: Walk, case: Case) -> None:
    prepare_case(walk, case)
    page = signed_in(walk.cast.judge1).get("/ru/proceedings/desk/").content.decode()
    assert case.number in page
    assert "Ministry of Justice" in page
    assert signed_in(walk.cast.clerk).get("/ru/proceedings/desk/").status_code == 404


def test_the_file_is_one_pdf_with_contents_and_bookmarks(walk: Walk, case: Case) -> None:
    prepare_case(walk, case)
    uploaded = SimpleUploadedFile("a.png", picture(), content_type="image/png")
    petitioner = Actor.of(walk.cast.petitioner)
    attach(petition=case.petitions.get(), uploaded=uploaded, purpose="other", actor=petitioner, at=walk.tick())
    client = signed_in(walk.cast.judge1)
    address = f"/ru/proceedings/cases/{case.public_id}/file/"
    assert client.post(address).status_code == 302
    asked = case.files.latest("pk")
    make_case_file(file_id=asked.pk, actor=Actor.system("tests"), at=timezone.now())
    again = ask_case_file(case=case, language="ru", actor=Actor.of(walk.cast.judge1), at=timezone.now())
    assert again == asked
    content = b"".join(client.get(f"{address}{asked.public_id}.pdf").streaming_content)  # type: ignore[attr-defined]
    with pikepdf.open(io.BytesIO(content)) as made, made.open_outline() as outline:
        assert len(outline.root) == case.docket.count() + 1
        asked.refresh_from_db()
        assert len(made.pages) == asked.pages
    assert signed_in(walk.cast.judge9).get(address).status_code == 404
    assert signed_in(walk.cast.clerk).get(f"{address}{asked.public_id}.pdf").status_code == 404


class TestTheNormLivesOn:
    def test_a_ruling_elsewhere_marks_every_open_case_on_the_norm(self, walk: Walk, case: Case) -> None:
        ruling = Desk(walk).published()
        alarm = NormAlarm.objects.get(case=case)
        assert (alarm.change, alarm.by) == ("decided", ruling.number_ru)
        page = signed_in(walk.cast.secretary).get(f"/ru/proceedings/cases/{case.public_id}/").content.decode()
        assert ruling.number_ru in page
        assert "kind=termination" in page
        told = Notice.objects.filter(event="case.norm_changed").values_list("recipient", flat=True)
        assert {walk.cast.judge1.pk, walk.cast.chair.pk, walk.cast.secretary.pk} <= set(told)
        said = signed_in(walk.cast.judge1).get(f"/ru/proceedings/cases/{case.public_id}/said-before/")
        assert ruling.number_ru in said.content.decode()

    def test_an_amendment_is_said_by_the_secretary_once(self, walk: Walk, case: Case) -> None:
        norm = case.petitions.get().contested.get().provision
        assert norm is not None
        sent = {"norm": norm.pk, "change": "amended", "by": "Law of 1 November 2026", "day": "01.11.2026"}
        address = f"/ru/proceedings/cases/{case.public_id}/norm-changed/"
        for _one in range(2):
            assert signed_in(walk.cast.secretary).post(address, sent).status_code == 302
        assert NormAlarm.objects.count() == 1
        assert signed_in(walk.cast.judge1).post(address, sent).status_code == 404


def test_the_map_is_drawn_and_told(walk: Walk, case: Case) -> None:
    prepare_case(walk, case)
    page = signed_in(walk.cast.judge1).get(f"/ru/proceedings/cases/{case.public_id}/map/").content.decode()
    assert "<svg" in page
    assert page.count("Ministry of Justice") == 2
