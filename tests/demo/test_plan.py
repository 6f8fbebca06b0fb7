"""What the demonstration is drawn from: every state and kind, the Court's own figures, one seed, one day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from courtcase.iin import is_valid_iin
from courtcase.law.time import court_day
from courtcase.register.receipt_code import parse
from petitions.workflow import State
from rulings.demo import words_kk, words_ru
from rulings.demo.bulk.crowd import Drawing, is_open, open_by_default
from rulings.demo.plan import OTHER_KINDS, Plan, plan
from rulings.demo.roads import FATES, TOPICS, TRANSITIONS
from rulings.demo.times import session_days
from rulings.demo.world import code_of

TODAY = date(2026, 11, 24)


def kind_on(code: str, day: date) -> bool:
    """Say what the law says: chairs of two chambers until 30.06.2026, of one since."""
    if code == "kurultai_chair":
        return day >= date(2026, 7, 1)
    return day <= date(2026, 6, 30) if code in {"senate_chair", "mazhilis_chair"} else True


def drawn(count: int = 300, today: date = TODAY) -> Plan:
    return plan(count=count, today=today, kind_on=kind_on)


def test_the_same_day_gives_the_same_plan() -> None:
    assert drawn() == drawn()


def test_another_day_moves_everything_by_whole_weeks() -> None:
    later = drawn(today=TODAY + timedelta(days=364))
    assert [step.name for step in later.steps if step.key == "p300"] == [
        step.name for step in drawn().steps if step.key == "p300"
    ]


def test_there_are_three_hundred_with_every_fate() -> None:
    petitions = drawn().petitions.values()
    assert len(petitions) == 300
    assert {petition.fate.name for petition in petitions} == {fate.name for fate in FATES}


def test_every_kind_of_petitioner_files_and_nearly_all_are_citizens() -> None:
    kinds = Counter(petition.kind for petition in drawn().petitions.values())
    assert set(kinds) == {"citizen", *(kind for kind, _fate in OTHER_KINDS)}
    assert kinds["citizen"] >= 290


def test_petitions_are_about_what_people_send() -> None:
    topics = Counter(petition.topic for petition in drawn().petitions.values())
    for topic, of_thousand in TOPICS.items():
        assert abs(topics[topic] - of_thousand * 0.3) <= 1


def test_over_sixty_percent_name_no_situation() -> None:
    assert sum(petition.silent for petition in drawn().petitions.values()) > 180


def test_most_are_returned() -> None:
    fates = [petition.fate.name for petition in drawn().petitions.values()]
    assert sum(name.startswith("returned") for name in fates) > 150


def test_steps_go_forward_in_time_and_end_before_the_day() -> None:
    steps = drawn().steps
    assert all(earlier.at <= later.at for earlier, later in zip(steps, steps[1:], strict=False))
    assert court_day(steps[-1].at) < TODAY
    assert TODAY - court_day(steps[0].at) < timedelta(days=700)


def test_no_step_of_a_petition_comes_before_the_one_it_follows() -> None:
    found = drawn()
    for key, petition in found.petitions.items():
        names = [step.name for step in found.steps if step.key == key]
        own = [leg.name for leg in petition.fate.road]
        expected = ["enter", *own[3:]] if petition.road == "paper" else own
        assert names[: len(expected)] == expected


def test_every_petition_is_found_again_by_its_instant() -> None:
    instants = [petition.started_at for petition in drawn().petitions.values()]
    assert len(set(instants)) == len(instants)


def test_identity_numbers_are_valid_and_belong_to_nobody() -> None:
    for petition in drawn().petitions.values():
        assert is_valid_iin(petition.person["iin"])
        assert petition.person["iin"][7:11] == "0000"
        assert petition.person["full_name"].endswith("(үлгі)")


def test_tracking_codes_are_codes_and_differ() -> None:
    codes = [code_of(petition) for petition in drawn().petitions.values()]
    assert [parse(code) for code in codes] == codes
    assert len(set(codes)) == len(codes)


def test_sessions_are_on_thursdays_already_over() -> None:
    days = session_days(TODAY, 5)
    assert {day.weekday() for day in days} == {3}
    assert days[0] <= TODAY - timedelta(days=6)


@pytest.mark.parametrize("voice", [words_kk, words_ru], ids=["kk", "ru"])
def test_each_language_has_some_twenty_five_petitions_told_and_silent(voice: object) -> None:
    words = voice.WORDS  # type: ignore[attr-defined]
    assert sum(len(told) for told in words.values()) >= 25
    for topic in (*TOPICS, "other"):
        assert {bool(told[0]) for told in words[topic]} == {True, False}


class TestTheCrowd:
    def test_as_many_stand_in_the_queue_as_are_wanted(self) -> None:
        for count, wanted in ((1_000, 800), (1_000, 300), (3_000, 2_400)):
            drawing = Drawing.of(count=count, open_count=wanted, today=TODAY, told=drawn())
            assert sum(is_open(drawing.petition(index).fate) for index in range(1, count + 1)) == wanted

    def test_by_default_four_of_five_stand_in_it_and_twenty_thousand_at_most(self) -> None:
        numbers = {count: open_by_default(count) for count in (1_000, 10_000, 100_000, 1_000_000)}
        assert numbers == {1_000: 800, 10_000: 8_000, 100_000: 20_000, 1_000_000: 20_000}

    def test_its_ways_end_where_their_fates_say(self) -> None:
        drawing = Drawing.of(count=900, open_count=None, today=TODAY, told=drawn())
        for index in range(301, 901):
            planned = drawing.petition(index)
            state = State.DRAFT
            for step in drawing.steps(planned):
                state = TRANSITIONS[step.name].target or state if step.name in TRANSITIONS else state
            assert state == planned.fate.end
            assert drawing.by_bulk(planned) == drawing.steps(planned)

    def test_a_petition_is_the_same_whenever_it_is_drawn(self) -> None:
        drawing = Drawing.of(count=1_000, open_count=None, today=TODAY, told=drawn())
        assert drawing.petition(777) == drawing.petition(777)
        assert drawing.steps(drawing.petition(777)) == drawing.steps(drawing.petition(777))

    def test_what_the_court_takes_is_left_to_it(self) -> None:
        drawing = Drawing.of(count=1_000, open_count=None, today=TODAY, told=drawn())
        left = Counter(step.name for step in drawing.left())
        assert set(left) >= {"name", "report", "call", "hold", "accept", "refuse", "uphold", "rapporteurs"}
        assert not set(left) & {"write", "submit", "confirm", "enter", "register", "begin", "give_back"}
