"""Whoever is recused, away or ill is replaced: in a study, on the acceptance bench, as rapporteur; and a session is put off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.people.actors import Actor
from courtcase.people.operations.leave import enter_leave
from courtcase.register.models import Event
from petitions import access
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.models import BenchKind, Case, Naming, Petition, Recommendation, Sitting
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.name_judges import name_judges
from petitions.proceedings.operations.name_rapporteurs import name_rapporteurs
from petitions.proceedings.operations.report_study import report_study
from petitions.terms import open_due
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
WHY = "The judge fell ill and cannot report in time."
REPORT = "The conditions of the law are met; the session should accept."


def by_two(walk: Walk) -> Petition:
    """Return a petition that the first two judges study."""
    petition, chair = walk.passed(), Actor.of(walk.cast.chair)
    name_judges(petition=petition, judges=walk.cast.judges[:2], actor=chair, at=walk.tick())
    petition.refresh_from_db()
    return petition


class TestAStudy:
    def replace(self, walk: Walk, petition: Petition, changes: dict[str, object], key: str = "chair") -> int:
        sent: dict[str, object] = {
            "leaving": walk.cast.judge1.pk,
            "taking": walk.cast.judge3.pk,
            "reason": WHY,
            "version": petition.version,
            **changes,
        }
        address = f"/en/proceedings/studies/{petition.public_id}/replace/"
        return signed_in(getattr(walk.cast, key)).post(address, sent).status_code

    def test_goes_on_with_another_judge_and_the_reason_is_kept_sealed(self, walk: Walk) -> None:
        petition = walk.in_study()
        chair = signed_in(walk.cast.chair)
        page = chair.get(f"/en/intake/{petition.public_id}/").content.decode()
        assert f"/en/proceedings/studies/{petition.public_id}/replace/" in page
        shown = chair.get(f"/en/proceedings/studies/{petition.public_id}/replace/").content.decode()
        assert "Earlier cases on the norm" in shown, "the Chair sees what is known of each judge"
        assert self.replace(walk, petition, {}) == 302
        assert [one.judge for one in petition.studies.all()] == [walk.cast.judge3]
        gone, come = Actor.of(walk.cast.judge1), Actor.of(walk.cast.judge3)
        may = [access.may(one, "petition.examine", petition, walk.now) for one in (gone, come)]
        assert may == [False, True]
        kept = Naming.objects.latest("pk")
        assert (kept.left, kept.chosen) == ([str(walk.cast.judge1.public_id)], [str(walk.cast.judge3.public_id)])
        assert WHY.encode() not in bytes(kept.sealed_reason or b"")
        event = Event.objects.get(name="petition.study_judge_replaced")
        assert event.body["came"] == str(walk.cast.judge3.public_id)
        assert WHY not in str(event.body)
        told = Notice.objects.get(event="petition.study_left", recipient=walk.cast.judge1)
        told.language = "en"
        assert "no longer" in render(told).title
        assert Notice.objects.filter(event="petition.study_begun", recipient=walk.cast.judge3).count() == 1

    def test_is_complete_where_the_others_have_reported(self, walk: Walk) -> None:
        petition = by_two(walk)
        judge = Actor.of(walk.cast.judge2)
        accept = Recommendation.ACCEPT
        report_study(petition=petition, recommendation=accept, report=REPORT, actor=judge, at=walk.tick())
        petition.refresh_from_db()
        assert self.replace(walk, petition, {"taking": ""}) == 302
        petition.refresh_from_db()
        assert petition.state == "reported"

    @pytest.mark.parametrize("wrong", ["reported", "nobody", "same", "short", "stale"])
    def test_what_cannot_be_is_said_beside_its_field(self, walk: Walk, wrong: str) -> None:
        petition = walk.in_study() if wrong == "nobody" else by_two(walk)
        every: dict[str, dict[str, object]] = {
            "reported": {"leaving": walk.cast.judge2.pk},
            "nobody": {"taking": ""},
            "same": {"taking": walk.cast.judge2.pk},
            "short": {"reason": "Ill."},
            "stale": {"version": petition.version - 1},
        }
        if wrong == "reported":
            actor = Actor.of(walk.cast.judge2)
            accept = Recommendation.ACCEPT
            report_study(petition=petition, recommendation=accept, report=REPORT, actor=actor, at=walk.tick())
            petition.refresh_from_db()
        before = set(petition.studies.values_list("judge", flat=True))
        assert self.replace(walk, petition, every[wrong]) == 422
        assert set(petition.studies.values_list("judge", flat=True)) == before

    @pytest.mark.parametrize("key", ["judge1", "secretary", "clerk", "petitioner"])
    def test_is_changed_by_nobody_else(self, walk: Walk, key: str) -> None:
        assert self.replace(walk, walk.in_study(), {}, key) == 404


class TestTheAcceptanceBench:
    def called(self, walk: Walk, *petitions: Petition) -> Sitting:
        bench = walk.cast.judges[:3]
        return call_session(
            bench=BenchKind.ACCEPTANCE,
            day=court_day(timezone.now()) + timedelta(days=20),
            judges=bench,
            presiding=bench[0],
            petitions=petitions,
            actor=Actor.of(walk.cast.secretary),
            at=walk.tick(),
        )

    def test_a_judge_is_replaced_and_both_are_told(self, walk: Walk) -> None:
        petition = walk.reported()
        sitting, judges = self.called(walk, petition), walk.cast.judges
        client, page = signed_in(walk.cast.secretary), f"/en/proceedings/sessions/{sitting.public_id}/"
        assert f"{page}bench/" in client.get(page).content.decode()
        sent = {"leaving": judges[1].pk, "taking": judges[4].pk, "presiding": judges[0].pk}
        assert client.post(f"{page}bench/", {**sent, "taking": ""}).status_code == 422, "three sit, no fewer"
        assert client.post(f"{page}bench/", sent).status_code == 302
        assert {one.judge for one in sitting.members.all()} == {judges[0], judges[2], judges[4]}
        told = Notice.objects.filter(event__startswith="session.").values_list("event", "recipient")
        assert {("session.left", judges[1].pk), ("session.called", judges[4].pk)} <= set(told)
        assert Event.objects.filter(subject=petition.subject, name="petition.bench_changed").count() == 1

    @pytest.mark.parametrize("day", ["31.12.2099", ""])
    def test_is_put_off_with_its_agenda_or_frees_it(self, walk: Walk, day: str) -> None:
        petition = walk.reported()
        sitting = self.called(walk, petition)
        client = signed_in(walk.cast.secretary)
        answer = client.post(f"/en/proceedings/sessions/{sitting.public_id}/adjourn/", {"day": day})
        assert answer.status_code == 302
        sitting.refresh_from_db()
        if day:
            assert sitting.adjourned_to is not None
            assert [one.petition for one in sitting.adjourned_to.agenda.all()] == [petition]
        else:
            offered = client.get("/en/proceedings/sessions/call/").content.decode()
            assert str(petition.register_number) in offered
            self.called(walk, petition)
        assert Event.objects.filter(subject=petition.subject, name="petition.session_put_off").count() == 1
        assert Notice.objects.filter(event="session.adjourned").count() == 3

    def test_is_put_off_without_what_was_withdrawn_meanwhile(self, walk: Walk) -> None:
        petition, gone = walk.reported(), walk.reported()
        sitting = self.called(walk, petition, gone)
        withdraw_petition(petition=gone, reason="Мысал", actor=Actor.of(walk.cast.petitioner), at=walk.tick())
        address = f"/en/proceedings/sessions/{sitting.public_id}/adjourn/"
        assert signed_in(walk.cast.secretary).post(address, {"day": "31.12.2099"}).status_code == 302
        sitting.refresh_from_db()
        assert sitting.adjourned_to is not None
        assert [one.petition for one in sitting.adjourned_to.agenda.all()] == [petition]
        put_off = Event.objects.filter(name="petition.session_put_off")
        assert [event.subject for event in put_off] == [petition.subject]


def test_a_relieved_rapporteur_is_told(walk: Walk, case: Case) -> None:
    chair = Actor.of(walk.cast.chair)
    name_rapporteurs(case=case, judges=[walk.cast.judge2], actor=chair, at=walk.tick())
    told = Notice.objects.filter(event="case.rapporteur_left")
    assert [one.recipient for one in told] == [walk.cast.judge1]
    assert case.number in render(told.get()).title


def test_who_is_away_stands_beside_every_form_that_sets_a_bench(walk: Walk, case: Case) -> None:
    petition = walk.reported()
    day = timezone.localdate() + timedelta(days=30)
    away, secretary = walk.cast.judge4, Actor.of(walk.cast.secretary)
    enter_leave(account=away, first_day=day, last_day=day, deputy=None, actor=secretary, at=walk.tick())
    sitting = TestTheAcceptanceBench().called(walk, petition)
    client = signed_in(walk.cast.secretary)
    for page in (
        "sessions/call/",
        f"cases/{case.public_id}/session/",
        f"sessions/{sitting.public_id}/bench/",
        f"sessions/{sitting.public_id}/adjourn/",
    ):
        words = client.get(f"/en/proceedings/{page}").content.decode()
        assert f"{away.full_name}: {day:%d.%m.%Y}" in words or f"{away.full_name}: " in words, page
        assert "Judges who are away:" in words, page


def test_a_report_that_is_owed_stands_on_the_desk_with_the_last_day_of_its_study(walk: Walk) -> None:
    petition = walk.in_study()
    day = open_due(petition.subject, "study")
    assert day is not None
    page = signed_in(walk.cast.judge1).get("/en/proceedings/desk/")
    owed = next(one for one in page.context["waiting"] if str(petition.public_id) in one.url)
    assert owed.due_on == day


def test_petitions_that_wait_for_a_session_stand_before_whoever_calls_it(walk: Walk) -> None:
    secretary, chair = signed_in(walk.cast.secretary), signed_in(walk.cast.chair)
    call, list_page, desk = "/en/proceedings/sessions/call/", "/en/proceedings/sessions/", "/en/proceedings/desk/"
    assert call not in chair.get(desk).content.decode()
    laid, _waiting = walk.reported(), walk.reported()
    assert "2 studied petitions wait for one" in chair.get(desk).content.decode()
    TestTheAcceptanceBench().called(walk, laid)
    assert "1 studied petition waits for one" in chair.get(desk).content.decode()
    assert "<strong>1</strong> studied petition waits for a session" in secretary.get(list_page).content.decode()
    for nobody_who_calls in (walk.cast.judge1, walk.cast.judges[4]):
        client = signed_in(nobody_who_calls)
        assert call not in client.get(desk).content.decode()
        assert "waits for a session" not in client.get(list_page).content.decode()
