"""The papers of many petitions bound into one PDF. A file that cannot be read stops nothing: a sheet stands in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from courtcase.documents.limited.client import TooHeavy
from courtcase.documents.queries import open_document
from courtcase.keys.operations import SealBroken
from petitions.binding import BOUND_TYPES, Part, bound_apart, contents_of, sheet, written
from petitions.filing.papers import paper_to_sign
from petitions.filing.queries import laid_with
from petitions.models import Attachment, Petition
from petitions.versions import as_told

# So long one file alone may take where all together were too much: which of them it is has to be found.
SECONDS_ALONE = 15.0


@dataclass(frozen=True)
class Paper:
    """One part of the file: of which petition (its id), and the name of the file that was laid; "" for the petition itself."""

    petition: int
    part: Part
    filename: str = ""

    @property
    def is_file(self) -> bool:
        """Say whether the part is a stored file that is handed on as it is."""
        return self.part.document is not None


@dataclass
class Printed:
    """What came of it: the PDF, empty where nothing could be printed; what could not, by petition (ids)."""

    content: bytes = b""
    unprintable: set[int] = field(default_factory=set)
    unread: dict[int, list[str]] = field(default_factory=dict)


def printed(petitions: Sequence[Petition]) -> Printed:
    """Return the papers of the petitions as one PDF with contents before them, in the active language.

    A petition whose own paper cannot be made is left out and named; of the others each file that cannot be printed is named,
    and a sheet says so in its place. Raises client errors where nothing can be bound now.
    """
    found = Printed()
    papers: list[Paper] = []
    for one in petitions:
        try:
            papers += papers_of(one)
        except (SealBroken, OSError, ValueError):
            found.unprintable.add(one.pk)
    if papers:
        papers, found.content = readable(papers)
    for paper in papers:
        if paper.filename and not paper.is_file:
            found.unread.setdefault(paper.petition, []).append(paper.filename)
    return found


def papers_of(petition: Petition) -> list[Paper]:
    """Return a petition's paper version and the files laid with it, in order. Raises SealBroken."""
    number = petition.register_number or _("Petition without a number")
    own = Paper(petition.pk, written(number, paper_to_sign(petition, as_told(petition))))
    return [own, *(paper_of(petition, number, one) for one in laid_with(petition))]


def paper_of(petition: Petition, number: str, laid: Attachment) -> Paper:
    """Return a file that was laid with a petition, or a sheet that says where it is, where it is no page or is lost."""
    document, title = laid.document, f"{number}: {laid.document.filename}"
    as_file = Paper(petition.pk, Part(title, document.pages or 1, document=document), document.filename)
    if document.content_type not in BOUND_TYPES or not document.is_readable:
        return instead_of(as_file)
    try:
        with open_document(document) as file:
            file.read(1)
    except (OSError, SealBroken):
        return instead_of(as_file)
    return as_file


def instead_of(paper: Paper) -> Paper:
    """Return the sheet that stands in the place of a file that cannot be printed."""
    words = sheet(paper.part.title, [_("This file cannot be printed here; open it on the petition's page.")])
    return replace(paper, part=written(paper.part.title, words))


def readable(papers: list[Paper]) -> tuple[list[Paper], bytes]:
    """Bind the papers; return them with a sheet in the place of each that could not be read, and the PDF of these."""
    try:
        content, pages = bind(papers)
    except TooHeavy:
        papers = [paper if is_light(paper) else instead_of(paper) for paper in papers]
        content, pages = bind(papers)
    if all(pages):
        return papers, content
    papers = [paper if count else instead_of(paper) for paper, count in zip(papers, pages, strict=True)]
    return papers, bind(papers)[0]


def bind(papers: Iterable[Paper]) -> tuple[bytes, list[int]]:
    """Return the papers as one PDF with contents before them, and how many pages each took."""
    parts = [paper.part for paper in papers]
    title = _("Papers of petitions")
    content, pages = bound_apart([contents_of(title, parts), *parts], title=title)
    return content, pages[1:]


def is_light(paper: Paper) -> bool:
    """Say whether a part can be bound alone, within the limits of time and memory."""
    if not paper.is_file:
        return True
    try:
        _content, pages = bound_apart([paper.part], title=paper.part.title, seconds=SECONDS_ALONE)
    except TooHeavy:
        return False
    return all(pages)
