"""The pages of the queue and of the archive, as clerks walk through them."""

from __future__ import annotations

import html
import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.law.calendar import add_working_days
from courtcase.law.time import COURT_ZONE, court_day
from courtcase.people.actors import Actor
from courtcase.people.cast import team_of_cast
from petitions.intake import counting, queries
from petitions.models import ArchiveEntry, QueueEntry
from petitions.steps import NO_TERM
from petitions.workflow import IN_WORK, State
from tests.cast import Cast
from tests.petitions.crowd import draw
from tests.real_commits import RealDatabase

MOST_STATEMENTS = 12
QUEUE, ARCHIVE = "/en/intake/?view=all", "/en/intake/archive/?"
ROW = re.compile(r'<td role="cell" data-label="[^"]*"><a href="/en/intake/([0-9a-f-]{36})/"')
LINK = {
    "first": re.compile(r'<a href="([^"]*)">« '),
    "previous": re.compile(r'<a rel="prev" href="([^"]*)"'),
    "next": re.compile(r'<a rel="next" href="([^"]*)"'),
    "last": re.compile(r'<a href="([^"]*)">last page'),
}


@pytest.fixture(scope="module")
def cast(module_commits: RealDatabase) -> Cast:
    """Fill a database with 200 open petitions and 150 closed ones; return the cast."""
    for code in ("citizens", "criminal", "institutions"):
        team_of_cast(code)
    draw(module_commits.owner_url, petitions=350, opened=200)
    return Cast()


def reader(cast: Cast, key: str) -> Client:
    """Return a browser in which a member of the cast is signed in."""
    client = Client()
    client.force_login(getattr(cast, key))
    return client


