"""The files a published ruling is given out as: each a pure function of the same blocks and facts (docs/rulings.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rulings.publication.formats.akoma_ntoso import akoma_ntoso_of
from rulings.publication.formats.docx import docx_of
from rulings.publication.formats.linked_data import linked_data_of
from rulings.publication.formats.media import MEDIA
from rulings.publication.formats.pdf import pdf_of
from rulings.publication.formats.plain import plain_of
from rulings.publication.formats.source import Source

__all__ = ["FORMATS", "Format", "Source"]


@dataclass(frozen=True)
class Format:
    """One kind of file. `kept`: a task writes it once after publication; the others are made whenever they are asked for."""

    ending: str
    name: str
    make: Callable[[Source], bytes]
    kept: bool = True

    @property
    def media_type(self) -> str:
        """Return the content type without a character set."""
        return MEDIA[self.ending]

    @property
    def content_type(self) -> str:
        """Return the content type as a browser is told it: what is text is UTF-8."""
        return self.media_type if self.ending in {"pdf", "docx"} else f"{self.media_type}; charset=utf-8"


FORMATS: dict[str, Format] = {
    one.ending: one
    for one in (
        Format("pdf", "PDF", pdf_of),
        Format("docx", "DOCX", docx_of),
        Format("xml", "Akoma Ntoso", akoma_ntoso_of),
        Format("txt", "TXT", plain_of, kept=False),
        Format("jsonld", "JSON-LD", linked_data_of, kept=False),
    )
}
