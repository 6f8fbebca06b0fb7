"""A small load: true, marked, whole, and the same whoever repeats it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from psycopg2.errors import DeadlockDetected

from courtcase.long_work.models import Progress
from courtcase.long_work.operations import do_next_piece
from courtcase.long_work.registry import works
from courtcase.notices.models import Job, Notice
from courtcase.people.actors import Actor
from courtcase.register.models import DailyRoot, Event
from courtcase.register.verification import verify
from petitions.filing.operations.start_draft import start_draft
from petitions.models import Answer, Case, Petition, PetitionWords, QueueEntry, Sitting
from petitions.workflow import State
from rulings.demo import load as loading
from rulings.demo.load import DemoRefused, load
from rulings.loading import read_decisions
from rulings.models import Ruling
from rulings.models.kinds import PROCEDURAL
from tests.cast import Cast
from tests.real_commits import copied_database

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
SMALL = 20
pytestmark = pytest.mark.django_db


def loaded(count: int = 6, strict: bool = True) -> list[str]:
    """Load a small demonstration and return what was said."""
    lines: list[str] = []
    load(password="three plain words and 7", count=count, today=TODAY, at=AT, say=lines.append, strict=strict)
    return lines


def counts() -> dict[str, Any]:
    """Return how many rows there are of everything, and the newest event."""
    models = (Petition, Case, Sitting, Ruling, Notice, Job, Event, QueueEntry, Answer)
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    return {model.__name__: model.objects.count() for model in models} | {"newest": newest}


def everything_made_up_says_so() -> None:
    """Assert that what is synthetic is marked, and that what the sources tell is not."""
    assert not Petition.objects.filter(synthetic=False).exists()
    assert not Case.objects.filter(synthetic=False).exists()
    assert not Sitting.objects.filter(synthetic=False).exists()
    assert not Ruling.objects.filter(origin="court", synthetic=False).exists()
    assert not Ruling.objects.filter(origin="source", synthetic=True).exists()


def every_cell_of_the_decisions_is_there() -> None:
    """Assert that each row of the file stands in the database word for word."""
    for row in read_decisions():
        ruling = Ruling.objects.select_related("facts").get(slug=row["number"])
        seen = ruling.facts
        assert str(ruling.number_value) == row["number"]
        assert (ruling.adopted_on.isoformat() if ruling.adopted_on else "") == row["date"]
        assert (ruling.title_ru, ruling.title_certainty) == (row["title_ru"], row["title_is"])
        assert (seen.printed_suffix, seen.provision) == (row["printed_suffix"], row["provision"])
        assert (seen.subject_en, seen.subject_certainty) == (row["subject_en"], row["subject_is"])
        assert (seen.outcome, seen.adilet_id, seen.source) == (row["outcome"], row["adilet_id"], row["source"])


def no_ruling_number_is_made_up() -> None:
    """Assert that normative resolutions are the sources' alone; the rest is procedural."""
    known = {int(row["number"]) for row in read_decisions()}
    numbered = Ruling.objects.filter(number_ru__endswith="-НП").values_list("number_value", flat=True)
    assert set(numbered) <= known
    signed = Ruling.objects.filter(origin="court").exclude(state="draft").values_list("kind", flat=True)
    assert set(signed) <= PROCEDURAL


