"""Sessions on a case: nobody in two places at once, summons, minutes, putting off, and what is missing before."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from courtcase.law.models import Term
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.people.operations.leave import enter_leave, take_back_leave
from courtcase.register.models import Event
from petitions.models import BenchKind, Case, Sitting
from petitions.proceedings import queries
from petitions.proceedings.materials import materials_of
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.hold_session import hold_session
from petitions.proceedings.operations.recuse import ask_recusal, decide_recusal
from tests.petitions.acts import signed_in
from tests.petitions.proceedings.prepared import prepare_case
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
TEN = time(10, 0)


def called(walk: Walk, case: Case, *, days: int = 20, **changes: Any) -> Sitting:
    """Call a session of a panel on the case."""
    bench = walk.cast.judges[:5]
    wanted: dict[str, Any] = {"bench": BenchKind.PANEL, "judges": bench, "presiding": bench[0], **changes}
    day = court_day(walk.now) + timedelta(days=days)
    return call_session(day=day, case=case, actor=Actor.of(walk.cast.secretary), at=walk.tick(), **wanted)


class TestConflicts:
    def test_nobody_sits_in_two_places(self, walk: Walk, case: Case) -> None:
        called(walk, case, starts_at=TEN)
        called(walk, case, starts_at=time(15, 0))
        for hour in (TEN, None):
            with pytest.raises(OperationError) as refused:
                called(walk, case, starts_at=hour)
            assert refused.value.field == "judges"
            assert walk.cast.judges[0].full_name in str(refused.value)
        called(walk, case, starts_at=TEN, days=21)

    def test_nor_while_away(self, walk: Walk, case: Case) -> None:
        day = court_day(walk.now) + timedelta(days=20)
        away = walk.cast.judges[1]
        chair = walk.cast.actor("chair")
        leave = enter_leave(account=away, first_day=day, last_day=day, deputy=None, actor=chair, at=walk.tick())
        with pytest.raises(OperationError, match=away.full_name):
            called(walk, case)
        take_back_leave(leave=leave, actor=chair, at=walk.tick())
        called(walk, case)


class TestAllJudges:
    def test_are_named_at_one_press_but_for_those_who_cannot_sit(self, walk: Walk, case: Case) -> None:
        judges, day = walk.cast.judges, timezone.localdate() + timedelta(days=30)
        secretary = walk.cast.actor("secretary")
        asked = ask_recusal(
            case=case, judge=judges[2], grounds="Істің тарапымен туыс болып келеді.", actor=secretary, at=walk.tick()
        )
        decide_recusal(recusal=asked, granted=True, actor=walk.cast.actor("chair"), at=walk.tick())
        chair = walk.cast.actor("chair")
        enter_leave(account=judges[1], first_day=day, last_day=day, deputy=None, actor=chair, at=walk.tick())
        client, page = signed_in(walk.cast.secretary), f"/en/proceedings/cases/{case.public_id}/session/"
        assert "All judges who can sit then" in client.get(page).content.decode()
        sent = {"bench": "plenary", "day": f"{day:%d.%m.%Y}", "all_judges": "on", "presiding": walk.cast.chair.pk}
        assert client.post(page, sent).status_code == 302
        seated = {one.judge for one in case.sittings.get().members.all()}
        assert seated == set(queries.judges(timezone.now())) - {judges[1], judges[2]}
        assert walk.cast.chair in seated

    def test_leave_nobody_out_in_silence_who_was_named_by_hand(self, walk: Walk, case: Case) -> None:
        judges, day = walk.cast.judges, timezone.localdate() + timedelta(days=30)
        chair = walk.cast.actor("chair")
        enter_leave(account=judges[1], first_day=day, last_day=day, deputy=None, actor=chair, at=walk.tick())
        client, page = signed_in(walk.cast.secretary), f"/en/proceedings/cases/{case.public_id}/session/"
        sent = {"bench": "plenary", "day": f"{day:%d.%m.%Y}", "all_judges": "on"}
        for named in ({"presiding": judges[1].pk}, {"presiding": walk.cast.chair.pk, "judges": [judges[1].pk]}):
            answer = client.post(page, {**sent, **named})
            assert answer.status_code == 422
            assert judges[1].full_name in str(answer.context["form"].errors["judges"])

    def test_are_too_many_for_a_panel(self, walk: Walk, case: Case) -> None:
        page = f"/en/proceedings/cases/{case.public_id}/session/"
        sent = {"bench": "panel", "day": "31.12.2099", "all_judges": "on", "presiding": walk.cast.chair.pk}
        answer = signed_in(walk.cast.secretary).post(page, sent)
        assert answer.status_code == 422
        assert "judges" in answer.context["form"].errors


class TestSummons:
    def test_tells_everybody_once_and_is_filed(self, walk: Walk, case: Case) -> None:
        prepare_case(walk, case)
        sitting = called(walk, case, starts_at=TEN, place="Hall 1")
        client = signed_in(walk.cast.secretary)
        address = f"/ru/proceedings/sessions/{sitting.public_id}/summon/"
        assert [client.post(address).status_code for _one in range(2)] == [302, 422]
        entry = case.docket.latest("number")
        assert (entry.kind, entry.opened_at is not None) == ("summons", True)
        events = set(Notice.objects.filter(key__isnull=False).values_list("event", flat=True))
        assert {"petition.summoned", "case.summoned"} <= events

    def test_has_a_term_that_warns_and_stops_nothing(self, walk: Walk, case: Case) -> None:
        client, page = signed_in(walk.cast.secretary), f"/en/proceedings/cases/{case.public_id}/session/"
        assert "The summons leaves at least 10 days before the session." in client.get(page).content.decode()
        bench = [judge.pk for judge in walk.cast.judges[:5]]
        warned = []
        for days in (3, 60):
            day = timezone.localdate() + timedelta(days=days)
            sent = {"bench": "panel", "day": f"{day:%d.%m.%Y}", "judges": bench, "presiding": bench[0]}
            answer = client.post(page, sent, follow=True)
            assert answer.status_code == 200
            assert "Last day for the summons" in answer.content.decode()
            warned.append("Less time is left than is set" in answer.content.decode())
        assert warned == [True, False]
        near = case.sittings.earliest("day")
        address = f"/en/proceedings/sessions/{near.public_id}/summon/"
        assert "Less time is left than is set" in client.get(address).content.decode()
        assert client.post(address).status_code == 302
        after = client.get(f"/en/proceedings/sessions/{near.public_id}/").content.decode()
        assert "summoned on" in after

    def test_without_a_row_of_law_no_term_is_shown(self, walk: Walk, case: Case) -> None:
        Term.objects.filter(code="summons").delete()
        sitting = called(walk, case)
        page = signed_in(walk.cast.secretary).get(f"/en/proceedings/sessions/{sitting.public_id}/").content.decode()
        assert "Last day for the summons" not in page

    def test_is_no_part_of_a_written_procedure(self, walk: Walk, case: Case) -> None:
        sitting = called(walk, case, in_writing=True)
        address = f"/ru/proceedings/sessions/{sitting.public_id}/summon/"
        assert signed_in(walk.cast.secretary).post(address).status_code == 422
        assert not case.docket.filter(kind="summons").exists()

    def test_calendar_holds_the_hour_and_names_nobody(self, walk: Walk, case: Case) -> None:
        sitting = called(walk, case, starts_at=TEN, place="Hall 1")
        answer = signed_in(walk.cast.judge1).get(f"/ru/proceedings/sessions/{sitting.public_id}/session.ics")
        words = answer.content.decode().replace("\r\n ", "")
        assert answer["Content-Type"].startswith("text/calendar")
        assert "T100000" in words
        assert "LOCATION:Hall 1" in words
        assert not any(judge.full_name in words for judge in walk.cast.judges)


class TestMinutes:
    def test_are_sealed_and_filed_once(self, walk: Walk, case: Case) -> None:
        sitting = called(walk, case, days=0)
        address = f"/ru/proceedings/sessions/{sitting.public_id}/minutes/"
        client = signed_in(walk.cast.secretary)
        sent = {"minutes": "The session opened; two experts were heard."}
        assert client.post(address, sent).status_code == 422, "not held yet"
        present = dict.fromkeys(walk.cast.judges[:5], True)
        hold_session(sitting=sitting, present=present, actor=Actor.of(walk.cast.secretary), at=walk.tick())
        assert client.post(address, {"minutes": "?"}).status_code == 422
        assert [client.post(address, sent).status_code for _one in range(2)] == [302, 422]
        sitting.refresh_from_db()
        assert b"experts" not in bytes(sitting.sealed_minutes or b"")
        number = case.docket.latest("number").number
        page = signed_in(walk.cast.judge1).get(f"/ru/proceedings/cases/{case.public_id}/docket/{number}/")
        assert "two experts" in page.content.decode()


class TestAdjournment:
    def test_calls_the_same_bench_to_the_new_day_and_tells(self, walk: Walk, case: Case) -> None:
        sitting = called(walk, case, starts_at=TEN, place="Hall 1")
        client = signed_in(walk.cast.secretary)
        client.post(f"/ru/proceedings/sessions/{sitting.public_id}/summon/")
        address = f"/ru/proceedings/sessions/{sitting.public_id}/adjourn/"
        assert client.post(address, {"day": "01.01.2020"}).status_code == 422
        assert [client.post(address, {"day": "31.12.2099"}).status_code for _one in range(2)] == [302, 422]
        sitting.refresh_from_db()
        assert sitting.adjourned_to is not None
        assert (sitting.adjourned_to.day.year, sitting.adjourned_to.place) == (2099, "Hall 1")
        assert sitting.adjourned_to.members.count() == 5
        events = set(Notice.objects.values_list("event", flat=True))
        assert {"session.adjourned", "petition.adjourned"} <= events
        with pytest.raises(WrongState):
            hold_session(sitting=sitting, present={}, actor=Actor.of(walk.cast.secretary), at=walk.tick())

    def test_frees_the_bench(self, walk: Walk, case: Case) -> None:
        sitting = called(walk, case)
        address = f"/ru/proceedings/sessions/{sitting.public_id}/adjourn/"
        assert signed_in(walk.cast.secretary).post(address).status_code == 302
        called(walk, case)

    @pytest.mark.parametrize("key", ["judge1", "clerk", "stranger", "petitioner"])
    def test_is_not_there_for_others(self, walk: Walk, case: Case, key: str) -> None:
        sitting = called(walk, case)
        for act in ("adjourn", "summon", "minutes"):
            client = signed_in(getattr(walk.cast, key))
            assert client.post(f"/ru/proceedings/sessions/{sitting.public_id}/{act}/").status_code == 404


class TestBench:
    def address(self, sitting: Sitting, act: str = "bench") -> str:
        return f"/en/proceedings/sessions/{sitting.public_id}/{act}/"

    def owed(self, sitting: Sitting, case: Case) -> set[str]:
        with override("en"):
            return {one.what for one in materials_of(sitting, case).missing}

    def test_whoever_is_recused_is_replaced_and_both_are_told(self, walk: Walk, case: Case) -> None:
        sitting, judges = called(walk, case, starts_at=TEN), walk.cast.judges
        chair, secretary = walk.cast.actor("chair"), Actor.of(walk.cast.secretary)
        grounds = "The judge advised on the draft of the law."
        asked = ask_recusal(case=case, judge=judges[0], grounds=grounds, actor=secretary, at=walk.tick())
        decide_recusal(recusal=asked, granted=True, actor=chair, at=walk.tick())
        lacking = {"A full bench: a seat is empty", "A judge who presides"}
        assert lacking <= self.owed(sitting, case)
        client = signed_in(walk.cast.secretary)
        refused = client.post(self.address(sitting, "adjourn"), {"day": "31.12.2099"})
        assert refused.status_code == 422
        assert "replace the judge first" in refused.content.decode()
        sent = {"leaving": "", "taking": judges[5].pk, "presiding": judges[5].pk}
        for wrong in ({"taking": ""}, {"presiding": judges[6].pk}, {"taking": judges[0].pk}, {"leaving": judges[1].pk}):
            assert client.post(self.address(sitting), {**sent, **wrong}).status_code == 422
        assert client.post(self.address(sitting), sent).status_code == 302
        bench = {member.judge: member.presides for member in sitting.members.select_related("judge")}
        assert bench == {**dict.fromkeys(judges[1:5], False), judges[5]: True}
        assert not lacking & self.owed(sitting, case)
        assert Notice.objects.filter(event="session.called", recipient=judges[5]).count() == 1
        assert Event.objects.get(name="case.bench_changed").body["came"] == str(judges[5].public_id)

    def test_whoever_is_away_later_is_missed_and_gives_up_the_seat(self, walk: Walk, case: Case) -> None:
        sitting, away = called(walk, case), walk.cast.judges[1]
        chair = walk.cast.actor("chair")
        enter_leave(account=away, first_day=sitting.day, last_day=sitting.day, deputy=None, actor=chair, at=walk.tick())
        assert any(away.full_name in one.what for one in materials_of(sitting, case).missing)
        client, taking = signed_in(walk.cast.secretary), walk.cast.judges[5]
        sent = {"leaving": away.pk, "taking": taking.pk, "presiding": walk.cast.judges[0].pk}
        assert client.get(self.address(sitting)).status_code == 200
        assert client.post(self.address(sitting), sent).status_code == 302
        told = Notice.objects.get(event="session.left")
        assert told.recipient == away
        assert sitting.day.strftime("%d.%m.%Y") in render(told).body
        assert not any(away.full_name in one.what for one in materials_of(sitting, case).missing)
        assert signed_in(away).post(self.address(sitting), sent).status_code == 404


def test_what_is_missing_and_who_owes_it(walk: Walk, case: Case) -> None:
    prepare_case(walk, case)
    sitting = called(walk, case)
    found = materials_of(sitting, case)
    assert (sitting.day - found.due_on).days >= 10
    owed = {str(one.who) for one in found.missing}
    assert {"Ministry of Justice", walk.cast.judge1.full_name} <= owed
    page = signed_in(walk.cast.judge1).get(f"/ru/proceedings/sessions/{sitting.public_id}/").content.decode()
    assert "Ministry of Justice" in page
    assert "Сарапшыға сұрау" in page
