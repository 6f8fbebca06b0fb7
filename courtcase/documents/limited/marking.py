"""The words of a DOCX with the marks a ruling keeps: strong words, links, tables, footnotes; and a count of what is not kept.

The form is the one staff paste (docs/rulings.md): `**strong**`, `[words](https://…)`, `| a | b |`, `# heading`, `[1] footnote`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from docx.document import Document

from courtcase.documents.limited.numbering import Numbering, qn, value
from courtcase.documents.limited.wording import DEEPEST, Reading, is_written, opened_docx, related

MOST_CHARACTERS = 2_000_000
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MATHEMATICS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
# What a reader of the file sees and the text does not show, by the element it stands in.
NOT_KEPT = {
    qn("w:drawing"): "pictures",
    qn("w:pict"): "pictures",
    qn("w:object"): "objects",
    MATHEMATICS: "formulas",
    qn("w:commentReference"): "comments",
    qn("w:endnoteReference"): "endnotes",
    qn("w:sym"): "signs",
    qn("w:ins"): "changes",
    qn("w:moveFrom"): "changes",
}
# Those of them whose words are not read; of the others the words are kept.
WITHOUT_WORDS = frozenset({qn("w:moveFrom"), MATHEMATICS})
# What stands around paragraphs, rows or cells and is none: fields to fill in, marks of programs, changes.
WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")))
NO_LINK = re.compile(r"\]\((?!https://)")
LOOKS = {"i": "italics", "u": "underlining", "strike": "crossing out", "dstrike": "crossing out"}


@dataclass
class MarkedReading(Reading):
    """A document while it is read with its marks.

    `lost` counts what is not kept, `addresses` are those links lead to, `headings` the styles of headings by their ids.
    """

    addresses: dict[str, str] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    headings: frozenset[str] = frozenset()

    def lines(self, parent: Any, depth: int = 0) -> Iterator[str]:
        """Yield paragraphs and rows of tables; a heading and a row bear their marks."""
        if depth > DEEPEST:
            self.lost["tables in tables"] += 1
            return
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self.paragraph(child)
            elif child.tag == qn("w:tbl"):
                self.lost["tables in tables"] += is_in_table(child)
                self.lost["merged cells"] += len(child.findall(f".//{qn('w:gridSpan')}")) + len(
                    child.findall(f".//{qn('w:vMerge')}")
                )
                yield from (self.row(row, depth) for row in unwrapped(child, qn("w:tr")))
            elif child.tag in WRAPPERS:
                yield from self.lines(child, depth + 1)

    def paragraph(self, element: Any) -> Iterator[str]:
        """Yield a paragraph, of which a line break makes two."""
        properties = element.find(qn("w:pPr"))
        style = value(properties, "w:pStyle") if properties is not None else ""
        mark = self.numbering.mark(element)
        self.lost["changes"] += len(element.findall(f".//{qn('w:del')}"))
        for place, line in enumerate(self.words(element).split("\n")):
            words = " ".join(line.split())
            if words:
                heading = "# " if style in self.headings and not place else ""
                yield f"{heading}{mark if not place else ''}{words}"

    def row(self, row: Any, depth: int) -> str:
        """Return a row between its marks."""
        cells = [" ".join(self.lines(cell, depth + 1)).replace("|", "/") for cell in unwrapped(row, qn("w:tc"))]
        return f"| {' | '.join(cell.strip().removeprefix('# ') for cell in cells)} |"

    def words(self, element: Any) -> str:
        """Return the words of an element with their marks, and count what is not kept."""
        if element.tag in NOT_KEPT:
            self.lost[NOT_KEPT[element.tag]] += 1
        if element.tag in WITHOUT_WORDS:
            return ""
        if element.tag == qn("w:hyperlink"):
            return self.link(element)
        if element.tag == qn("w:r"):
            return self.run(element)
        if element.tag == qn("w:p"):  # of a text box or a footnote: the next one does not begin inside its last word
            return super().words(element) + " "
        return super().words(element)

    def run(self, element: Any) -> str:
        """Return a run of words that look alike."""
        words = "".join(self.words(child) for child in element if child.tag != qn("w:rPr"))
        properties = element.find(qn("w:rPr"))
        if properties is None or not words.strip():
            return plain(words, self.lost)
        for name, lost in LOOKS.items():
            self.lost[lost] += is_on(properties, name)
        if value(properties, "w:vertAlign") == "superscript":
            self.lost["small raised words"] += not words.strip().isdigit()
            return words.translate(SUPERSCRIPT)
        return strong(plain(words, self.lost)) if is_on(properties, "b") else plain(words, self.lost)

    def link(self, element: Any) -> str:
        """Return the words of a link with its address, where a ruling may lead there; the words alone elsewhere."""
        words = "".join(self.words(child) for child in element).replace("**", "")
        address = self.addresses.get(element.get(qn("r:id"), ""), "")
        if not address or not words.strip() or "[" in words or "\n" in words:
            self.lost["links"] += bool(address)
            return words
        if not address.startswith("https://") or any(sign in address for sign in ' "<>()'):
            self.lost["links"] += 1
            return words
        return f"[{words}]({address})"


def read_marked(files: list[IO[bytes]]) -> tuple[dict[str, Any], list[bytes]]:
    """Return the text of a DOCX with its marks, and what was not kept: a count for each kind of thing. Raises Refused."""
    text, lost = marked_text_of(opened_docx(files[0]))
    lost["words beyond the limit"] += max(len(text) - MOST_CHARACTERS, 0)
    return {"lost": {kind: count for kind, count in lost.items() if count}}, [text[:MOST_CHARACTERS].encode()]


def read_marked_each(files: list[IO[bytes]]) -> tuple[dict[str, Any], list[bytes]]:
    """Return the texts of several DOCX, as `read_marked` does that of one. Raises Refused where one of them is refused."""
    read = [read_marked([file]) for file in files]
    return {"lost": [found["lost"] for found, _texts in read]}, [text for _found, (text,) in read]


def marked_text_of(opened: Document) -> tuple[str, Counter[str]]:
    """Return the text of an opened document, a paragraph a line, the footnotes after it; and what is not kept."""
    relations = opened.part.rels.items()
    addresses = {name: one.target_ref for name, one in relations if one.is_external}
    reading = MarkedReading(Numbering.of(opened), {}, addresses=addresses, headings=headings_of(opened))
    notes = related(opened, "footnotes")
    if notes is not None:
        reading.footnotes = {one.get(qn("w:id"), ""): note_of(reading, one) for one in notes if is_written(one)}
    lines = [tidied(line) for line in reading.lines(opened.element.body)]
    ends = [f"[{place}] {reading.footnotes[note]}" for place, note in enumerate(reading.met, start=1)]
    reading.lost["heads and feet of pages"] += heads_and_feet(opened)
    return "\n".join(filter(None, [*lines, *ends])), reading.lost


def headings_of(opened: Document) -> frozenset[str]:
    """Return the ids of the styles of headings: Word names those in English in every language, whatever their ids are."""
    styles = opened.styles.element.iterchildren(qn("w:style"))
    return frozenset(
        one.get(qn("w:styleId"), "")
        for one in styles
        if value(one, "w:name").casefold().startswith(("heading ", "title"))
    )


def is_in_table(table: Any) -> bool:
    """Say whether a table stands in the cell of another."""
    return next(table.iterancestors(qn("w:tc")), None) is not None


def note_of(reading: MarkedReading, footnote: Any) -> str:
    """Return the words of a footnote on one line."""
    return tidied(" ".join(reading.words(footnote).split()))


def unwrapped(parent: Any, tag: str, depth: int = 0) -> Iterator[Any]:
    """Yield the children of one kind, those inside wrappers too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS and depth < DEEPEST:
            yield from unwrapped(child, tag, depth + 1)