@pytest.fixture(scope="class")
def small_load(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A small demonstration, loaded once for the tests of a class, in a database of its own."""
    with copied_database("class", django_db_blocker):
        loaded(SMALL)
        yield


@pytest.mark.usefixtures("small_load")
class TestASmallLoad:
    def test_a_second_load_changes_nothing(self) -> None:
        before = counts()
        lines = loaded(SMALL)
        assert counts() == before
        assert "nothing to do" in lines[-1]

    def test_another_count_is_refused(self) -> None:
        before = counts()
        with pytest.raises(DemoRefused, match=f"{SMALL} petitions was begun"):
            loaded(SMALL * 2)
        assert counts() == before

    def test_what_is_loaded_is_marked_true_and_whole(self) -> None:
        everything_made_up_says_so()
        every_cell_of_the_decisions_is_there()
        no_ruling_number_is_made_up()
        assert verify().waiting == 0
        assert DailyRoot.objects.filter(day=TODAY).exists()

    def test_history_fills_nobodys_mailbox(self) -> None:
        owed = Notice.objects.filter(state=Notice.State.OWED)
        assert owed.exists()
        assert all(notice.not_before > AT - timedelta(days=8) for notice in owed)
        assert not Job.objects.filter(kind="petitions.route", state=Job.State.OWED).exists()

    def test_petitions_are_found_by_names_and_words_without_waiting_for_the_night(self) -> None:
        assert Progress.objects.get(name="petitions.mark").finished_at is None
        while do_next_piece(work=works["petitions.mark"], actor=Actor.system("tests"), at=AT):
            pass
        filed = Petition.objects.filter(filed_on__isnull=False)
        assert PetitionWords.objects.count() == filed.count() > 0


class TestTheStories:
    def test_each_is_told_to_its_end_and_what_was_not_found_stays_empty(self) -> None:
        loaded(count=1)
        told = Petition.objects.filter(filed_on__year=2023).order_by("pk")
        assert [petition.state for petition in told] == [State.DECIDED] * 3
        rulings = Ruling.objects.filter(origin="source", petition_links__petition__in=told)
        assert {ruling.slug for ruling in rulings} == {"29", "moral-harm", "alimony"}
        assert all(ruling.measures.exists() and ruling.case is not None for ruling in rulings)
        answers = {answer.public_path: answer for answer in Answer.objects.exclude(public_path="")}
        counsel = answers["/rulings/29"]
        assert (counsel.number_printed, counsel.day) == ("29-НП", date(2023, 9, 25))
        for path in ("/rulings/moral-harm", "/rulings/alimony"):
            assert (answers[path].number_printed, answers[path].day) == ("", None)
        assert all(set(answer.plain_words) == {"kk", "ru", "en"} for answer in answers.values())
        assert all(ruling.renditions.count() == 2 and ruling.facts.made_up_text for ruling in rulings)


class TestInterruptions:
    def test_a_killed_load_goes_on_where_it_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loading, "STEPS_AT_ONCE", 20)
        noted = loading.diary.note

        def killed(*arguments: Any, done: int, **keywords: Any) -> None:
            if done == 40:
                raise KeyboardInterrupt
            noted(*arguments, done=done, **keywords)

        monkeypatch.setattr(loading.diary, "note", killed)
        with pytest.raises(KeyboardInterrupt):
            loaded()
        monkeypatch.setattr(loading.diary, "note", noted)
        loaded()
        assert Petition.objects.count() == 9
        assert Event.objects.filter(name="demo.ended").count() == 1

    def test_a_petition_a_visitor_moved_on_is_left_to_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        taken = dict(loading.HANDLERS)

        def moved_on(world: Any, step: Any) -> None:
            raise Petition.DoesNotExist

        monkeypatch.setitem(loading.HANDLERS, "register", moved_on)
        loaded(strict=False)
        assert taken["register"] is not moved_on
        assert set(Petition.objects.exclude(state=State.DRAFT).values_list("register_number", flat=True)) == {None}
        assert connection.features.uses_savepoints


class TestRefusals:
    def test_production_is_refused(self, settings: Any) -> None:
        settings.MODE = "production"
        with pytest.raises(CommandError, match="demo mode only"):
            call_command("demo", stdout=StringIO())

    def test_a_real_petition_is_refused(self, cast: Cast) -> None:
        start_draft(petitioner_kind="citizen", language="kk", actor=cast.actor("petitioner"), at=AT)
        with pytest.raises(CommandError, match="real petition"):
            call_command("demo", stdout=StringIO())

    def test_no_petitions_is_no_number(self) -> None:
        with pytest.raises(CommandError, match="at least one"):
            call_command("demo", petitions=0, stdout=StringIO())


def test_the_accounts_are_printed_with_their_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURTCASE_DEMO_PASSWORD", "amber-birch-cedar-123")
    printed = StringIO()
    call_command("demo", accounts=True, stdout=printed)
    assert "amber-birch-cedar-123" in printed.getvalue()
    assert "clerk@demo.court" in printed.getvalue()
    assert not Petition.objects.exists()


def test_a_load_ended_for_a_deadlock_with_the_worker_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def load_but_once(**keywords: Any) -> None:
        asked.append(keywords["count"])
        if len(asked) == 1:
            raise OperationalError("deadlock detected") from DeadlockDetected()

    monkeypatch.setattr("rulings.management.commands.demo.load", load_but_once)
    monkeypatch.setattr("courtcase.operations.RETRIED_SQLSTATES", {None})  # an error made by hand has no code
    said = StringIO()
    call_command("demo", petitions=6, stdout=said)
    assert asked == [6, 6]
    assert "goes on from there" in said.getvalue()


def test_a_load_ended_for_another_reason_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_to_load(**_keywords: Any) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("rulings.management.commands.demo.load", refuse_to_load)
    with pytest.raises(OperationalError):
        call_command("demo", petitions=6, stdout=StringIO())
