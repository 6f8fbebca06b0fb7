"""Rulings that the Court published before, taken over from a folder of Word files: one file a ruling and language.

    29.kk.docx  29.ru.docx  30.kk.docx  30.ru.docx …  rulings.csv  norms.csv

`rulings.csv` says of a ruling that is not known here what no file says by itself: number, kind (a word of RulingKind, blank: not
seen), adopted_on (YYYY-MM-DD), title_kk, title_ru, title_en, source. `norms.csv` says which norms each examined and with
which outcome (`rulings/importing_norms.py`); what stands here already is never overwritten. Each ruling is entered for
itself, so that what was cut short goes on where it stopped.
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
from courtcase.law.queries import cite
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from rulings.importing_norms import NORMS, ReadNorms, norms_in
from rulings.models import Ruling, RulingKind
from rulings.models.kinds import LANGUAGES, NORMATIVE
from rulings.publication.operations.enter_from_source import Entry, enter_from_source
from rulings.publication.operations.enter_norms import enter_norms
from rulings.publication.operations.enter_text import Printed, enter_text

TABLE = "rulings.csv"
FILE = re.compile(r"(?P<number>\d{1,6})[._-](?P<language>kk|ru|en)\.docx", re.IGNORECASE)
IMPORTER = Actor.system("import_rulings")
# What can become of one ruling.
ENTERED, GIVEN_TEXT, HERE, REFUSED = "entered", "given its text", "here already", "refused"
GIVEN_NORMS = "given its norms"


class FolderRefused(Exception):
    """The folder cannot be imported from; the text says why."""


@dataclass(frozen=True)
class Found:
    """A ruling of the folder: its number, its files by language, its row of the table (empty: it has none), its norms."""

    number: int
    files: Mapping[str, Path]
    row: Mapping[str, str] = field(default_factory=dict)
    norms: ReadNorms = field(default_factory=ReadNorms)


@dataclass(frozen=True)
class Became:
    """What became of one ruling, and why it was refused; blank: it was not. `lost` counts what its files show besides.

    `norms` is how many of its norms were entered, `unread` what of them was not: not recognised, or told otherwise here.
    """

    number: int
    what: str
    why: str = ""
    lost: int = 0
    norms: int = 0
    unread: tuple[str, ...] = ()


def found_in(folder: Path) -> list[Found]:
    """Return the rulings of a folder in the order of their numbers. Raises FolderRefused where there is none."""
    files: dict[int, dict[str, Path]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if match := FILE.fullmatch(path.name):
            files.setdefault(int(match["number"]), {})[match["language"].lower()] = path
    rows, norms = rows_of(folder / TABLE), norms_in(folder / NORMS)
    if not files and not norms:
        raise FolderRefused("There is no file like 29.kk.docx or 29.ru.docx in this folder.")
    numbers = sorted({*files, *norms})
    return [Found(one, files.get(one, {}), rows.get(one, {}), norms.get(one, ReadNorms())) for one in numbers]


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
    """Enter one ruling with its text and norms, or give them to one that is here; what cannot be is told, never guessed."""
    unread = tuple(found.norms.unread)
    try:
        ruling = known(found.number)
        if ruling is None:
            return entered(found, source=source, at=at)
        what, lost = HERE, 0
        if found.files and not ruling.texts.exists():
            printed = printed_of(found)
            enter_text(ruling=ruling, printed=printed, actor=IMPORTER, at=at)
            what, lost = GIVEN_TEXT, lost_of(printed)
        if not found.norms.decided:
            return Became(found.number, what, lost=lost, unread=unread)
        done = enter_norms(ruling=ruling, decided=found.norms.decided, actor=IMPORTER, at=at)
        left = tuple(f"{cite(norm, 'ru')}: told otherwise here, and left as it is" for norm in done.left)
        what = GIVEN_NORMS if what == HERE and done.changed else what
        return Became(found.number, what, lost=lost, norms=done.changed, unread=unread + left)
    except (OperationError, FolderRefused) as error:
        return Became(found.number, REFUSED, str(error), unread=unread)


def entered(found: Found, *, source: str, at: datetime) -> Became:
    """Enter a ruling that is not known here. Raises OperationError, FolderRefused."""
    if not found.files:
        raise FolderRefused(f"{NORMS} names it, it is not known here, and the folder has no file of it.")
    printed = printed_of(found)
    enter_from_source(entry=entry_of(found, source, printed), actor=IMPORTER, at=at)
    norms = found.norms
    return Became(found.number, ENTERED, lost=lost_of(printed), norms=len(norms.decided), unread=tuple(norms.unread))


def printed_of(found: Found) -> Printed:
    """Return what the files of a ruling say. Raises FolderRefused where one cannot be read."""
    read = words_of(found.files)
    texts = {language: read[language].text for language in LANGUAGES if language in read}
    left_out = {language: wording.lost for language, wording in read.items() if wording.lost}
    return Printed(texts=texts, left_out=left_out)


def lost_of(printed: Printed) -> int:
    """Return how many things the files show that the text does not keep."""
    return sum(sum(counts.values()) for counts in printed.left_out.values())


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
        norms=found.norms.decided,
        printed=printed,
    )


def import_all(found: list[Found], *, source: str, at: datetime) -> Iterator[Became]:
    """Import rulings one after another, yielding what became of each."""
    for one in found:
        yield import_one(one, source=source, at=at)
