"""The parts of which the file of a case is bound: its papers in the docket's order, and the contents before them."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from petitions.binding import BOUND_TYPES, MOST, Part, sheet, written
from petitions.binding import contents_of as contents
from petitions.content import open_text
from petitions.docket import papers_of
from petitions.filing.papers import paper_to_sign
from petitions.models import Case, DocketEntry, PaperKind
from petitions.proceedings.docket import words_of
from petitions.versions import as_told


def parts_of(case: Case, *, upto: int) -> list[Part]:
    """Return the papers of a case up to a number of its docket, in order, as parts of its file."""
    return [part_of(entry, case) for entry in papers_of(case).filter(number__lte=upto)[:MOST]]


def part_of(entry: DocketEntry, case: Case) -> Part:
    """Return one paper as a part: a file as it is, words as a sheet; a file that is no page says where it is."""
    title = f"№ {entry.number}. {name_of(entry)}"
    document = entry.document
    if document is not None and document.content_type in BOUND_TYPES and document.is_readable:
        return Part(title, document.pages or 1, document=document)
    if entry.kind == PaperKind.PETITION and entry.petition is not None:
        return written(title, paper_to_sign(entry.petition, as_told(entry.petition)))
    return written(title, sheet(title, words_in(entry, case)))


def name_of(entry: DocketEntry) -> str:
    """Return what a paper is, in the words of the docket."""
    return " ".join(render_to_string("proceedings/paper_name.txt", {"entry": entry}).split())


def words_in(entry: DocketEntry, case: Case) -> list[str]:
    """Return the words of a paper that is no page by itself."""
    if entry.document is not None:
        return [_("This file cannot be printed here; it stands in the docket.")]
    if entry.kind == PaperKind.REPORT and entry.study is not None and entry.petition is not None:
        return [open_text(entry.petition, entry.study.sealed_report)]
    found = words_of(entry, case)
    return [words for words in found.values() if words] or [_("See the docket.")]


def contents_of(case: Case, parts: Sequence[Part]) -> Part:
    """Return the contents of a case's file."""
    return contents(_("Contents of case %(number)s") % {"number": case.number}, parts)
