"""The words of a Word file: numbering, tables, footnotes; and what is refused."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from courtcase.documents.limited.numbering import shaped
from courtcase.documents.limited.wording import text_of
from courtcase.documents.wording import Unacceptable, words_of_docx


def level(depth: int, shape: str, words: str) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{words}"/></w:lvl>'
    )


def written(*lines: tuple[str, int], table: bool = False) -> bytes:
    """Return a DOCX of paragraphs numbered at a level; at none for -1."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.") + level(2, "russianLower", "%3)")
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for words, depth in lines:
        paragraph = document.add_paragraph(words)
        if depth >= 0:
            given = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="91"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(given))
    if table:
        grid = document.add_table(rows=2, cols=2)
        for place, words in enumerate(("а", "б", "в", "г")):
            grid.cell(place // 2, place % 2).text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_numbers_are_counted_as_word_counts_them() -> None:
    lines = [("Бір", 0), ("Іші", 1), ("Тағы", 1), ("Әріп", 2), ("Әріп", 2), ("Екі", 0), ("Іші", 1), ("Жай", -1)]
    text = words_of_docx(io.BytesIO(written(*lines))).text
    assert text.splitlines() == [
        "1. Бір", "1.1. Іші", "1.2. Тағы", "а) Әріп", "б) Әріп", "2. Екі", "2.1. Іші", "Жай",
    ]  # fmt: skip


def test_rows_of_a_table_stand_in_lines() -> None:
    assert words_of_docx(io.BytesIO(written(("Текст", -1), table=True))).text.splitlines()[-2:] == ["а | б", "в | г"]


def test_footnotes_come_after_the_text_in_the_order_in_which_they_are_called() -> None:
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
        for number, words in ((7, "первая"), (3, "вторая"))
    )
    document = docx.Document()
    for number in (7, 3):
        paragraph = document.add_paragraph(f"Слова {number}")
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="{number}"/></w:r>'))
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    blob = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert text_of(document).splitlines() == ["Слова 7[1]", "Слова 3[2]", "", "[1] первая", "[2] вторая"]


def test_what_was_crossed_out_is_not_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Осталось")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:t>вычеркнуто</w:t></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t> вставлено</w:t></w:r></w:ins>"))
    assert text_of(document) == "Осталось вставлено"


@pytest.mark.parametrize(
    ("count", "shape", "expected"),
    [
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (2, "russianUpper", "Б"),
        (3, "decimalZero", "03"),
        (9, "chicago", "9"),
        (5, "none", ""),
    ],
)
def test_shapes_of_numbers(count: int, shape: str, expected: str) -> None:
    assert shaped(count, shape) == expected


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(
                name.replace("__", "/").replace("_xml", ".xml").replace("Content", "[Content_Types]"), content
            )
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not an archive", "damaged"),
        (b"", "damaged"),
        (written(("Слова", -1))[:2000], "damaged"),
        (archive(Content_xml=b"<a/>", word__document_xml=b"\0" * 60_000_000), "bomb"),
        (archive(Content_xml=b"<Types macroEnabled='1'/>", word__document_xml=b"<a/>"), "macros"),
        (archive(Content_xml=b"<a/>", word__document_xml=b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), "damaged"),
        (written(("", -1)), "no_words"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        words_of_docx(io.BytesIO(content))
    assert refused.value.code == code
    assert str(refused.value.message)
