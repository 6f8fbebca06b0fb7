"""The files a published ruling is given out as: each a pure function of the same blocks and facts (docs/rulings.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rulings.publication.formats.akoma_ntoso import akoma_ntoso_of
from rulings.publication.formats.docx import docx_of
from rulings.publication.formats.linked_data import linked_data_of
from rulings.publication.formats.pdf import pdf_of
from rulings.publication.formats.plain import plain_of
from rulings.publication.formats.source import Source

__all__ = ["FORMATS", "Format", "Source"]


@dataclass(frozen=True)
class Format:
    """One kind of file. `kept`: a task writes it once after publication; the others are made whenever they are asked for."""

    ending: str
    name: str
    content_type: str
    make: Callable[[Source], bytes]
    kept: bool = True

    @property
    def media_type(self) -> str:
        """Return the content type without its character set."""
        return self.content_type.partition(";")[0]


FORMATS: dict[str, Format] = {
    one.ending: one
    for one in (
        Format("pdf", "PDF", "application/pdf", pdf_of),
        Format("docx", "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_of),
        Format("xml", "Akoma Ntoso", "application/akn+xml; charset=utf-8", akoma_ntoso_of),
        Format("txt", "TXT", "text/plain; charset=utf-8", plain_of, kept=False),
        Format("jsonld", "JSON-LD", "application/ld+json; charset=utf-8", linked_data_of, kept=False),
    )
}
