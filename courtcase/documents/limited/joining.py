"""Make one PDF of photographs, a page each."""

from __future__ import annotations

import io
from typing import IO, Any

import pikepdf
from PIL import Image

from courtcase.documents.limited.previews import as_jpeg, upright_and_small

# From the best to what can still be read: the longest side of a page, and the quality of its JPEG.
STEPS = ((2_400, 82), (2_000, 75), (1_600, 65), (1_300, 50))
SHORT_SIDE_POINTS, LONG_SIDE_POINTS = 595, 842


def join(files: list[IO[bytes]], *, title: str, most_bytes: int) -> tuple[dict[str, Any], list[bytes]]:
    """Return one PDF with a page of A4 for each photograph, upright, without what cameras write beside a picture.

    Each page gets its share of `most_bytes`; where it needs more it is made smaller, as far as it can still be read.
    """
    share = most_bytes // max(1, len(files)) - 2_000
    with pikepdf.new() as pdf:
        for file in files:
            add_page(pdf, photographed(file, share))
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = title
        out = io.BytesIO()
        pdf.save(out)
    return {"pages": len(files)}, [out.getvalue()]


def photographed(file: IO[bytes], share: int) -> bytes:
    """Return the photograph as a JPEG of at most `share` bytes, or the smallest one that can still be read."""
    content = b""
    for longest, quality in STEPS:
        file.seek(0)
        with Image.open(file, formats=("JPEG", "PNG")) as image:
            image.draft("RGB", (longest, longest))
            content = as_jpeg(upright_and_small(image, longest), quality)
        if len(content) <= share:
            break
    return content


def add_page(pdf: pikepdf.Pdf, content: bytes) -> None:
    """Add a page of A4, lying or standing as the JPEG does, with it as large as fits."""
    with Image.open(io.BytesIO(content)) as image:
        (width, height), mode = image.size, image.mode
    lies = width > height
    page = (LONG_SIDE_POINTS, SHORT_SIDE_POINTS) if lies else (SHORT_SIDE_POINTS, LONG_SIDE_POINTS)
    scale = min(page[0] / width, page[1] / height)
    shown = (width * scale, height * scale)
    picture = pdf.make_stream(
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray if mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    left, bottom = (page[0] - shown[0]) / 2, (page[1] - shown[1]) / 2
    drawn = f"q {shown[0]:.2f} 0 0 {shown[1]:.2f} {left:.2f} {bottom:.2f} cm /Page Do Q".encode()
    added = pdf.add_blank_page(page_size=page)
    added.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=picture))
    added.Contents = pdf.make_stream(drawn)