def heads_and_feet(opened: Document) -> int:
    """Return how many heads and feet of pages hold words: those of first and even pages are parts of their own."""
    names = [f"{which}{part}" for which in ("", "first_page_", "even_page_") for part in ("header", "footer")]
    parts = [getattr(section, name) for section in opened.sections for name in names]
    written = (part._element for part in parts if not part.is_linked_to_previous)
    return sum(any((text.text or "").strip() for text in element.iter(qn("w:t"))) for element in written)


def is_on(properties: Any, name: str) -> bool:
    """Say whether a look is switched on in the properties of a run."""
    found = properties.find(qn(f"w:{name}"))
    return found is not None and found.get(qn("w:val"), "true") not in {"0", "false", "none"}


def plain(words: str, lost: Counter[str]) -> str:
    """Return words in which nothing looks like a mark of ours."""
    free = words.replace("**", "* *").replace("](", "] (")
    lost["signs taken for marks"] += free != words
    return free


def strong(words: str) -> str:
    """Return strong words; the spaces around them are not."""
    inside = words.strip()
    if not inside or "*" in inside or "\n" in inside:
        return words
    begin = words.index(inside)
    return f"{words[:begin]}**{inside}**{words[begin + len(inside) :]}"


def tidied(line: str) -> str:
    """Return a line whose neighbouring strong runs are one, and whose marks are left out where all of it is strong."""
    # The mark of a footnote and a bracket behind it are no link: the only links are those that were made above.
    joined = NO_LINK.sub("] (", line.replace("****", "").strip())
    mark = "# " if joined.startswith("# ") else ""
    words = joined.removeprefix("# ")
    whole = words.startswith("**") and words.endswith("**") and words.count("**") == 2
    return mark + (words[2:-2] if whole else words)
