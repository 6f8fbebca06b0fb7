"""Texts from Word files: what is kept, what is told, how the languages are laid side by side and put right."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from rulings.alignment import aligned
from rulings.blocks import blocks_of, pasted_of
from rulings.models import Ruling
from tests.documents import files
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk


@pytest.fixture
def draft(cast: Any) -> Ruling:
    """Return a draft without a text."""
    return Desk(Walk(cast)).final_draft()


@pytest.fixture
def secretary(cast: Any, client: Client) -> Client:
    """Return a browser of the secretary."""
    client.force_login(cast.secretary)
    return client


def file_of(*paragraphs: str, change: Any = None, name: str = "text.docx") -> SimpleUploadedFile:
    """Return a Word file of paragraphs, changed by `change`."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if change:
        change(document)
    out = BytesIO()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def imported(client: Client, draft: Ruling, **files: SimpleUploadedFile) -> Any:
    """Send Word files to the page of import."""
    return client.post(f"/en/desk/rulings/{draft.public_id}/texts/import/", {"version": draft.version, **files})


def text(draft: Ruling, language: str) -> str:
    """Return a text in its pasted form."""
    return pasted_of(draft.texts.get(language=language).blocks)


def add_link(document: Any, words: str, address: str) -> None:
    """Add a paragraph that is a link."""
    link, run, said = (OxmlElement(name) for name in ("w:hyperlink", "w:r", "w:t"))
    link.set(qn("r:id"), document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    said.text = words
    run.append(said)
    link.append(run)
    document.add_paragraph()._p.append(link)


def rich(document: Any) -> None:
    """Add what a decision holds, and what a ruling's text cannot keep."""
    document.add_heading("Мәселе", level=2)
    paragraph = document.add_paragraph("319")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run("-бап ")
    paragraph.add_run("маңызды сөз").bold = True
    paragraph.add_run(" көлбеу").italic = True
    for words in ("бірінші", "екінші"):
        document.add_paragraph(words, style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Бап", "Нәтиже", "482", "сәйкес емес"), strict=True):
        cell.text = words
    add_link(document, "заң", "https://adilet.zan.kz/kaz/docs/K950001000_")
    add_link(document, "қауіпті", "javascript:alert(1)")
    document.add_paragraph()._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>жойылған</w:delText></w:r></w:del>")
    )
    document.sections[0].header.paragraphs[0].text = "Колонтитул"


class TestImport:
    def test_keeps_what_a_ruling_holds_and_tells_the_rest(self, secretary: Client, draft: Ruling) -> None:
        kazakh = file_of("Кіріспе ғылым өңір", "АНЫҚТАДЫ:", change=rich)
        answer = imported(secretary, draft, file_kk=kazakh)
        assert answer.status_code == 303
        lines = text(draft, "kk").split("\n")
        assert lines[:4] == ["Кіріспе ғылым өңір", "АНЫҚТАДЫ:", "# Мәселе", "319¹-бап **маңызды сөз** көлбеу"]
        assert lines[4:8] == ["1. бірінші", "2. екінші", "| Бап | Нәтиже |", "| 482 | сәйкес емес |"]
        assert lines[8:] == ["[заң](https://adilet.zan.kz/kaz/docs/K950001000_)", "қауіпті"]
        lost = draft.texts.get(language="kk").left_out
        assert lost == {"italics": 1, "links": 1, "changes": 1, "heads and feet of pages": 1}
        page = secretary.get(answer["Location"]).content.decode()
        assert "tracked changes (read as if accepted): 1" in page
        assert "heads and feet of pages: 1" in page

    def test_a_bracket_behind_a_closing_one_makes_no_link(self, secretary: Client, draft: Ruling) -> None:
        def change(document: Any) -> None:
            paragraph = document.add_paragraph("Сөз [1]")
            paragraph.add_run("(қараңыз)")
            paragraph.style = "List 2"

        assert imported(secretary, draft, file_kk=file_of("Бір", change=change)).status_code == 303
        assert text(draft, "kk") == "Бір\nСөз [1] (қараңыз)"

    def test_one_language_leaves_the_others(self, secretary: Client, draft: Ruling) -> None:
        imported(secretary, draft, file_kk=file_of("Бір"), file_ru=file_of("Один"))
        draft.refresh_from_db()
        imported(secretary, draft, file_ru=file_of("Два"))
        assert (text(draft, "kk"), text(draft, "ru")) == ("Бір", "Два")

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            (SimpleUploadedFile("a.docx", b"not a file of Word"), "file_ru"),
            (SimpleUploadedFile("a.docx", files.docx({"word/vbaProject.bin": b"x"})), "file_ru"),
            (SimpleUploadedFile("a.docx", b""), "file_ru"),
        ],
    )
    def test_says_beside_the_field_what_cannot_be_read(
        self, secretary: Client, draft: Ruling, file: SimpleUploadedFile, said: str
    ) -> None:
        answer = imported(secretary, draft, file_ru=file, file_kk=file_of("Бір"))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [said]
        assert not draft.texts.exists()

    def test_wants_a_file(self, secretary: Client, draft: Ruling) -> None:
        assert list(imported(secretary, draft).context["form"].errors) == ["file_kk"]

    def test_is_for_those_who_draft(self, cast: Any, client: Client, draft: Ruling) -> None:
        client.force_login(cast.clerk)
        assert imported(client, draft, file_kk=file_of("Бір")).status_code == 404


