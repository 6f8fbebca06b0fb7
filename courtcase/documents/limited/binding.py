"""Bind PDFs and pictures into one PDF: numbered pages, a bookmark for each part."""

from __future__ import annotations

import io
from typing import IO, Any

import pikepdf

from courtcase.documents.limited.joining import add_page, photographed

PDF_BEGINS = b"%PDF-"
# The longest part a picture may take of the whole.
PICTURE_BYTES = 400_000
MARGIN_POINTS = 24


def bind(files: list[IO[bytes]], *, titles: list[str], title: str) -> tuple[dict[str, Any], list[bytes]]:
    """Return one PDF of `files` in their order, each begun by a bookmark with its title, and how many pages each took.

    What cannot be read takes no page: it is counted as none, and the others are bound all the same.
    """
    counts = []
    with pikepdf.new() as pdf:
        with pdf.open_outline() as outline:
            for file, name in zip(files, titles, strict=True):
                first = len(pdf.pages)
                append(pdf, file)
                counts.append(len(pdf.pages) - first)
                if counts[-1]:
                    outline.root.append(pikepdf.OutlineItem(name, first))
        number_pages(pdf)
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = title
        out = io.BytesIO()
        pdf.save(out)
    return {"pages": counts}, [out.getvalue()]


def append(pdf: pikepdf.Pdf, file: IO[bytes]) -> None:
    """Append the pages of a PDF, or a picture as a page; nothing of what is neither or is damaged."""
    file.seek(0)
    begin = file.read(1024)
    file.seek(0)
    try:
        if PDF_BEGINS in begin:
            with pikepdf.open(io.BytesIO(file.read())) as part:
                pdf.pages.extend(part.pages)
        else:
            add_page(pdf, photographed(file, PICTURE_BYTES))
    except (pikepdf.PdfError, OSError, ValueError, SyntaxError):
        return


def number_pages(pdf: pikepdf.Pdf) -> None:
    """Write on each page its number of all of them, at the foot, over whatever stands there."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    shared = pdf.make_indirect(font)
    total = len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        name = page.add_resource(shared, pikepdf.Name.Font)
        left, bottom, right, _top = (float(edge) for edge in page.mediabox)
        words = f"{number} / {total}".encode()
        place = f"{(left + right) / 2 - 14:.0f} {bottom + MARGIN_POINTS / 2:.0f}".encode()
        page.contents_add(b"q", prepend=True)
        page.contents_add(
            b"Q q BT " + bytes(str(name), "ascii") + b" 9 Tf 0 g " + place + b" Td (" + words + b") Tj ET Q"
        )
