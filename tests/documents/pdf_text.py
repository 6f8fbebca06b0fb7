"""Read a PDF as a reader with a screen reader would: its text through the fonts' own tables, its tags, its fonts."""

from __future__ import annotations

import io
import re

import pikepdf


def open_pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Return the text of all pages, in the order in which it is drawn."""
    with open_pdf(content) as pdf:
        return "".join(_page_text(page) for page in pdf.pages)


def _page_text(page: pikepdf.Page) -> str:
    fonts = {str(name): _characters(font) for name, font in page.obj.Resources.Font.items()}
    pieces: list[str] = []
    current: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current = fonts[str(operands[0])]
        elif str(operator) in {"TJ", "Tj"}:
            strings = operands[0] if str(operator) == "TJ" else [operands[0]]
            for string in strings:
                if isinstance(string, pikepdf.String):
                    pieces.append(_decoded(bytes(string), current))
        elif str(operator) == "ET":
            pieces.append("\n")
    return "".join(pieces)


def _decoded(drawn: bytes, characters: dict[int, str]) -> str:
    codes = (int.from_bytes(drawn[place : place + 2], "big") for place in range(0, len(drawn), 2))
    return "".join(characters.get(code, "\ufffd") for code in codes)


def _characters(font: pikepdf.Object) -> dict[int, str]:
    """Return what each glyph of the font stands for, from its ToUnicode table."""
    if "/ToUnicode" not in font:
        return {}  # the numbers of pages of a bound file, written in a font every reader has
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, meaning in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", section):
            found[int(code, 16)] = bytes.fromhex(meaning).decode("utf-16-be")
    for section in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, meaning in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", section):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(meaning, 16) + step)
    return found


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the descendant fonts of all pages."""
    return [font.DescendantFonts[0] for page in pdf.pages for font in page.obj.Resources.Font.values()]


def tags_of(pdf: pikepdf.Pdf) -> set[str]:
    """Return the kinds of structure elements in the file: /H1, /P, /Figure, ..."""
    return {
        str(each.S)
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"
    }
