"""Printed documents: readable by everyone, safe from their own text, the same bytes each time."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from courtcase.documents.pdf import render_pdf
from courtcase.documents.printing import printable_text, web_address
from courtcase.operations import OperationError
from tests.documents.pdf_samples import ADDRESS, KAZAKH, PETITION, RULING, SAMPLES
from tests.documents.pdf_text import fonts_of, open_pdf, tags_of, text_of

TEMPLATES = sorted(SAMPLES)
VERAPDF = shutil.which("verapdf")


def rendered(template: str, language: str = "kk", **changes: Any) -> bytes:
    return render_pdf(template, {**SAMPLES[template], **changes}, language)


def petition_with(text: str) -> bytes:
    return rendered("petition", sections=[{"heading": "I", "text": text}])


def test_the_code_of_a_petition_stands_on_its_first_sheet_before_the_words() -> None:
    drawn = text_of(petition_with("Азаматтардың құқықтары. " * 400)).replace(" ", "").replace("\n", "")
    assert -1 < drawn.find(ADDRESS) < drawn.index("Азаматтардың")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_tagged_titled_and_in_its_language(template: str, language: str) -> None:
    with open_pdf(rendered(template, language)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).lower() == f"{language}-kz"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == SAMPLES[template]["title"]
        assert metadata["pdfuaid:part"] == "1"
        # A receipt carries its proof as a file, which the second part of PDF/A forbids.
        part = "3" if template == "receipt" else "2"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == (part, "A")
        assert {"/H1", "/P"} <= tags_of(pdf)
        assert all({"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()) for font in fonts_of(pdf))


@pytest.mark.skipif(VERAPDF is None, reason="veraPDF is not installed here: it checks the standards where it is")
@pytest.mark.parametrize("flavour", ["ua1", "as claimed"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_validator_finds_no_breach_of_the_standards(template: str, flavour: str, tmp_path: Path) -> None:
    file = tmp_path / f"{template}.pdf"
    file.write_bytes(rendered(template))
    claimed = "3a" if template == "receipt" else "2a"
    asked = [str(VERAPDF), "--format", "text", "--flavour", claimed if flavour == "as claimed" else flavour, str(file)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=120).stdout
    assert said.startswith("PASS"), said


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_kazakh_letter_can_be_read_out(template: str) -> None:
    assert KAZAKH.replace(" ", "") in text_of(rendered(template)).replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_data_give_the_same_bytes(template: str) -> None:
    assert rendered(template) == rendered(template)
    moment = datetime(2026, 11, 2, 9, tzinfo=UTC)
    dated = render_pdf(template, SAMPLES[template], "kk", written_at=moment)
    assert dated == render_pdf(template, SAMPLES[template], "kk", written_at=moment)
    assert dated != rendered(template)


@pytest.mark.parametrize(
    ("language", "word"), [("kk", "Не алдық"), ("ru", "Что мы получили"), ("en", "What we received")]
)
def test_the_fixed_words_are_in_the_language(language: str, word: str) -> None:
    assert word in text_of(rendered("receipt", language))


def test_the_qr_code_has_words_and_its_address() -> None:
    content = rendered("receipt")
    assert ADDRESS in text_of(content).replace("\n", "")
    with open_pdf(content) as pdf:
        figures = [each for each in pdf.objects if getattr(each, "keys", None) and each.get("/S") == "/Figure"]
        assert figures
        assert all(str(figure.Alt) for figure in figures)
    with open_pdf(rendered("letter")) as pdf:
        assert "/Figure" not in tags_of(pdf)


def test_synthetic_documents_say_so() -> None:
    assert "SYNTHETIC" in text_of(rendered("letter", "en", synthetic=True))
    assert "SYNTHETIC" not in text_of(rendered("letter", "en"))


@pytest.mark.parametrize(
    "text",
    [
        "*bold* _it_",
        "#set text(red)",
        '#read("receipt.typ")',
        "$x$",
        "[link]",
        "= Heading",
        '"#panic()"',
        "\\u{41}",
        "<label> @ref",
        "//",
    ],
)
def test_texts_are_never_markup(text: str) -> None:
    assert text.replace(" ", "") in text_of(petition_with(text)).replace(" ", "").replace("\n", "")


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\u202eтекст",
        "\ud800",
        "😀 漢字 مرحبا",
        "",
        "\r\n\r\n",
        "ә" * 300_000,
        "а\u0301\u0302" * 500,
        "\ue000",
        "\uffff",
    ],
)
def test_odd_texts_are_printed(text: str) -> None:
    assert petition_with(text).startswith(b"%PDF-")


def test_a_sign_without_a_picture_becomes_a_square() -> None:
    found = text_of(petition_with("Сот 漢 заң"))
    assert "\u25a1" in found
    assert "заң" in found


def test_a_long_document_is_printed_and_an_endless_one_refused() -> None:
    assert petition_with("Азаматтардың құқықтары. " * 8_000).startswith(b"%PDF-")
    for endless in ("Сөз " * 2_500_000, "\n" * 40_000):
        with pytest.raises(OperationError) as refused:
            petition_with(endless)
        assert refused.value.code == "too_long"


def test_large_type_takes_more_room() -> None:
    text = [{"heading": "I", "text": "Азаматтардың құқықтары. " * 300}]
    with (
        open_pdf(rendered("petition", sections=text)) as usual,
        open_pdf(rendered("petition", sections=text, large_type=True)) as large,
    ):
        assert len(large.pages) > len(usual.pages)


def test_links_lead_to_the_web_only() -> None:
    assert web_address("javascript:alert(1)") == web_address("file:///etc/passwd") == web_address("https://a\nb") == ""
    assert web_address(ADDRESS) == ADDRESS
    long_address = "https://court.example/" + "a" * 200
    block = {"kind": "paragraph", "runs": [{"text": "x", "href": long_address}]}
    with open_pdf(render_pdf("ruling", {**RULING, "blocks": [block]}, "kk")) as pdf:
        assert [str(note.A.URI) for note in pdf.pages[0].obj.Annots] == [long_address]


def test_a_missing_part_is_told_apart() -> None:
    with pytest.raises(KeyError):
        render_pdf("nothing", PETITION, "kk")
    with pytest.raises(RuntimeError):
        render_pdf("petition", {key: PETITION[key] for key in PETITION if key != "signers"}, "kk")  # type: ignore[literal-required]


@given(st.text(alphabet=st.characters(), max_size=200))
@hypothesis_settings(max_examples=60, deadline=None)
def test_any_text_is_printed(text: str) -> None:
    assert petition_with(text).startswith(b"%PDF-")
    assert printable_text(printable_text(text)).replace("\u200b", "") == printable_text(text).replace("\u200b", "")
