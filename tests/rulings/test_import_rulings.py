"""A folder of Word files becomes published rulings: entered, given their texts and norms, resumed, refused by name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from courtcase.law.models import DecidedProvision, LegalPosition, Provision
from courtcase.law.series import next_number
from courtcase.register.models import Event
from rulings.drafting.found_citations import find_citations
from rulings.importing import IMPORTER, TABLE
from rulings.importing_norms import NORMS
from rulings.models import Ruling, RulingProvision
from rulings.publication.citing import citations_of, linked_blocks
from rulings.publication.indexing import index_ruling
from rulings.publication.operations.publish_ruling import note_points
from rulings.publication.shown import first_blocks, shown_blocks

TEXTS = {
    "kk": ("АНЫҚТАДЫ:", "1. Бірінші тұжырым.", "ҚАУЛЫ ЕТЕДІ:", "1. Норма сәйкес емес деп танылсын."),
    "ru": ("УСТАНОВИЛ:", "1. Первое положение.", "ПОСТАНОВЛЯЕТ:", "1. Признать статью 482 УПК не соответствующей."),
}
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ROWS = "number,kind,adopted_on,title_ru,source\n101,conformity_review,2026-10-05,О норме,Сайт Суда\n"


def write(folder: Path, number: int, languages: tuple[str, ...] = ("kk", "ru")) -> None:
    """Write the Word files of a ruling."""
    for language in languages:
        document = docx.Document()
        for line in TEXTS[language]:
            document.add_paragraph(line)
        document.save(str(folder / f"{number}.{language}.docx"))


def run(folder: Path) -> tuple[str, str, bool]:
    """Run the command in this process; returns what it said, what it refused, and whether it failed."""
    out, err, failed = StringIO(), StringIO(), False
    try:
        call_command("import_rulings", str(folder), processes=1, source="Папка", stdout=out, stderr=err)
    except CommandError:
        failed = True
    return out.getvalue(), err.getvalue(), failed


def test_rulings_are_entered_or_given_their_texts_once(
    stories: dict[str, Ruling], tmp_path: Path, client: Client
) -> None:
    write(tmp_path, 29)
    write(tmp_path, 101)
    write(tmp_path, 102)
    (tmp_path / TABLE).write_text(ROWS, encoding="utf-8")
    said, refused, failed = run(tmp_path)
    assert "1 given its text" in said
    assert "1 entered" in said
    assert ("102: " in refused, "adopted_on" in refused, failed) == (True, True, True)
    page = client.get("/ru/rulings/101").content.decode()
    assert "Признать <a href=" in page
    assert "О норме" in page
    assert "Первое положение." in client.get("/ru/rulings/29").content.decode()
    assert "/ru/rulings/101" in client.get("/ru/rulings/?q=первое+положение").content.decode()
    assert next_number(series_code="normative_resolutions", day=date(2026, 11, 2)).value == 102
    again, _refused, _failed = run(tmp_path)
    assert "2 here already" in again
    (tmp_path / TABLE).write_text(ROWS + "102,,2026-10-06,,\n", encoding="utf-8")
    said, refused, failed = run(tmp_path)
    assert ("1 entered" in said, refused, failed) == (True, "", False)
    assert Ruling.objects.get(slug="102").facts.source == "Папка"


@pytest.mark.django_db
def test_what_an_import_hands_on_is_what_would_be_read_again(stories: dict[str, Ruling], tmp_path: Path) -> None:
    write(tmp_path, 29)
    write(tmp_path, 101)
    (tmp_path / TABLE).write_text(ROWS, encoding="utf-8")
    run(tmp_path)
    for ruling in Ruling.objects.filter(slug__in=["29", "101"]):
        found, points, shown = indexed(ruling), quotable(ruling), shown_blocks(ruling)
        assert len(found) == 3
        assert {language for language, _position, _anchor, _text in points} == {"kk", "ru"}
        links = citations_of(ruling)
        assert {row.language for row in links} == {"ru"}
        for language, blocks in first_blocks(ruling).items():
            assert linked_blocks(blocks, [row for row in links if row.language == language]) == shown[language]
        index_ruling(ruling=ruling, actor=IMPORTER, at=AT)
        note_points(ruling=ruling, shown=shown, actor=IMPORTER, at=AT)
        assert (indexed(ruling), quotable(ruling)) == (found, points)
        cited = [(row.block, row.start, row.end, row.reads, row.provision_id) for row in ruling.citations.all()]
        ruling.citations.update(state="found")
        find_citations(ruling, ruling.adopted_on or AT.date())
        assert [(row.block, row.start, row.end, row.reads, row.provision_id) for row in ruling.citations.all()] == cited


def indexed(ruling: Ruling) -> list[tuple[object, ...]]:
    """Return what the search knows of a ruling, but when it was told."""
    columns = ("language", "visibility", "title", "sort_key", "tokens", "body_length")
    return list(ruling.subject.search_documents.order_by("language").values_list(*columns))


def quotable(ruling: Ruling) -> list[tuple[object, ...]]:
    """Return the points of a ruling that petitioners may quote."""
    found = LegalPosition.objects.filter(ruling_uuid=ruling.subject.uuid).order_by("language", "position")
    return list(found.values_list("language", "position", "anchor", "text"))


@pytest.mark.django_db
def test_a_folder_without_rulings_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"29\.kk\.docx"):
        call_command("import_rulings", str(tmp_path))
    (tmp_path / "103.ru.docx").write_bytes(b"no archive")
    (tmp_path / TABLE).write_text(ROWS.replace("101", "103"), encoding="utf-8")
    _said, refused, failed = run(tmp_path)
    assert ("103: 103.ru.docx" in refused, failed, Ruling.objects.filter(number_value=103).exists()) == (
        True,
        True,
        False,
    )


NORM_HEAD = "number,norm,act,segments,outcome,in_part,extent_kk,extent_ru,extent_en,effect_from\n"


def table(folder: Path, *lines: str) -> None:
    """Write the table of norms."""
    (folder / NORMS).write_text(NORM_HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def outcomes(number: int) -> dict[str, str]:
    """Return the outcomes of a ruling by the path of the norm."""
    found = RulingProvision.objects.filter(ruling__number_value=number)
    return dict(found.values_list("provision__path", "outcome"))


def test_a_new_ruling_comes_with_what_it_decided(stories: dict[str, Ruling], tmp_path: Path, client: Client) -> None:
    write(tmp_path, 101)
    (tmp_path / TABLE).write_text(ROWS, encoding="utf-8")
    table(
        tmp_path,
        "101,пункт 6) части 1 статьи 489 УПК,,,Признано не соответствующим Конституции,да,Бір бөлігі,В части срока,,2026-10-06",
        "101,,criminal-procedure-code-2014,article 482,conforms_read_as,,,В истолковании Суда,,",
        "101,статья 900 УПК,,,conforms,,,,,",
        "101,никакая норма,,,conforms,,,,,",
        "101,,criminal-procedure-code-2014,article 490,наверное,,,,,",
    )
    said, refused, failed = run(tmp_path)
    assert (refused, failed) == ("", False)
    assert outcomes(101) == {"489(1)6)": "does_not_conform", "482": "conforms_read_as"}
    row = RulingProvision.objects.get(ruling__number_value=101, provision__path="489(1)6)")
    assert (row.in_part, row.extent_ru, row.effect_from) == (True, "В части срока", date(2026, 10, 6))
    for told in (
        "line 4: the list of law has no criminal-procedure-code-2014 900",
        "line 5: no norm",
        "line 6: no outcome",
    ):
        assert told in said
    assert "2 norms with what was decided" in said
    page = client.get("/ru/rulings/101").content.decode()
    assert "В части срока" in page
    norm = client.get("/ru/norms/criminal-procedure-code-2014/489(1)6)").content.decode()
    assert "/ru/rulings/101" in norm


def test_what_stands_is_never_overwritten_and_what_was_not_seen_is_filled(
    stories: dict[str, Ruling], tmp_path: Path, client: Client
) -> None:
    before = outcomes(29)
    assert before["482"] == "does_not_conform"
    assert outcomes(3) == {"610(1)1)": "", "610(2)": ""}
    table(
        tmp_path,
        "29,статья 482 УПК,,,conforms,,,,,",
        "29,пункт 6) части 1 статьи 489 УПК,,,conforms,,,,,",
        "3,пункт 2 статьи 610 Налогового кодекса,,,conforms,,,,,",
    )
    tag = client.get("/ru/rulings/3").headers["ETag"]
    said, refused, failed = run(tmp_path)
    assert (refused, failed) == ("", False)
    assert "told otherwise here, and left as it is" in said
    assert outcomes(29) == before | {"489(1)6)": "conforms"}
    assert outcomes(3) == {"610(1)1)": "", "610(2)": "conforms"}
    assert client.get("/ru/rulings/3").headers["ETag"] != tag
    decided = DecidedProvision.objects.get(provision__path="610(2)", number_ru__startswith="3")
    assert decided.outcome == "conforms"
    event = Event.objects.get(name="ruling.norms_entered", subject=Ruling.objects.get(number_value=29).subject)
    assert (event.body["added"], event.body["left"]) == (1, 1)
    again, _refused, _failed = run(tmp_path)
    assert "2 here already" in again
    assert Event.objects.filter(name="ruling.norms_entered").count() == 2


def test_no_extent_tells_a_number_of_a_person(stories: dict[str, Ruling], tmp_path: Path) -> None:
    table(
        tmp_path,
        "3,пункт 2 статьи 610 Налогового кодекса,,,conforms,,,ИИН 900101300017,,",
        ",статья 482 УПК,,,conforms,,,,,",
    )
    said, refused, failed = run(tmp_path)
    assert ("identification number" in said, "900101300017" in said + refused) == (True, False)
    assert (failed, "0: norms.csv names it" in refused) == (True, True)
    assert (
        Provision.objects.get(path="610(2)", act__code="tax-code-2017").decided.filter(outcome="conforms").count() == 0
    )
