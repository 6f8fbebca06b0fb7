"""A ruling as a Word document, from the blocks the page is made of: to be read, quoted and worked on, never the signed bytes."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import override
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from courtcase.frame.dates import court_date
from rulings.blocks import HEADINGS, Block, Run
from rulings.publication.formats.plain import notes_of
from rulings.publication.formats.source import Source, in_xml

LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}


def docx_of(source: Source) -> bytes:
    """Return the document: heading, numbered blocks with a bookmark each, tables, signers, and where it stands."""
    document = begun(source)
    for number, block in enumerate(source.blocks, start=1):
        add_block(document, block, source, number)
    for one in source.signers:
        document.add_paragraph(in_xml(f"{one.post}\t{one.name}"))
    for note in notes_of(source):
        document.add_paragraph(in_xml(note), style="Intense Quote")
    add_link(document.add_paragraph(), source.address, source.address)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def begun(source: Source) -> DocumentType:
    """Return a document in the language of the ruling with its facts, its margins and its heading."""
    document = Document()
    facts = document.core_properties
    facts.title, facts.subject = in_xml(source.heading)[:255], in_xml(source.title)[:255]
    facts.author, facts.language = source.court, source.language
    facts.identifier, facts.comments = source.identifier or source.address, ""
    facts.created = facts.modified = source.published_at.replace(tzinfo=None)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    said = style.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LOCALES[source.language])
    said.append(language)
    section = document.sections[0]
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    with override(source.language):
        day = court_date(source.adopted_on) if source.adopted_on else ""
    for words in (source.court, f"{source.family} {source.number}".strip(), day):
        if words:
            document.add_paragraph(in_xml(words)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading(in_xml(source.title or source.heading), level=1)
    return document


def add_block(document: DocumentType, block: Block, source: Source, number: int) -> None:
    """Add one block; its id becomes a bookmark, so that a part can be linked to as on the page."""
    if block["kind"] == "table":
        add_table(document, block, source)
        return
    paragraph = document.add_heading(level=2) if block["kind"] in HEADINGS else document.add_paragraph()
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begin.set(qn("w:name"), block["id"])
    for mark in (begin, end):
        mark.set(qn("w:id"), str(number))
    paragraph._p.append(begin)
    if block["number"]:
        stop = f"[{block['number']}] " if block["kind"] == "footnote" else f"{block['number']}. "
        paragraph.add_run(in_xml(stop))
    add_runs(paragraph, block["runs"], source)
    paragraph._p.append(end)


def add_table(document: DocumentType, block: Block, source: Source) -> None:
    """Add a table with as many columns as its longest row has cells."""
    columns = max((len(row) for row in block["rows"]), default=0)
    if not columns:
        return
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    for row in block["rows"]:
        cells = table.add_row().cells
        for cell, runs in zip(cells, row, strict=False):
            add_runs(cell.paragraphs[0], runs, source)


def add_runs(paragraph: Paragraph, runs: Iterable[Run], source: Source) -> None:
    """Add words with their marks."""
    for run in runs:
        href = source.address_of(run.get("link", ""))
        if href.startswith("http"):
            add_link(paragraph, run["text"], href)
        else:
            paragraph.add_run(in_xml(run["text"])).bold = bool(run.get("strong")) or None


def add_link(paragraph: Paragraph, words: str, href: str) -> None:
    """Add words that lead to an address on the web."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(in_xml(href), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(in_xml(words))
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)
