"""Make pictures of the first pages of a document, or its text: what a browser may show without opening the file itself."""

from __future__ import annotations

import io
from typing import IO, Any

import docx
import pypdfium2
from asn1crypto import cms
from docx.table import Table
from PIL import Image, ImageOps

from courtcase.documents.limited.examination import CMS, DOCX, JPEG, PDF, PNG
from courtcase.documents.limited.legibility import legibility_of

MOST_PAGES = 5
LONGEST_SIDE = 1_100
QUALITY = 75
MOST_CHARACTERS = 60_000
Made = tuple[dict[str, Any], list[bytes]]


def preview(files: list[IO[bytes]], *, content_type: str) -> Made:
    """Return pictures or text of a document of `content_type`, as (what they are, the bytes of each).

    What they are: `content_type` of all of them, `left_out` (pages or text that are not shown), `legibility` of the worst page.
    No file where the kind has none. Raises whatever the libraries raise on a file they cannot show.
    """
    if content_type == PDF.content_type:
        return of_pdf(files[0])
    if content_type in {JPEG.content_type, PNG.content_type}:
        return of_picture(files[0])
    if content_type == DOCX.content_type:
        return of_docx(files[0])
    if content_type == CMS.content_type:
        return of_container(files[0])
    return nothing()


def nothing() -> Made:
    """Return that there is no preview of this kind of file."""
    return {"content_type": "", "left_out": False, "legibility": ""}, []


def of_pdf(file: IO[bytes]) -> Made:
    """Return pictures of the first pages, with what was filled into the fields of a form."""
    pages, found = [], set()
    with pypdfium2.PdfDocument(file) as pdf:
        pdf.init_forms()
        for number in range(min(len(pdf), MOST_PAGES)):
            page = pdf[number]
            scale = LONGEST_SIDE / max(*page.get_size(), 1)
            picture = page.render(scale=scale).to_pil()
            found.add(legibility_of(picture))
            pages.append(as_jpeg(picture))
        left_out = len(pdf) > MOST_PAGES
    # An empty page is no pale one.
    return {
        "content_type": JPEG.content_type,
        "left_out": left_out,
        "legibility": "dark" if "dark" in found else "",
    }, pages


def of_picture(file: IO[bytes]) -> Made:
    """Return the picture upright and small, and without what the camera wrote beside it: place, time, device."""
    with Image.open(file, formats=("JPEG", "PNG")) as image:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = upright_and_small(image, LONGEST_SIDE)
    found = legibility_of(upright)
    return {"content_type": JPEG.content_type, "left_out": False, "legibility": found}, [as_jpeg(upright)]


def of_docx(file: IO[bytes]) -> Made:
    """Return the text, paragraph by paragraph; cells of a table stand beside each other."""
    lines: list[str] = []
    length = 0
    for part in docx.Document(file).iter_inner_content():
        rows = (
            [part.text] if not isinstance(part, Table) else [" | ".join(c.text for c in row.cells) for row in part.rows]
        )
        lines += rows
        length += sum(len(row) + 1 for row in rows)
        if length > MOST_CHARACTERS:
            break
    text = "\n".join(lines)
    return (
        {"content_type": "text/plain", "left_out": len(text) > MOST_CHARACTERS, "legibility": ""},
        [text[:MOST_CHARACTERS].encode()],
    )


def of_container(file: IO[bytes]) -> Made:
    """Return pictures of the PDF that was signed, where it stands in the container."""
    content = file.read()
    if not content.startswith(b"\x30"):
        return nothing()
    signed = cms.ContentInfo.load(content)["content"]["encap_content_info"]["content"].native
    return of_pdf(io.BytesIO(signed)) if isinstance(signed, bytes) and signed.startswith(b"%PDF-") else nothing()


def upright_and_small(image: Image.Image, longest: int) -> Image.Image:
    """Return a picture turned as the camera was held, in colours without transparency, at most `longest` a side."""
    image.thumbnail((longest, longest))
    turned = ImageOps.exif_transpose(image)
    if turned.mode in {"RGBA", "LA", "PA", "P"}:
        seen = turned.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return turned.convert("L" if turned.mode in {"1", "L", "I", "I;16"} else "RGB")


def as_jpeg(image: Image.Image, quality: int = QUALITY) -> bytes:
    """Return a picture as JPEG with nothing beside it."""
    out = io.BytesIO()
    plain = image if image.mode in {"L", "RGB"} else image.convert("RGB")
    plain.info = {}
    plain.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
