"""A folder of a thousand rulings as Word files: how long their import takes until each is published, linked and found."""

from __future__ import annotations

import csv
import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from xml.sax.saxutils import escape

import docx

from tests.bench.figures import Figure, Target
from tests.bench.house import ROOT, House
from tests.bench.searching import PARAGRAPHS, sentence, words_in

RULINGS, FEW = 1_000, 12
MOST_SECONDS = 60
FIRST = 2_001
LANGUAGES = ("kk", "ru")
BODY = b"<w:body>"


def run(house: House) -> Iterable[Figure]:
    """Write the files of so many rulings, import them by the command as an administrator does, and look for each."""
    name = house.copy("bench_importing")
    count = FEW if house.options.quick else RULINGS
    with TemporaryDirectory(dir=house.data) as folder:
        with house.django_on(name):
            write_folder(Path(folder), count)
        began = perf_counter()
        said = subprocess.run(
            [sys.executable, "manage.py", "import_rulings", folder, "--source", "made up for the bench"],
            cwd=ROOT,
            env=house.environment_of(name),
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        seconds = perf_counter() - began
    with house.django_on(name):
        yield from figures(count, seconds, said)


def figures(count: int, seconds: float, said: str) -> Iterator[Figure]:
    """Yield the time. Raises RuntimeError where a ruling cannot be found: then it was no import."""
    from courtcase.search.models import SearchDocument
    from rulings.access import published
    from rulings.models import TextCitation

    rulings = published().filter(number_value__gte=FIRST)
    found = SearchDocument.objects.filter(subject__in=rulings.values("subject"), body_length__gt=0)
    if (rulings.count(), found.count()) != (count, count * len(LANGUAGES)):
        raise RuntimeError(f"{rulings.count()} rulings and {found.count()} texts can be found, not {count}")
    cited = TextCitation.objects.filter(ruling__in=rulings)
    told = sum(line.startswith("  ..") for line in said.splitlines())
    yield Figure(
        f"{count:,} rulings imported from Word files and indexed",
        seconds,
        "s",
        targets=(Target("at most", MOST_SECONDS),),
        note=f"{len(LANGUAGES)} languages of some {PARAGRAPHS * 24} words, {cited.count():,} citations, {told} lines of progress",
    )


def write_folder(folder: Path, count: int) -> None:
    """Write the files and the table. One file is made by the library; of the others only the text differs."""
    drawn = random.Random(11)
    vocabulary = {language: words_in(language) for language in LANGUAGES}
    blank = io.BytesIO()
    docx.Document().save(blank)
    with (folder / "rulings.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["number", "kind", "adopted_on", "title_kk", "title_ru"])
        for number in range(FIRST, FIRST + count):
            day = date(2027, 1, 11) + timedelta(days=number % 4_000)
            titles = [sentence(drawn, vocabulary[language], 8) for language in LANGUAGES]
            table.writerow([number, "conformity_review", day.isoformat(), *titles])
            for language in LANGUAGES:
                write_file(folder / f"{number}.{language}.docx", blank, lines_of(drawn, language, vocabulary[language]))


def lines_of(drawn: random.Random, language: str, words: list[str]) -> Iterator[str]:
    """Yield the paragraphs of a text, some of which cite an article; the last three decide."""
    established, resolves = {"kk": ("АНЫҚТАДЫ:", "ҚАУЛЫ ЕТЕДІ:"), "ru": ("УСТАНОВИЛ:", "ПОСТАНОВЛЯЕТ:")}[language]
    yield established
    for number in range(1, PARAGRAPHS + 1):
        if number == PARAGRAPHS - 2:
            yield resolves
        article = drawn.randrange(1, 700)
        norm = {"kk": f", ҚПК {article}-бабы", "ru": f", статья {article} УПК"}[language]
        yield f"{number}. {sentence(drawn, words, 24)}{norm if drawn.random() < 0.2 else ''}."  # noqa: PLR2004


def write_file(path: Path, blank: io.BytesIO, lines: Iterable[str]) -> None:
    """Write a Word file with these paragraphs."""
    told = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines).encode()
    with zipfile.ZipFile(blank) as read, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written:
        for one in read.infolist():
            content = read.read(one)
            if one.filename == "word/document.xml":
                content = content.replace(BODY, BODY + told)
            written.writestr(one.filename, content)
