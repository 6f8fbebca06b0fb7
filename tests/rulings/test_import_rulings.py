"""A folder of Word files becomes published rulings: entered, given their texts, resumed, refused by name."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from courtcase.law.series import next_number
from rulings.importing import TABLE
from rulings.models import Ruling

TEXTS = {
    "kk": ("АНЫҚТАДЫ:", "1. Бірінші тұжырым.", "ҚАУЛЫ ЕТЕДІ:", "1. Норма сәйкес емес деп танылсын."),
    "ru": ("УСТАНОВИЛ:", "1. Первое положение.", "ПОСТАНОВЛЯЕТ:", "1. Признать статью 482 УПК не соответствующей."),
}
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
