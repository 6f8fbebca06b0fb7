"""The bulk way writes what the operations write: both loads compared, every table of the schema."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connection

from courtcase.law.models import SeriesCounter
from courtcase.register.models import Event
from courtcase.register.verification import verify
from petitions.letters.operations import prepare_return
from petitions.models import ArchiveEntry, Petition, QueueEntry
from rulings.demo.bulk import load as bulk_load
from rulings.demo.bulk import maintenance
from rulings.demo.load import DemoRefused, load
from tests.demo.comparing import NO_MODEL, Portrait, differences, tables_without_model
from tests.real_commits import RealDatabase, copied_database

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, 19, tzinfo=UTC)  # at the Court
pytestmark = pytest.mark.faults


def loaded(count: int, *, bulk: bool = True, open_count: int | None = None) -> list[str]:
    """Load a demonstration in which nothing may fail, and return what was said."""
    said: list[str] = []
    load(
        password="three plain words and 7",
        count=count,
        today=TODAY,
        at=AT,
        say=said.append,
        strict=True,
        bulk=bulk,
        open_count=open_count,
    )
    return said


@pytest.fixture
def owner_here(real_commits: RealDatabase, settings: Any) -> RealDatabase:
    """Tell the loader the owner's address of the copy."""
    settings.DATABASE_OWNER_URL = real_commits.owner_url
    return real_commits


@pytest.mark.usefixtures("django_db_setup")
def test_three_hundred_petitions_are_the_same_both_ways(
    django_db_blocker: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Which returns a second reader reads is drawn anew by each load.
    monkeypatch.setattr(prepare_return, "secrets", SimpleNamespace(token_hex=lambda size: "ff" * size))
    portraits = []
    for purpose in ("operations", "bulk"):
        with copied_database(purpose, django_db_blocker) as copy:
            settings.DATABASE_OWNER_URL = copy.owner_url
            loaded(300, bulk=purpose == "bulk")
            verify()
            assert tables_without_model() <= NO_MODEL
            portraits.append(Portrait(run_from=MIDNIGHT).tables())
    by_operations, by_bulk = portraits
    assert sum(by_bulk["petitions_petition"].values()) == 303
    assert differences(by_operations, by_bulk) == []


class TestABiggerLoad:
    def test_it_is_whole_and_in_order(self, owner_here: RealDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(maintenance, "WORTH_IT", 1)
        before = schema()
        loaded(700, open_count=400)
        assert schema() == before
        assert Petition.objects.count() == 703
        assert QueueEntry.objects.count() == 400
        assert verify().waiting == 0
        numbers_follow_the_days()
        events_follow_the_time()
        everything_closed_is_in_the_archive()

    def test_it_is_taken_up_neither_twice_nor_with_another_count(self, owner_here: RealDatabase) -> None:
        loaded(310)
        events = Event.objects.count()
        assert "nothing to do" in loaded(310)[-1]
        assert Event.objects.count() == events
        with pytest.raises(DemoRefused, match="310 petitions was begun"):
            loaded(320)


def test_a_load_cut_short_is_refused_and_leaves_no_index_down(
    owner_here: RealDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "WORTH_IT", 1)
    before = schema()

    def killed(*_arguments: Any, **_keywords: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bulk_load, "copy_all", killed)
    with pytest.raises(KeyboardInterrupt):
        loaded(310)
    assert schema() != before
    with pytest.raises(DemoRefused, match="cut short"):
        loaded(310)
    assert schema() == before


@pytest.mark.django_db
def test_a_number_of_open_petitions_that_cannot_be_is_refused() -> None:
    with pytest.raises(DemoRefused, match="can be open"):
        loaded(400, open_count=10)


def schema() -> list[tuple[Any, ...]]:
    """Return every constraint, index and table of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace"
            " UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " UNION ALL SELECT 'table', tablename, '', '' FROM pg_tables WHERE schemaname = 'public' ORDER BY 1, 2, 3"
        )
        return list(cursor.fetchall())


def numbers_follow_the_days() -> None:
    """Assert that each year's register numbers are gapless and given in the order of registration."""
    events = Event.objects.filter(name="petition.registered").order_by("pk").values_list("subject", flat=True)
    numbers = dict(Petition.objects.values_list("subject", "register_number"))
    given: dict[int, list[int]] = {}
    for subject in events:
        year, number = str(numbers[subject]).split("/")
        given.setdefault(int(year), []).append(int(number))
    assert all(found == list(range(1, len(found) + 1)) for found in given.values())
    counters = SeriesCounter.objects.filter(series_code="petitions").values_list("year", "last")
    assert dict(counters) == {year: len(found) for year, found in given.items()}


def events_follow_the_time() -> None:
    """Assert that the ids of the crowd's events grow with time, but for the moment in which a step is taken.

    What the operations themselves walk comes after the load.
    """
    crowd = Petition.objects.filter(prepared_returns=None).order_by("pk").values("subject")
    told = Event.objects.filter(subject__in=crowd, at__lt=MIDNIGHT).exclude(name__in=BY_OPERATIONS).order_by("pk")
    latest, late = datetime(2000, 1, 1, tzinfo=UTC), 0
    for at in told.filter(subject__petition__case=None, subject__petition__studies=None).values_list("at", flat=True):
        late += (latest - at).total_seconds() > 41
        latest = max(latest, at)
    assert late == 0


BY_OPERATIONS = (
    "petition.approval_asked",
    "petition.return_upheld",
    "petition.return_overturned",
    "petition.refused",
    "petition.accepted",
)


def everything_closed_is_in_the_archive() -> None:
    """Assert that a petition stands in the queue, in the archive, or is still written."""
    drafts = Petition.objects.filter(state="draft").count()
    assert QueueEntry.objects.count() + ArchiveEntry.objects.count() + drafts == Petition.objects.count()


def test_the_command_knows_both_ways() -> None:
    from django.core.management import call_command

    with pytest.raises(CommandError):
        call_command("demo", "--way", "magic")
