"""Public figures: counted by a task, the same on the page, in the file and by machine, and never those of people in danger."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.law.models import Clock, Term
from courtcase.people.models import Account
from courtcase.register.operations import open_subject
from petitions.models import Case, DangerAlarm, Petition
from rulings.models import CountedYear, FigureCell
from rulings.publication.figures import rows
from rulings.statistics.counting import Year, timed
from rulings.statistics.definitions import definitions
from rulings.statistics.operations.keep_year import keep_year, keep_years
from tests.rulings.statistics.counted import COUNTED_AT, SYSTEM, contest, crowd, kept

pytestmark = pytest.mark.django_db


def total(figure: str, year: int = 2025) -> int | None:
    """Return the total kept of a figure."""
    return FigureCell.objects.get(year__year=year, figure=figure, part="", dimension="").count


def in_file(client: Client, year: int = 2025) -> list[dict[str, str]]:
    """Return the rows of the CSV of a year."""
    return list(csv.DictReader(io.StringIO(client.get(f"/ru/statistics/{year}.csv").content.decode("utf-8-sig"))))


def test_page_file_and_machine_say_the_same(client: Client) -> None:
    kept()
    page = client.get("/ru/statistics/2025/").content.decode()
    by_machine = client.get("/api/v1/statistics/", {"year": 2025}).json()["results"]
    names = ("figure", "part", "dimension", "value", "count", "percent")
    told = [[one[name] if one[name] is not None else "" for name in names] for one in by_machine]
    for one, row in zip(told, in_file(client), strict=True):
        assert [str(value) for value in one] == [row[name] for name in names]
    received = total("received")
    assert received is not None
    assert received > 300
    assert f'<b class="figure">{received}</b>' in page
    for one in by_machine:
        if one["figure"] == "received" and one["dimension"] == "quarter":
            numbers = f'<td class="end">{one["count"]}</td><td class="end">{one["percent"]}</td>'
            assert f'<th scope="row">{one["words"]["ru"]}</th>{numbers}' in page
    people = [one for one in by_machine if definitions()[one["figure"]].of_persons and one["dimension"] != "days"]
    assert not any(one["count"] in range(1, 5) for one in people)
    assert any(one["count"] is None for one in people)


def test_figures_are_what_happened(client: Client) -> None:
    kept()
    in_2025 = Petition.objects.filter(filed_on__year=2025)
    assert total("received") == in_2025.count()
    assert total("registered") == Petition.objects.filter(registered_on__year=2025).count()
    lines = FigureCell.objects.filter(year__year=2025, figure="received", dimension="language")
    assert {cell.value: cell.count for cell in lines} == {
        code: in_2025.filter(language=code).count() for code in ("kk", "ru")
    }
    days = FigureCell.objects.filter(year__year=2025, figure="days", part="screening").values_list("value", "count")
    assert dict(days)["median"] in range(8, 11)
    terms = FigureCell.objects.filter(year__year=2025, figure="terms", part="screening", dimension="term")
    assert {cell.value: cell.percent for cell in terms} == {"kept": 80, "overrun": 20}


def test_norms_contested_often_are_told() -> None:
    crowd()
    contest(30)
    keep_years(actor=SYSTEM, at=COUNTED_AT)
    told = FigureCell.objects.filter(year__year=2025, dimension="norm").order_by("position")
    assert [(cell.figure, cell.count) for cell in told if cell.figure == "contested"] == [("contested", 30)]
    assert [cell.count for cell in told if cell.value.endswith(":return_competence")] == [30]
    assert "—" in told.last().label_kk  # type: ignore[union-attr]


def test_pages_read_kept_rows_alone(client: Client) -> None:
    kept()
    for address in (
        "/kk/statistics/",
        "/en/statistics/2026/",
        "/ru/statistics/2025.csv",
        "/kk/statistics/definitions/",
    ):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200
        assert len(asked) <= 3, [query["sql"] for query in asked]
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_a_petition_in_danger_is_in_no_figure() -> None:
    crowd()
    before = Petition.objects.filter(filed_on__year=2025).count()
    petition = Petition.objects.filter(filed_on__year=2025)[0]
    account = Account.objects.all()[0]
    DangerAlarm.objects.create(petition=petition, raised_by=account, raised_at=COUNTED_AT, outcome="ended")
    keep_years(actor=SYSTEM, at=COUNTED_AT)
    assert total("received") == before - 1
    states = FigureCell.objects.filter(year__year=2025, figure="received", dimension="state")
    assert sum(cell.count or 0 for cell in states) <= before - 1


def test_what_stands_is_not_counted_again() -> None:
    kept()
    first = CountedYear.objects.get(year=2025)
    running = FigureCell.objects.filter(year__year=2026, figure="received")
    assert {cell.dimension for cell in running} == {""}
    counted = keep_years(actor=SYSTEM, at=COUNTED_AT)
    assert counted == [2026]
    assert CountedYear.objects.get(year=2025).counted_at == first.counted_at


def test_every_figure_is_defined_in_three_languages(client: Client) -> None:
    keep_year(year=2025, actor=SYSTEM, at=COUNTED_AT)
    page = client.get("/en/statistics/").content.decode()
    for code, one in definitions().items():
        assert all([*one.names.values(), *one.ways.values()]), code
        # Norms contested most often stand there once some are contested often enough.
        assert (f'definitions/#{code}"' in page) == (code not in {"contested", "clusters"})
    words = client.get("/en/statistics/definitions/").content.decode()
    assert all(f'id="{code}"' in words for code in definitions())
    assert [one["value"] for one in client.get("/api/v1/statistics/reported/").json()] == [
        int(row["value"]) for row in rows()
    ]
    assert len(client.get("/api/v1/statistics/definitions/").json()) == len(definitions())


def brought(tmp_path: Path, *lines: str) -> Any:
    """Bring over a file of these lines."""
    file = tmp_path / "earlier.csv"
    file.write_text("\n".join(["year,figure,cell,value,source", *lines]), encoding="utf-8")
    return call_command("import_figures", str(file))


def test_earlier_registers_are_brought_over(client: Client, tmp_path: Path) -> None:
    lines = ("2023,received,,40,=HYPERLINK(1)", "2023,received,language:kk,3,Journal of 2023")
    brought(tmp_path, *lines, "2023,received,language:ru,37,Journal of 2023")
    found = {row["value"]: row["count"] for row in in_file(client, 2023) if row["dimension"] == "language"}
    assert found == {"kk": "", "ru": ""}
    assert {row["source"] for row in in_file(client, 2023)} == {"'=HYPERLINK(1)"}
    page = client.get("/en/statistics/2023/").content.decode()
    assert "brought over from an earlier register" in page
    assert "=HYPERLINK(1)" in page
    with pytest.raises(CommandError, match="add up to 40, 41"):
        brought(tmp_path, *lines, "2023,received,language:ru,38,Journal of 2023")
    with pytest.raises(CommandError, match="no row 'de'"):
        brought(tmp_path, "2023,received,language:de,38,Journal of 2023")
    keep_year(year=2025, actor=SYSTEM, at=COUNTED_AT)
    with pytest.raises(CommandError, match="counted from this register"):
        brought(tmp_path, "2025,received,,40,Journal of 2025")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2023,contested,norm:x,5,Journal", "told apart by 'norm'"),
        ("2023,days,days:median,5,Journal", "those of a stage"),
        ("2023,days,screening/days:mean,5,Journal", "no row 'mean'"),
        ("2023,received", "five columns"),
        ("2023,received,,5,Journal,more", "five columns"),
        (f"2023,received,,{2**31},Journal", "cannot be"),
        (f"2023,received,language:kk,{2**31 - 1},Journal\n2023,received,language:ru,1,Journal", "total of received"),
    ],
)
def test_a_line_that_says_nothing_we_know_is_refused(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        brought(tmp_path, line)
    assert not CountedYear.objects.exists()


def ended(code: str) -> int:
    """Return how many terms of the Court ended in 2025."""
    return next(table.total or 0 for table in timed(Year(2025)) if (table.figure, table.part) == ("terms", code))


def test_a_case_has_one_term_however_many_petitions_joined_and_none_of_people_in_danger() -> None:
    crowd(20)
    subject = open_subject(kind="case", at=COUNTED_AT)
    first, second, last = date(2025, 3, 3), date(2025, 4, 1), date(2025, 6, 2)
    case = Case.objects.create(subject=subject, number="1-2025", opened_on=first, joined_on=second)
    petition = Petition.objects.all()[0]
    Petition.objects.filter(pk=petition.pk).update(case=case)
    term = Term.objects.filter(code="final_decision_citizen")[0]
    for starts_on, closed_on in ((first, second), (second, last)):
        Clock.objects.create(
            subject=subject, term=term, starts_on=starts_on, due_on=last, state="closed", closed_on=closed_on
        )
    assert ended(term.code) == 1
    Case.objects.update(state="joined")
    assert ended(term.code) == 0
    Case.objects.update(state="decided")
    account = Account.objects.all()[0]
    DangerAlarm.objects.create(petition=petition, raised_by=account, raised_at=COUNTED_AT, outcome="ended")
    assert ended(term.code) == 0