class TestSideBySide:
    KK = "Кіріспе\nАНЫҚТАДЫ:\n1. Бірінші.\n2. Екінші.\nҚАУЛЫ ЕТЕДІ:\n1. Норма."
    RU = "Вступление\nУСТАНОВИЛ:\n1. Первое.\n1.1. Лишнее.\n2. Второе.\nПОСТАНОВЛЯЕТ:\n1. Норма."

    def test_paragraphs_of_one_number_bear_one_id(self) -> None:
        texts = aligned({"kk": blocks_of(self.KK, field="kk"), "ru": blocks_of(self.RU, field="ru")})
        kazakh = {block["id"]: block["number"] for block in texts["kk"]}
        russian = {block["id"]: block["number"] for block in texts["ru"]}
        assert [russian[name] for name in kazakh] == list(kazakh.values())
        assert [russian[name] for name in russian if name not in kazakh] == ["1.1"]

    def test_the_page_says_what_has_no_counterpart(self, secretary: Client, draft: Ruling) -> None:
        imported(secretary, draft, file_kk=file_of(*self.KK.split("\n")), file_ru=file_of(*self.RU.split("\n")))
        page = secretary.get(f"/en/desk/rulings/{draft.public_id}/texts/beside/").content.decode()
        assert "1 paragraph has no counterpart" in page
        assert "missing in Kazakh" in page

    def test_one_paragraph_is_put_right_in_both_languages(self, secretary: Client, draft: Ruling) -> None:
        imported(secretary, draft, file_kk=file_of(*self.KK.split("\n")), file_ru=file_of(*self.KK.split("\n")))
        draft.refresh_from_db()
        name = draft.texts.get(language="kk").blocks[2]["id"]
        address = f"/en/desk/rulings/{draft.public_id}/texts/paragraphs/{name}/"
        shown = secretary.get(address).context["form"]
        assert shown["text_kk"].value() == "1. Бірінші."
        sent = {"version": draft.version, "text_kk": "1. Басқа.\n1.1. Тағы.", "text_ru": ""}
        assert secretary.post(address, sent).status_code == 303
        assert text(draft, "kk").split("\n")[2:5] == ["1. Басқа.", "1.1. Тағы.", "2. Екінші."]
        assert text(draft, "ru").split("\n")[2] == "2. Екінші."

    def test_a_paragraph_that_is_not_there_is_404(self, secretary: Client, draft: Ruling) -> None:
        assert secretary.get(f"/en/desk/rulings/{draft.public_id}/texts/paragraphs/p9/").status_code == 404
