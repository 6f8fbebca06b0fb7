"""Find what the text of a draft cites, and keep what a person said of it before: part of the operation that writes the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from courtcase.law.citing.names import Names
from courtcase.law.citing.reading import Citation, Memory, read_citations
from courtcase.law.queries.citations import names_of_acts, provisions_cited
from rulings.blocks import Block
from rulings.citing import already_linked, digest_of, flat_of
from rulings.models import CitationState, Ruling, TextCitation
from rulings.models.kinds import NORMATIVE, RulingKind, RulingState

MOST_CITATIONS = 5_000
PLACE = ("block", "number", "paragraph", "start", "end")


@dataclass(frozen=True)
class Placed:
    """A citation in a block of a text in one language."""

    language: str
    block: str
    number: str
    paragraph: str
    words: str
    citation: Citation


def find_citations(ruling: Ruling, day: date) -> int:
    """Write down what the texts of a draft cite, in the place of what was found before; returns how many there are.

    What a person confirmed, rejected or linked stays: known again by its paragraph, else by its block and words. Where
    its words are gone it stays without a place. `day` tells which Constitution is meant.
    """
    texts = {text.language: text.blocks for text in ruling.texts.all()}
    placed = placed_in(texts, names_of_acts())
    kept = list(ruling.citations.exclude(state=CitationState.FOUND).order_by("id"))
    taken = settle(kept, texts, placed)
    ruling.citations.filter(state=CitationState.FOUND).delete()
    TextCitation.objects.bulk_update(kept, PLACE)
    new = [one for number, one in enumerate(placed) if number not in taken]
    TextCitation.objects.bulk_create(rows_of(ruling, new, day))
    return len(new) + len(kept)


def first_citations(ruling: Ruling, texts: dict[str, list[Block]], day: date) -> list[TextCitation]:
    """Write down what the texts of a ruling cite that was published elsewhere, and return the rows in the order of the texts.

    Those in which nothing was guessed are confirmed at once: nobody drafts here who could say so. It has none from before.
    """
    rows = rows_of(ruling, placed_in(texts, names_of_acts()), day)
    for row in rows:
        if row.certain:
            row.state = CitationState.CONFIRMED
    return TextCitation.objects.bulk_create(rows)


def placed_in(texts: Mapping[str, Sequence[Block]], names: Names) -> list[Placed]:
    """Return the citations of all texts with their places; words that are links already are left alone."""
    found: list[Placed] = []
    for language, blocks in texts.items():
        memory = Memory()
        for block in blocks:
            flat, links = flat_of(block), already_linked(block)
            found += [
                Placed(language, block["id"], block["number"], digest_of(flat), flat[one.start : one.end][:400], one)
                for one in read_citations(flat, names, memory=memory)
                if not any(start < one.end and one.start < end for start, end in links)
            ]
    return found[:MOST_CITATIONS]


def settle(kept: Iterable[TextCitation], texts: dict[str, Sequence[Block]], placed: Sequence[Placed]) -> set[int]:
    """Give each decided citation its place in the texts as they are now; returns which of the found ones those are."""
    flats = {(language, block["id"]): flat_of(block) for language, blocks in texts.items() for block in blocks}
    numbers = {(language, block["id"]): block["number"] for language, blocks in texts.items() for block in blocks}
    by_paragraph: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (language, block), flat in flats.items():
        by_paragraph[language, digest_of(flat)].append(block)
    at_block: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(placed):
        at_block[one.language, one.block].append(number)
    taken: set[int] = set()
    used: set[tuple[str, str, int, int, str]] = set()
    for row in kept:
        blocks = [*by_paragraph[row.language, row.paragraph], row.block]
        places = [place_in(row, flats.get((row.language, block), ""), block) for block in blocks if block]
        free = [one for one in places if one and (row.language, *one, row.reads) not in used]
        if not free:
            row.block = ""
            continue
        row.block, row.start, row.end = free[0]
        row.paragraph = digest_of(flats[row.language, row.block])
        row.number = numbers[row.language, row.block]
        used.add((row.language, *free[0], row.reads))
        taken |= {number for number in at_block[row.language, row.block] if is_at(placed[number], row)}
    return taken


def place_in(row: TextCitation, flat: str, block: str) -> tuple[str, int, int] | None:
    """Return where the words of a decided citation stand in a block: where they stood or, else, where they come first."""
    if flat[row.start : row.end] == row.words and (row.words or digest_of(flat) == row.paragraph):
        return block, row.start, row.end
    start = flat.find(row.words) if row.words else -1
    return (block, start, start + len(row.words)) if start >= 0 else None


def is_at(one: Placed, row: TextCitation) -> bool:
    """Say whether a found citation of the same block is the one a person decided on: its words overlap the words of that."""
    if not row.words or not one.words:
        return one.citation.start == row.start and said(one.citation) == row.reads
    return one.citation.start < row.end and row.start < one.citation.end


def rows_of(ruling: Ruling, placed: Sequence[Placed], day: date) -> list[TextCitation]:
    """Return the rows of citations, with the norm or the ruling each names where it is known."""
    citations = [one.citation for one in placed]
    provisions = provisions_cited(citations, day)
    rulings = rulings_cited(ruling, citations)
    rows = []
    for one, (provision, sure) in zip(placed, provisions, strict=True):
        cited = rulings.get((one.citation.series, one.citation.number)) if one.citation.series else None
        if cited is not None:
            sure = one.citation.certain and one.citation.day in (None, cited.adopted_on)
        rows.append(
            TextCitation(
                ruling=ruling,
                language=one.language,
                block=one.block,
                number=one.number,
                paragraph=one.paragraph,
                start=one.citation.start,
                end=one.citation.end,
                words=one.words,
                reads=said(one.citation),
                certain=sure and (cited is not None or provision is not None),
                provision=provision,
                cited=cited,
            )
        )
    return rows


def said(one: Citation) -> str:
    """Return what the grammar read, in one line."""
    return f"{one.series} {one.number}" if one.series else f"{' '.join(one.acts)} {one.path}"[:200]


def rulings_cited(ruling: Ruling, found: Sequence[Citation]) -> dict[tuple[str, int], Ruling]:
    """Return the published rulings that are cited, by series and number; never the ruling itself."""
    numbers = {one.number for one in found if one.series}
    if not numbers:
        return {}
    kinds: dict[str, str] = {**dict.fromkeys(NORMATIVE, "normative"), RulingKind.MESSAGE: "message"}
    rows = Ruling.objects.filter(
        state=RulingState.PUBLISHED, number_value__in=numbers, kind__in=[*kinds, RulingKind.UNKNOWN]
    ).exclude(pk=ruling.pk)
    return {(kinds.get(row.kind, "normative"), row.number_value or 0): row for row in rows}
