"""Ten Word files: every word of each is in the blocks, or belongs to what the report of the import names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from courtcase.documents.limited.marking import read_marked
from rulings.blocks import blocks_of, plain_text
from rulings.drafting.left_out import LEFT_OUT
from tests.rulings.ten_documents import DOCUMENTS

# What the words of a part, or of an element, are called in the report when they are not kept.
OF_PARTS = {"header": "heads and feet of pages", "footer": "heads and feet of pages", "comments": "comments"}
OF_PARTS |= {"endnotes": "endnotes"}
OF_ELEMENTS = {qn("w:del"): "changes", qn("w:moveFrom"): "changes"}


def written(build: Callable[[Document], None]) -> BytesIO:
    """Return the file."""
    document = docx.Document()
    build(document)
    out = BytesIO()
    document.save(out)
    out.seek(0)
    return out


def words_of(file: BytesIO) -> Iterator[tuple[str, str]]:
    """Yield every word of a file with what it is called in the report; blank: it has to be in the text."""
    with ZipFile(file) as parts:
        for name in parts.namelist():
            kind = re.fullmatch(r"word/(document|footnotes|header|footer|comments|endnotes)\d*\.xml", name)
            if kind is None:
                continue
            for element in etree.fromstring(parts.read(name)).iter(qn("w:t"), qn("w:delText")):
                above = (OF_ELEMENTS[one.tag] for one in element.iterancestors() if one.tag in OF_ELEMENTS)
                called = OF_PARTS.get(kind[1]) or next(above, "")
                yield from ((word, called) for word in (element.text or "").split())


@pytest.mark.parametrize(("build", "told"), DOCUMENTS, ids=[build.__name__ for build, _told in DOCUMENTS])
def test_nothing_is_lost_that_the_report_does_not_name(build: Callable[[Document], None], told: frozenset[str]) -> None:
    file = written(build)
    facts, (text,) = read_marked([file])
    blocks = plain_text(blocks_of(text.decode(), field="text_kk"))
    assert set(facts["lost"]) == told <= set(LEFT_OUT)
    kept = re.split(r"[\s·\[\]]+", blocks)
    raised = {word.translate(str.maketrans("¹²³", "123")) for word in kept}
    flat = " ".join([*kept, *raised])
    lost = [word for word, called in words_of(file) if not called and word.replace("|", "/") not in flat]
    assert lost == []
    assert {called for _word, called in words_of(file) if called} <= told


def test_there_are_ten() -> None:
    assert len(DOCUMENTS) == 10


def test_paragraphs_of_boxes_and_notes_do_not_run_together() -> None:
    by_name = {build.__name__: build for build, _told in DOCUMENTS}
    for name, words in (("text_boxes", "Жақтау сөзі Слово рамки"), ("footnotes", "Вторая сноска")):
        assert words in read_marked([written(by_name[name])])[1][0].decode()
