"""The words of a DOCX as plain text: numbering counted as Word counts it, tables row by row, footnotes at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import docx
from docx.document import Document

from courtcase.documents.limited.examination import check_docx
from courtcase.documents.limited.numbering import Numbering, qn
from courtcase.documents.limited.refusals import Refused

MOST_CHARACTERS = 200_000
DEEPEST = 20
SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# What was crossed out, and the second form of what newer programs draw otherwise, is not read.
SKIPPED = frozenset(
    {qn("w:del"), qn("w:pPr"), qn("w:rPr"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)


@dataclass
class Reading:
    """A document while it is read: its counters, and the footnotes met so far, in their order."""

    numbering: Numbering
    footnotes: dict[str, str]
    met: list[str] = field(default_factory=list)

    def lines(self, parent: Any, depth: int = 0) -> Iterator[str]:
        """Yield the paragraphs and the rows of tables under an element, in their order."""
        if depth > DEEPEST:
            return
        for child in parent:
            if child.tag == qn("w:p"):
                yield self.numbering.mark(child) + self.words(child)
            elif child.tag == qn("w:tbl"):
                yield from (self.row(row, depth) for row in child.iterchildren(qn("w:tr")))
            elif child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                yield from self.lines(content, depth + 1) if content is not None else ()

    def row(self, row: Any, depth: int) -> str:
        """Return the cells of a row beside each other."""
        cells = (" ".join(self.lines(cell, depth + 1)).strip() for cell in row.iterchildren(qn("w:tc")))
        return " | ".join(cells)

    def words(self, element: Any) -> str:
        """Return the words of a paragraph, with the number of each footnote where it is called."""
        if element.tag == qn("w:t"):
            return element.text or ""
        if element.tag == qn("w:footnoteReference"):
            return self.called(element.get(qn("w:id"), ""))
        if element.tag in SIGNS:
            return SIGNS[element.tag]
        return "".join(self.words(child) for child in element if child.tag not in SKIPPED)

    def called(self, footnote: str) -> str:
        """Return the mark of a footnote, which is numbered by its place."""
        if footnote not in self.footnotes:
            return ""
        if footnote not in self.met:
            self.met.append(footnote)
        return f"[{self.met.index(footnote) + 1}]"


def read_docx(files: list[IO[bytes]]) -> tuple[dict[str, Any], list[bytes]]:
    """Return the text of a DOCX: `left_out` says whether it is longer than what is taken. Raises Refused."""
    text = text_of(opened_docx(files[0]))
    return {"left_out": len(text) > MOST_CHARACTERS}, [text[:MOST_CHARACTERS].encode()]


def opened_docx(file: IO[bytes]) -> Document:
    """Return a DOCX opened. Raises Refused for what is none, is damaged, or hides a program."""
    check_docx(file)
    file.seek(0)
    try:
        return docx.Document(file)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused("damaged_docx") from None


def text_of(opened: Document) -> str:
    """Return the text of an opened document, the footnotes after it."""
    reading = Reading(Numbering.of(opened), {})
    notes = related(opened, "footnotes")
    if notes is not None:
        reading.footnotes = {one.get(qn("w:id"), ""): reading.words(one).strip() for one in notes if is_written(one)}
    lines = [line.rstrip() for line in reading.lines(opened.element.body)]
    ends = [f"[{place}] {reading.footnotes[note]}" for place, note in enumerate(reading.met, start=1)]
    return "\n".join([*lines, *([""] if ends else []), *ends]).strip()


def is_written(footnote: Any) -> bool:
    """Say whether a footnote is one: the lines that part footnotes from the text stand among them."""
    return footnote.tag == qn("w:footnote") and footnote.get(qn("w:type")) is None


def related(opened: Document, name: str) -> Any:
    """Return the root element of the part called `name` (footnotes, numbering); None where there is none."""
    for relation in opened.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{name}"):
            part = relation.target_part
            return part.element if hasattr(part, "element") else docx.oxml.parse_xml(part.blob)
    return None