def shown(client: Client, address: str) -> tuple[list[UUID], dict[str, str]]:
    """Return the petitions a page lists, and the addresses of the pages beside it."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = answer.content.decode()
    found = {name: pattern.search(text) for name, pattern in LINK.items()}
    base = address.partition("?")[0]
    links = {name: base + html.unescape(one.group(1)) for name, one in found.items() if one}
    return [UUID(one) for one in ROW.findall(text)], links


def walked(client: Client, address: str, by: str) -> list[list[UUID]]:
    """Return the pages from `address` on, following one kind of link until there is none."""
    pages = []
    while address:
        rows, links = shown(client, address)
        pages.append(rows)
        address = links.get(by, "")
        assert len(pages) < 20
    return pages


def expected(name: str, order: str) -> list[UUID]:
    """Return the petitions of a list in an order, read plainly."""
    columns = {
        "urgency": ("urgency", "pk"),
        "newest": ("-arrived_at", "-pk") if name == QUEUE else ("-closed_on", "-pk"),
        "number": ("-number", "-pk"),
    }[order]
    rows: Any = QueueEntry.objects.filter(state__in=IN_WORK) if name == QUEUE else ArchiveEntry.objects.all()
    return list(rows.order_by(*columns).values_list("petition__public_id", flat=True))


@pytest.mark.parametrize(
    ("name", "order"), [(QUEUE, "urgency"), (QUEUE, "newest"), (ARCHIVE, "newest"), (ARCHIVE, "number")]
)
class TestPages:
    def test_forwards_every_row_comes_once_and_in_order(self, cast: Cast, name: str, order: str) -> None:
        pages = walked(reader(cast, "clerk"), f"{name}&order={order}", "next")
        assert [row for page in pages for row in page] == expected(name, order)
        assert {len(page) for page in pages[:-1]} == {30}

    def test_backwards_from_the_last_page_too(self, cast: Cast, name: str, order: str) -> None:
        client = reader(cast, "clerk")
        _rows, links = shown(client, f"{name}&order={order}")
        pages = walked(client, links["last"], "previous")
        every = expected(name, order)
        assert pages[0] == every[-30:]
        assert pages[-1] == every[:30], "the way back ends at the whole first page"
        assert {row for page in pages for row in page} == set(every)

    def test_the_first_page_leads_on_alone_and_the_last_back_alone(self, cast: Cast, name: str, order: str) -> None:
        client = reader(cast, "clerk")
        _rows, links = shown(client, f"{name}&order={order}")
        assert set(links) == {"next", "last"}
        _rows, links = shown(client, links["last"])
        assert set(links) == {"first", "previous"}
        rows, links = shown(client, links["first"])
        assert rows == expected(name, order)[:30]

    @pytest.mark.parametrize(
        "word",
        ["after=nonsense", "before=~", "after=2026-01-01~x", "before=2026-01-01~1x", "after=%00~1", "page=middle"],
    )
    def test_a_key_that_is_none_begins_anew(self, cast: Cast, name: str, order: str, word: str) -> None:
        rows, _links = shown(reader(cast, "clerk"), f"{name}&order={order}&{word}")
        assert rows == expected(name, order)[:30]

    def test_no_page_asks_more_than_twelve_statements(self, cast: Cast, name: str, order: str) -> None:
        client = reader(cast, "head_of_intake")
        for place in ("", "&page=last", "&q=12", "&language=ru&region=71", "&before=2026-11-20~9"):
            client.get(f"{name}&order={order}{place}")
            with CaptureQueriesContext(connection) as asked:
                client.get(f"{name}&order={order}{place}")
            assert len(asked) <= MOST_STATEMENTS, [query["sql"][:200] for query in asked.captured_queries]


def number_ends(running: int) -> Q:
    """Return the condition of a running number in whichever year, read plainly."""
    return Q(petition__register_number__endswith=f"/{running:06d}")


class TestFilters:
    @pytest.mark.parametrize(
        "form", ["{year}/{padded}", "№ {year}/{running}", " {year} / {running} ", "{year}/{running}"]
    )
    def test_a_number_is_found_however_it_is_typed(self, cast: Cast, form: str) -> None:
        entry = ArchiveEntry.objects.filter(year=2026).order_by("pk")[0]
        year, _mark, padded = entry.number.partition("/")
        typed = form.format(year=year, padded=padded, running=int(padded))
        answer = reader(cast, "registrar").get("/en/intake/archive/", {"q": typed})
        assert [row.petition_id for row in answer.context["page"].rows] == [entry.petition_id]

    def test_a_running_number_is_found_in_every_year(self, cast: Cast) -> None:
        wanted = set(QueueEntry.objects.filter(number_ends(2), state__in=IN_WORK).values_list("petition", flat=True))
        answer = reader(cast, "clerk").get("/en/intake/?view=all&q=2")
        assert {row.petition_id for row in answer.context["page"].rows} == wanted
        assert wanted

    @pytest.mark.parametrize(
        ("name", "value"), [("state", "refused"), ("petitioner_kind", "citizen"), ("year", "2025"), ("language", "kk")]
    )
    def test_the_archive_is_narrowed(self, cast: Cast, name: str, value: str) -> None:
        answer = reader(cast, "secretary").get("/ru/intake/archive/", {name: value})
        wanted = ArchiveEntry.objects.filter(**{name: value})
        assert answer.context["count"] == wanted.count() > 0
        assert all(str(getattr(row, name, "")) == value for row in wanted)
        assert {row.pk for row in answer.context["page"].rows} <= set(wanted.values_list("pk", flat=True))


class TestTermAndAge:
    @pytest.mark.parametrize("due", ["overdue", "3", "10", "none"])
    def test_the_term_narrows_by_working_days(self, cast: Cast, due: str) -> None:
        today = court_day(timezone.now())
        day = today + timedelta(days=1)
        # One row that ends tomorrow, whatever day it is when this runs.
        QueueEntry.objects.filter(pk=QueueEntry.objects.filter(state="screening")[0].pk).update(urgency=day, due_on=day)
        last = add_working_days(today, int(due)) if due.isdecimal() else NO_TERM
        wanted = {
            "overdue": Q(urgency__lt=today),
            "none": Q(due_on=None),
        }.get(due, Q(urgency__range=(today, last)))
        answer = reader(cast, "clerk").get(f"{QUEUE}&due={due}")
        assert answer.context["count"] == QueueEntry.objects.filter(wanted, state__in=IN_WORK).count() > 0

    def test_the_age_is_counted_from_the_arrival_and_joined_with_the_rest(self, cast: Cast) -> None:
        days = timedelta(days=30)
        first = datetime.combine(court_day(timezone.now()) - days, time.min, tzinfo=COURT_ZONE)
        rows = QueueEntry.objects.filter(state="screening", arrived_at__lt=first, due_on=None)
        answer = reader(cast, "clerk").get(f"{QUEUE}&age=30&state=screening&due=none")
        assert answer.context["count"] == rows.count()
        for word in ("age=31", "due=never"):
            assert reader(cast, "clerk").get(f"{QUEUE}&{word}").status_code == 200


class TestCounts:
    def test_views_are_counted_truly_and_in_one_statement(self, cast: Cast) -> None:
        client = reader(cast, "clerk")
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(QUEUE)
        assert sum("COUNT(" in query["sql"] for query in asked.captured_queries) == 1
        counts = {view["url"]: view["count"] for view in answer.context["views"]}
        assert counts["?view=all"] == QueueEntry.objects.filter(state__in=IN_WORK).count()
        assert counts["?view=returned"] == QueueEntry.objects.filter(state=State.RETURNED).count()
        assert counts["?view=unassigned"] == QueueEntry.objects.filter(state__in=IN_WORK, assignee=None).count()

    def test_what_counts_the_views_is_built_once_and_is_the_readers_own(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for key in ("clerk", "head_of_intake"):
            reader(cast, key).get(QUEUE)
        monkeypatch.setattr(queries, "counting_of", lambda _rows: pytest.fail("built anew"))
        for key in ("clerk", "head_of_intake"):
            counts = {view["url"]: view["count"] for view in reader(cast, key).get(QUEUE).context["views"]}
            asking = queries.Asking(Actor.of(getattr(cast, key)), timezone.now())
            for name in ("mine", "team"):
                assert counts[f"?view={name}"] == QueueEntry.objects.filter(queries.VIEWS[name][1](asking)).count(), key

    def test_a_count_past_the_most_is_said_so(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(counting, "MOST_COUNTED", 100)
        assert counting.counts_of({"closed": ArchiveEntry.objects.all(), "none": ArchiveEntry.objects.none()}) == {
            "closed": "100+",
            "none": 0,
        }
        assert counting.counts_of({"closed": ArchiveEntry.objects.all()}, most=2) == {"closed": "2+"}
        assert counting.printed(10_001, 10_000) == "10\N{NO-BREAK SPACE}000+"


class TestWhoEnters:
    @pytest.mark.parametrize("key", ["clerk", "head_of_intake", "registrar", "secretary", "chair", "deputy"])
    def test_the_archive_is_open_to_the_desk(self, cast: Cast, key: str) -> None:
        rows, _links = shown(reader(cast, key), ARCHIVE)
        assert rows == expected(ARCHIVE, "newest")[:30]

    @pytest.mark.parametrize("key", ["petitioner", "stranger", "judge1", "administrator", "publisher"])
    def test_the_archive_is_closed_to_others(self, cast: Cast, key: str) -> None:
        assert reader(cast, key).get(ARCHIVE).status_code == 404


class TestSelects:
    def test_what_was_chosen_stays_chosen_and_every_value_is_there(self, cast: Cast) -> None:
        text = reader(cast, "clerk").get("/en/intake/archive/?state=refused&region=71").content.decode()
        assert '<option value="refused" selected>' in text
        assert '<option value="71" selected>Astana city</option>' in text
        assert text.count(" selected>") == len(["state", "region", "order"]) + len(UNCHOSEN)
        for name in ("state", "petitioner_kind", "year", "area", "language", "region"):
            assert f'<select name="{name}" id="id_{name}"><option value=""' in text.replace(' class="select"', "")


# Whatever is not narrowed by stands at "any".
UNCHOSEN = ("petitioner_kind", "year", "area", "language", "assignee")
