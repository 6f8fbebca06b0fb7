"""A folder of Word files becomes published rulings: entered, given their texts, resumed, refused by name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from courtcase.law.models import LegalPosition
from courtcase.law.series import next_number
from rulings.drafting.found_citations import find_citations
from rulings.importing import IMPORTER, TABLE
from rulings.models import Ruling
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
