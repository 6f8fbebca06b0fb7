"""Long changes of data: in pieces, stopped anywhere, going on, and told of in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.state import ProjectState
from django.utils import timezone

from courtcase.doctor.findings import State
from courtcase.long_work import operations
from courtcase.long_work.models import Progress
from courtcase.long_work.operations import do_next_piece, go_on
from courtcase.long_work.registry import Done, LongWork, register, works
from courtcase.long_work.requirement import NeedsFinished
from courtcase.notices.models import KeptMail
from courtcase.people.actors import Actor
from tests.doctor.patients import says

pytestmark = pytest.mark.django_db
TEST = "tests.shout"
MACHINE = Actor.system(TEST)
state = {"version": "1", "broken": 0}


def shout(*, after: int, limit: int, actor: Actor, at: datetime) -> Done:
    """Write the titles of kept messages in capitals: a change like any other."""
    rows = list(KeptMail.objects.filter(pk__gt=after).order_by("pk")[:limit])
    for row in rows:
        row.title = row.title.upper() + "!"
        row.save(update_fields=["title"])
        if state["broken"] == row.pk:
            raise ZeroDivisionError("nobody may read this")
    return Done(rows[-1].pk if len(rows) == limit else None, len(rows))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[LongWork]:
    """Register one work beside seven rows, and none of the others."""
    made = LongWork(TEST, "Titles in capitals", lambda: str(state["version"]), shout, KeptMail.objects.count, limit=2)
    monkeypatch.setattr(operations, "works", {TEST: made})
    monkeypatch.setitem(works, TEST, made)
    state.update(version="1", broken=0)
    KeptMail.objects.bulk_create(
        KeptMail(message_key=f"{n:064}", channel="email", to="x", title=f"t{n}", text="", language="en")
        for n in range(7)
    )
    yield made
    works.pop(TEST, None)


def titles() -> list[str]:
    return list(KeptMail.objects.order_by("pk").values_list("title", flat=True))


def piece(work: LongWork) -> bool:
    return do_next_piece(work=work, actor=MACHINE, at=timezone.now())


def command(*words: str) -> str:
    out = StringIO()
    call_command("long_work", *words, stdout=out)
    return out.getvalue()


def test_every_row_is_done_once_in_pieces_and_then_nothing_is_owed(work: LongWork) -> None:
    assert [piece(work) for _time in range(5)] == [True, True, True, False, False]
    assert titles() == [f"T{n}!" for n in range(7)]
    row = Progress.objects.get(name=TEST)
    assert (row.total, row.looked_at, row.failed, row.finished_version) == (7, 7, 0, "1")
    assert go_on() == 0


def test_a_piece_that_is_stopped_leaves_nothing_and_is_done_again(work: LongWork) -> None:
    state["broken"] = KeptMail.objects.order_by("pk")[3].pk
    assert go_on() == 1
    assert titles()[:5] == ["T0!", "T1!", "t2", "t3", "t4"]
    assert Progress.objects.get(name=TEST).error == "ZeroDivisionError"
    level, words = says("work.long")
    assert level == State.LOOK
    assert "Titles in capitals 2" in words
    with pytest.raises(CommandError, match="ZeroDivisionError; what was done stays"):
        command(TEST)
    state["broken"] = 0
    assert "7 of 7, 0 failed, finished" in command(TEST)
    assert titles() == [f"T{n}!" for n in range(7)]


def test_a_work_whose_first_piece_fails_says_so(work: LongWork) -> None:
    state["broken"] = KeptMail.objects.order_by("pk")[0].pk
    assert go_on() == 0
    assert Progress.objects.get(name=TEST).error == "ZeroDivisionError"
    assert says("work.long")[0] == State.LOOK
    state["broken"] = 0
    assert "7 of 7, 0 failed, finished" in command(TEST)


def test_works_take_turns(work: LongWork, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []

    def noted(*, after: int, limit: int, actor: Actor, at: datetime) -> Done:
        turns.append(actor.name)
        return Done(after + 1 if after < 2 else None, 1)

    two = {name: LongWork(name, name, lambda: "1", noted, lambda: 3) for name in ("tests.one", "tests.other")}
    monkeypatch.setattr(operations, "works", two)
    assert go_on() == 4
    assert turns == ["tests.one", "tests.other"] * 3


def test_another_version_begins_anew_and_what_was_finished_is_remembered(work: LongWork) -> None:
    command(TEST)
    state["version"] = "2"
    piece(work)
    row = Progress.objects.get(name=TEST)
    assert (row.version, row.finished_version, row.looked_at) == ("2", "1", 2)
    assert f"{TEST:<28} goes on    2 of 7" in command()
    command(TEST)
    assert Progress.objects.get(name=TEST).finished_version == "2"


def test_a_work_that_looks_again_does_so_when_its_time_has_come(work: LongWork) -> None:
    daily = LongWork(TEST, "", work.version, shout, work.count, again_after=timedelta(days=1))
    piece(daily)
    assert Progress.objects.get(name=TEST).finished_at is not None
    later = timezone.now() + timedelta(days=1, seconds=1)
    do_next_piece(work=daily, actor=MACHINE, at=later)
    assert titles()[0] == "T0!!"
    assert "7 of 7" in command(TEST, "--again")


def test_what_is_not_owed_on_a_new_machine_is_never_begun(work: LongWork) -> None:
    fresh = LongWork(TEST, "", work.version, shout, work.count, is_owed=lambda: False)
    assert not piece(fresh)
    assert titles()[0] == "t0"
    assert Progress.objects.get(name=TEST).finished_version == "1"


def test_two_works_of_one_name_are_refused_and_an_unknown_name_is_told(work: LongWork) -> None:
    with pytest.raises(ValueError, match="two long works"):
        register(LongWork(TEST, "another", work.version, shout, work.count))
    with pytest.raises(CommandError, match="No long work is called 'nothing'"):
        command("nothing")


class TestMigrations:
    def migrate(self, *, unless_empty: str = "notices_keptmail") -> None:
        step = NeedsFinished(TEST, "1", unless_empty=unless_empty)
        with connection.schema_editor(atomic=False) as editor:
            step.database_forwards("long_work", editor, ProjectState(), ProjectState())

    def test_one_that_needs_it_says_so_in_words_and_goes_on_afterwards(self, work: LongWork) -> None:
        with pytest.raises(CommandError, match="manage.py long_work tests.shout; then migrate again"):
            self.migrate()
        command(TEST)
        self.migrate()

    def test_an_empty_machine_needs_nothing(self, work: LongWork) -> None:
        KeptMail.objects.all().delete()
        self.migrate()

    def test_it_is_written_in_a_migration_as_it_was_made(self) -> None:
        name, positional, named = NeedsFinished(TEST, "1", unless_empty="x").deconstruct()
        assert (name, positional, named) == ("NeedsFinished", [TEST, "1"], {"unless_empty": "x"})
