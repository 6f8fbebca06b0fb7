"""The archive of a quarter: the files, what their columns mean, the licence, how to cite it, and the checksums."""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from courtcase.documents.queries import open_document
from courtcase.frame.dates import court_date
from petitions.tables import written
from rulings.models import OpenDataFile, OpenDataSet
from rulings.models.kinds import LANGUAGES
from rulings.publication.open_data.codebook import COLUMNS, KINDS, TEXTS
from rulings.publication.open_data.licence import licence_on
from rulings.publication.open_data.parts import CHUNK, Pipe, member

PATH = "/open-data/"
# As the page says it.
MADE_ANEW = gettext_noop(
    "Made anew without a passage that was withdrawn; the rulings are the same, as shown on the day of the new edition."
)


def archive_name(files: OpenDataSet) -> str:
    """Return the name of a snapshot's archive: 2026-Q4.zip."""
    return f"{files.quarter}.zip"


def address_of(name: str) -> str:
    """Return the full address of a file, the same as long as there is one."""
    return f"{settings.PUBLIC_ADDRESS}{PATH}{name}"


def citation_of(files: OpenDataSet) -> str:
    """Return the words by which a snapshot is cited, in the active language."""
    court = gettext("Constitutional Court of the Republic of Kazakhstan")
    facts = {"quarter": files.quarter, "edition": files.edition, "day": court_date(files.day)}
    what = gettext("Open data of rulings, %(quarter)s, edition %(edition)d, as of %(day)s") % facts
    return f"{court}. {what}. {address_of(archive_name(files))}"


def snapshot_pieces(files: OpenDataSet) -> Iterator[bytes]:
    """Yield the archive of a snapshot piece by piece. Raises OSError where a file is gone meanwhile."""
    pipe, made = Pipe(), list(files.made.select_related("document"))
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # a pipe has no seek
        for name, words in beside(files, made).items():
            archive.writestr(member(name), words)
        for one in made:
            if one.document is None:
                continue
            info = member(one.name)
            info.compress_type = ZIP_STORED if one.name == TEXTS else ZIP_DEFLATED
            with open_document(one.document) as source, archive.open(info, "w", force_zip64=True) as target:
                while piece := source.read(CHUNK):
                    target.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


def beside(files: OpenDataSet, made: list[OpenDataFile]) -> dict[str, str]:
    """Return what stands in the archive beside the data, by name."""
    told = {f"README.{language}.txt": read_me(files, made, language) for language in LANGUAGES}
    sums = "".join(f"{one.sha256}  {one.name}\n" for one in made)
    return {**told, "codebook.csv": codebook(), "SHA256SUMS": sums}


def read_me(files: OpenDataSet, made: list[OpenDataFile], language: str) -> str:
    """Return what a reader of the archive must know, in one language."""
    with override(language):
        lines = [citation_of(files), ""]
        if files.made_anew:
            lines += [gettext(MADE_ANEW), ""]
        for one in made:
            counted = gettext("%(rows)d rows, %(size)d bytes") % {"rows": one.rows, "size": one.size}
            lines += [one.name, f"  {KINDS[one.name].holds}", f"  {counted}", f"  SHA-256 {one.sha256}", ""]
        for name, columns in COLUMNS.items():
            lines += [name, *(f"  {column.name}: {column.means}" for column in columns), ""]
        licence = licence_on(files.day)
        lines += [gettext("Licence"), f"  {licence.words}", f"  {licence.standing}"]
    return "\n".join(lines) + "\n"


def codebook() -> str:
    """Return the columns of the tables with what they mean in three languages, as a table itself."""
    lines = (
        (name, column.name, *(in_language(column.means, language) for language in LANGUAGES))
        for name, columns in COLUMNS.items()
        for column in columns
    )
    return "".join(written(("file", "column", *LANGUAGES), lines))


def in_language(words: object, language: str) -> str:
    """Return words in a language."""
    with override(language):
        return str(words)
