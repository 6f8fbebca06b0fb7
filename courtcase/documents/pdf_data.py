"""What each printed document is made of. Everything is a plain string in the document's language, dates included.

The caller fills these; `courtcase.documents.pdf.render_pdf` adds the fixed words of the template in its language.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Fact(TypedDict):
    """A name and its value, such as "Register number" and "12"."""

    name: str
    value: str


class ContentItem(TypedDict):
    """One thing that was received: shown name, detail ("PDF, 3 pages, 120 KB") and SHA-256 in hexadecimal."""

    name: str
    detail: str
    digest: str


class NextStep(TypedDict):
    """What happens next, and by when in words ("" when no date can be promised)."""

    text: str
    when: str


class Common(TypedDict):
    """What every document has. `title` also becomes the PDF's title."""

    title: str
    synthetic: NotRequired[bool]  # printed on every page of demo data
    footer: NotRequired[str]  # bottom of each page: the code or number
    address: NotRequired[str]  # where the QR code leads; no code is printed without it


class ReceiptData(Common):
    """Template `receipt`: number or code, exact time with its zone, contents with digests, what is next."""

    lead: NotRequired[str]
    facts: list[Fact]
    contents: list[ContentItem]
    next: list[NextStep]
    proof: NotRequired[str]  # how to check the receipt; paragraphs divided by an empty line
    proof_json: NotRequired[str]  # the proof itself, in ASCII; laid into the PDF as receipt.json


class PetitionSection(TypedDict):
    """Section I or II: its heading and its text."""

    heading: str
    text: str
    lines: NotRequired[int]  # so many empty lines follow, to be filled in by hand


class PetitionData(Common):
    """Template `petition`: the paper version, to be signed by hand. `address` is where it is followed."""

    addressee: str
    petitioner: list[str]  # one line each: name, address, ways to reach; of everybody who petitions
    representative: NotRequired[list[str]]  # the same of the representatives
    written_by: NotRequired[str]  # who wrote it, where that is somebody who has no rights in the case
    sections: list[PetitionSection]
    request: str
    attachments: list[str]
    signers: list[str]  # a line to sign for each
    large_type: NotRequired[bool]  # 18 point instead of 11.5
    to_fill: NotRequired[list[str]]  # what of the petitioner is to be filled in by hand: a label and an empty line each
    request_lines: NotRequired[int]  # empty lines after the request
    for_the_desk: NotRequired[bool]  # `address` is where the Court finds the petition when the paper comes


class LetterData(Common):
    """Template `letter`: an outgoing letter on the letterhead."""

    number: str
    date: str
    reply_to: NotRequired[str]  # "To your No 12 of 1 March 2026"
    addressee: list[str]
    paragraphs: list[str]
    signer_post: str
    signer: str
    executor: NotRequired[str]  # who prepared it and a telephone
    court_address: NotRequired[str]


class ActData(Common):
    """Template `act`: an act of disposal, with a line to sign for each of the two persons."""

    lead: NotRequired[str]
    facts: list[Fact]
    lines_title: str
    lines: list[ContentItem]  # number; what became of it; digest of its record or ""
    note: NotRequired[str]
    signers: list[Fact]  # who, and as what and when


class SheetData(Common):
    """Template `sheet`: a title and paragraphs."""

    paragraphs: list[str]


class Run(TypedDict):
    """A stretch of text in a block; `href` is an absolute address or ""."""

    text: str
    bold: NotRequired[bool]
    italic: NotRequired[bool]
    href: NotRequired[str]


class Block(TypedDict):
    """A block of a ruling: kind "heading", "paragraph", "quote", "operative-word", "table" or "figures", number, level 0..4.

    A table has rows of cells of runs, and no runs of its own. One of figures has a head and, above it, bars: an SVG document
    or blank, the words for who cannot see it, and its width in percent of the page.
    """

    kind: str
    runs: list[Run]
    rows: NotRequired[list[list[list[Run]]]]
    number: NotRequired[str]
    level: NotRequired[int]
    svg: NotRequired[str]
    alt: NotRequired[str]
    width: NotRequired[int]


class Signer(TypedDict):
    """Who signed: post and name."""

    post: str
    name: str


class RulingData(Common):
    """Template `ruling`: heading, number, date and blocks in one language."""

    number: str
    date: str
    place: NotRequired[str]
    in_the_name: NotRequired[bool]  # prints "In the name of the Republic of Kazakhstan"
    blocks: list[Block]
    signers: list[Signer]
    authentic_note: NotRequired[str]
