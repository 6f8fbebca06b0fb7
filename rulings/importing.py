"""Rulings that the Court published before, taken over from a folder of Word files: one file a ruling and language.

    29.kk.docx  29.ru.docx  30.kk.docx  30.ru.docx …  rulings.csv

`rulings.csv` says of a ruling that is not known here what no file says by itself: number, kind (a word of RulingKind, blank: not
seen), adopted_on (YYYY-MM-DD), title_kk, title_ru, title_en, source. Each ruling is entered for itself, so that what was cut
short goes on where it stopped.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from courtcase.documents.wording import MarkedWording, Unacceptable, marked_words_of_docx, marked_words_of_each
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from rulings.models import Ruling, RulingKind
from rulings.models.kinds import LANGUAGES, NORMATIVE
from rulings.publication.operations.enter_from_source import Entry, enter_from_source
from rulings.publication.operations.enter_text import Printed, enter_text

TABLE = "rulings.csv"
FILE = re.compile(r"(?P<number>\d{1,6})[._-](?P<language>kk|ru|en)\.docx", re.IGNORECASE)
IMPORTER = Actor.system("import_rulings")
# What can become of one ruling.
ENTERED, GIVEN_TEXT, HERE, REFUSED = "entered", "given its text", "here already", "refused"


class FolderRefused(Exception):
    """The folder cannot be imported from; the text says why."""


@dataclass(frozen=True)
class Found:
    """A ruling of the folder: its number, its files by language, and its row of the table (empty: it has none)."""

    number: int
    files: Mapping[str, Path]
    row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Became:
    """What became of one ruling, and why it was refused; blank: it was not. `lost` counts what its files show besides."""

    number: int
    what: str
    why: str = ""
    lost: int = 0


def found_in(folder: Path) -> list[Found]:
    """Return the rulings of a folder in the order of their numbers. Raises FolderRefused where there is none."""
    files: dict[int, dict[str, Path]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if match := FILE.fullmatch(path.name):
            files.setdefault(int(match["number"]), {})[match["language"].lower()] = path
    if not files:
        raise FolderRefused("There is no file like 29.kk.docx or 29.ru.docx in this folder.")
    rows = rows_of(folder / TABLE)
    return [Found(number, files[number], rows.get(number, {})) for number in sorted(files)]


def rows_of(table: Path) -> dict[int, dict[str, str]]:
    """Return the rows of the table by number; none where there is no table. Raises FolderRefused for a row without one."""
    if not table.exists():
        return {}
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: (words or "").strip() for name, words in row.items() if name} for row in csv.DictReader(file)]
    try:
        return {int(row["number"]): row for row in rows}
    except (KeyError, ValueError) as error:
        raise FolderRefused(f"A row of {TABLE} has no number.") from error


def import_one(found: Found, *, source: str, at: datetime) -> Became:
    """Enter one ruling with its text, or give its text to one that is here; what cannot be is told, nothing is guessed."""
    try:
        ruling = known(found.number)
        if ruling is not None and ruling.texts.exists():
            return Became(found.number, HERE)
        read = words_of(found.files)
        texts = {language: read[language].text for language in LANGUAGES if language in read}
        left_out = {language: wording.lost for language, wording in read.items() if wording.lost}
        printed = Printed(texts=texts, left_out=left_out)
        if ruling is None:
            enter_from_source(entry=entry_of(found, source, printed), actor=IMPORTER, at=at)
        else:
            enter_text(ruling=ruling, printed=printed, actor=IMPORTER, at=at)
        lost = sum(sum(counts.values()) for counts in left_out.values())
        return Became(found.number, ENTERED if ruling is None else GIVEN_TEXT, lost=lost)
    except (OperationError, FolderRefused) as error:
        return Became(found.number, REFUSED, str(error))


def known(number: int) -> Ruling | None:
    """Return the normative resolution of a number that is here; None: there is none."""
    ruling: Ruling | None = Ruling.objects.filter(number_value=number, kind__in=NORMATIVE).first()
    return ruling


def words_of(files: Mapping[str, Path]) -> dict[str, MarkedWording]:
    """Return what the Word files of a ruling say, by language. Raises FolderRefused where one cannot be read."""
    with ExitStack() as stack:
        opened = [stack.enter_context(path.open("rb")) for path in files.values()]
        with suppress(Unacceptable):
            return dict(zip(files, marked_words_of_each(opened), strict=True))
    return {language: words_in(path) for language, path in files.items()}  # one by one: which is refused, and why


def words_in(path: Path) -> MarkedWording:
    """Return what a Word file says, read in the limited process. Raises FolderRefused where it cannot be."""
    try:
        with path.open("rb") as file:
            return marked_words_of_docx(file)
    except Unacceptable as refused:
        raise FolderRefused(f"{path.name}: {refused.message}") from refused


def entry_of(found: Found, source: str, printed: Printed) -> Entry:
    """Return a ruling that is not known here as its row tells it. Raises FolderRefused where the row lacks something."""
    row = found.row
    kind = row.get("kind") or RulingKind.FINAL_UNKNOWN
    if kind not in NORMATIVE:
        raise FolderRefused(f"{TABLE}: {kind!r} is no kind of a normative resolution.")
    try:
        adopted_on = date.fromisoformat(row.get("adopted_on", ""))
    except ValueError as error:
        raise FolderRefused(f"It is not known here, and {TABLE} does not tell its day (adopted_on).") from error
    return Entry(
        kind=kind,
        number=found.number,
        adopted_on=adopted_on,
        titles={code: row[f"title_{code}"] for code in LANGUAGES if row.get(f"title_{code}")},
        title_certainty="as printed",
        source=row.get("source") or source,
        printed=printed,
    )


def import_all(found: list[Found], *, source: str, at: datetime) -> Iterator[Became]:
    """Import rulings one after another, yielding what became of each."""
    for one in found:
        yield import_one(one, source=source, at=at)
