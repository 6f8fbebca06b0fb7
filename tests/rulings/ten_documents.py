"""Ten decisions as Word files: what a decision holds, and what only Word shows. Each is a name and what builds it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

W = nsdecls("w")
BOX = (
    f"<w:r {W}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
    "<w:p><w:r><w:t>Жақтау сөзі</w:t></w:r></w:p><w:p><w:r><w:t>Слово рамки</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def xml(words: str) -> Any:
    """Return an element of Word."""
    return parse_xml(words.replace(" W>", f" {W}>", 1))


def kazakh_letters(document: Document) -> None:
    """Add the letters only Kazakh has, strong words, a raised digit, a heading."""
    document.add_heading("Әділет, ғылым және құқық", level=1)
    paragraph = document.add_paragraph("Ұлттың өңірі мен үні, һәм іс: ")
    paragraph.add_run("маңызды қағида").bold = True
    paragraph.add_run(" 319")
    paragraph.add_run("1").font.superscript = True
    document.add_paragraph("Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і")


def table(document: Document) -> None:
    """Add a table whose cells have several paragraphs and a sign of ours."""
    made = document.add_table(rows=2, cols=3)
    for number, cell in enumerate(made._cells):
        cell.text = f"Ұяшық{number}"
        cell.add_paragraph(f"екінші|жол{number}")
    document.add_paragraph("После таблицы")


def footnotes(document: Document) -> None:
    """Add footnotes of one and of two paragraphs."""
    notes = (
        "<w:footnote w:id='1'><w:p><w:r><w:t>Бірінші ескертпе сөзі</w:t></w:r></w:p></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>Вторая</w:t></w:r></w:p><w:p><w:r><w:t>сноска</w:t></w:r></w:p></w:footnote>"
    )
    related(document, "footnotes", f"<w:footnotes {W}>{notes}</w:footnotes>")
    for number in (1, 2):
        paragraph = document.add_paragraph(f"Сөйлем{number}")
        paragraph._p.append(xml(f"<w:r W><w:footnoteReference w:id='{number}'/></w:r>"))


def numbered_lists(document: Document) -> None:
    """Add lists that Word numbers, with levels."""
    for style in ("List Number", "List Number", "List Number 2", "List Bullet", "List Number"):
        document.add_paragraph(f"Тармақ-{style.replace(' ', '')}", style=style)


def nested_tables(document: Document) -> None:
    """Add a table in a table, merged cells, and rows and cells that a program wrapped."""
    made = document.add_table(rows=2, cols=2)
    made.cell(0, 0).merge(made.cell(0, 1)).text = "Біріктірілген"
    inner = made.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Ішкі", "Внутренняя"
    cell = "<w:tc><w:p><w:r><w:t>Оралған</w:t></w:r></w:p></w:tc>"
    wrapped = f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
    made._tbl.append(xml(f"<w:sdt W><w:sdtContent><w:tr>{cell}{wrapped}</w:tr></w:sdtContent></w:sdt>"))
    document.add_paragraph("Соңы")


def heads_and_feet(document: Document) -> None:
    """Add heads and feet of all pages, of the first and of even ones, one of them a table."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.add_table(1, 1, docx.shared.Cm(5)).cell(0, 0).text = "Колонтитул"
    section.first_page_footer.paragraphs[0].text = "Біріншібет"
    document.add_paragraph("Мәтін")


def text_boxes(document: Document) -> None:
    """Add a box of two paragraphs beside the words of a paragraph, and a paragraph that a program marked."""
    document.add_paragraph("Қасында")._p.append(xml(BOX))
    document.element.body.insert(0, xml("<w:customXml W><w:p><w:r><w:t>Белгіленген</w:t></w:r></w:p></w:customXml>"))


def tracked_changes(document: Document) -> None:
    """Add what was put in, taken out and moved."""
    paragraph = document.add_paragraph("Сөз ")._p
    for words in (
        "<w:ins W><w:r><w:t>қосылған </w:t></w:r></w:ins>",
        "<w:del W><w:r><w:delText>жойылған</w:delText></w:r></w:del>",
        "<w:moveFrom W><w:r><w:t>көшкен</w:t></w:r></w:moveFrom>",
        "<w:moveTo W><w:r><w:t>келген</w:t></w:r></w:moveTo>",
    ):
        paragraph.append(xml(words))


def comments(document: Document) -> None:
    """Add a comment and an endnote."""
    paragraph = document.add_paragraph("Түсіндірілген")
    document.add_comment(paragraph.runs, text="Пікір", author="А", initials="А")
    related(
        document,
        "endnotes",
        f"<w:endnotes {W}><w:endnote w:id='1'><w:p><w:r><w:t>Соңғыескертпе</w:t></w:r></w:p></w:endnote></w:endnotes>",
    )
    paragraph._p.append(xml("<w:r W><w:endnoteReference w:id='1'/></w:r>"))


def pictures_and_fields(document: Document) -> None:
    """Add a picture, fields of both kinds, links that may stay and that may not, a line break and a tab."""
    picture = BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
    paragraph = document.add_paragraph("Бет ")
    paragraph._p.append(
        xml("<w:fldSimple W w:instr='PAGE'><w:r><w:t>12-бет</w:t></w:r></w:fldSimple>".replace(" W", f" {W}"))
    )
    for part in ("<w:fldChar w:fldCharType='begin'/>", "<w:instrText>DATE</w:instrText>", "<w:t>бүгін</w:t>"):
        paragraph._p.append(xml(f"<w:r W>{part}</w:r>"))
    paragraph.add_run("\nкелесі\tжол").italic = True
    for words, address in (("рұқсат", "https://adilet.zan.kz/x"), ("тыйым", "file:///etc/passwd")):
        key = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = parse_xml(f"<w:hyperlink {nsdecls('w', 'r')} r:id='{key}'><w:r><w:t>{words}</w:t></w:r></w:hyperlink>")
        document.add_paragraph()._p.append(link)


def related(document: Document, name: str, words: str) -> None:
    """Give a document a part that python-docx does not write."""
    part = Part(PackURI(f"/word/{name}.xml"), "application/xml", words.encode(), document.part.package)
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
    document.part.relate_to(part, kind)


# Each with the kinds of things that its report has to name.
DOCUMENTS: tuple[tuple[Callable[[Document], None], frozenset[str]], ...] = (
    (kazakh_letters, frozenset()),
    (table, frozenset()),
    (footnotes, frozenset()),
    (numbered_lists, frozenset()),
    (nested_tables, frozenset({"tables in tables", "merged cells"})),
    (heads_and_feet, frozenset({"heads and feet of pages"})),
    (text_boxes, frozenset({"pictures"})),
    (tracked_changes, frozenset({"changes"})),
    (comments, frozenset({"comments", "endnotes"})),
    (pictures_and_fields, frozenset({"pictures", "italics", "links"})),
)
