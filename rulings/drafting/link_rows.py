"""What the page of links shows of each citation: its sentence, what it leads to, what was said of it. And whom a number names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from courtcase.law.citing.files import names_of_files
from courtcase.law.citing.reading import read_citations
from courtcase.law.queries import cite
from rulings.citing import flat_of, sentence_around
from rulings.models import CitationState, Ruling, RulingText, TextCitation
from rulings.models.kinds import LANGUAGES, NORMATIVE, RulingKind, RulingState
from rulings.publication.citing import NORM
from rulings.publication.shown import shown_blocks
from rulings.wording import heading_of

TONES = {CitationState.CONFIRMED: "good", CitationState.BY_HAND: "good", CitationState.REJECTED: "bad"}
NAMED = (*NORM, "cited")


@dataclass(frozen=True)
class CitationRow:
    """A citation as a person decides on it."""

    citation: TextCitation
    before: str
    words: str
    after: str
    leads_to: str
    state: str | Promise
    tone: str


def texts_linked(ruling: Ruling) -> dict[str, RulingText]:
    """Return the texts of a ruling by language; of a published one as they are shown, for what was withdrawn is sealed."""
    texts = {text.language: text for text in ruling.texts.all()}
    if ruling.is_published:
        blocks = shown_blocks(ruling)
        for language, text in texts.items():
            text.blocks = blocks.get(language, [])
    return {language: texts[language] for language in LANGUAGES if language in texts}


def citations_in(text: RulingText) -> list[TextCitation]:
    """Return the citations of a text in its order; those whose words are gone stand last."""
    order = {block["id"]: place for place, block in enumerate(text.blocks)}
    rows = text.ruling.citations.filter(language=text.language).select_related(*NAMED)
    return sorted(rows, key=lambda row: (order.get(row.block, len(order)), row.start, row.pk))


def shown(rows: Sequence[TextCitation], text: RulingText, language: str) -> list[CitationRow]:
    """Return citations with their sentences, in words of `language`."""
    flats = {block["id"]: flat_of(block) for block in text.blocks}
    return [row_of(row, flats.get(row.block, ""), language) for row in rows]


def row_of(row: TextCitation, flat: str, language: str) -> CitationRow:
    """Return one citation with its sentence."""
    start = row.start if flat[row.start : row.end] == row.words else flat.find(row.words)
    end = start + row.end - row.start
    before, words, after = sentence_around(flat, start, end) if flat and start >= 0 else ("", row.words, "")
    return CitationRow(
        citation=row,
        before=before,
        words=words or row.words,
        after=after,
        leads_to=leads_to(row, language),
        state=CitationState(row.state).label,
        tone=TONES.get(CitationState(row.state), "plain"),
    )


def leads_to(row: TextCitation, language: str) -> str:
    """Return what a citation names, as a lawyer cites it; blank: nothing that is known here."""
    if row.provision is not None:
        return cite(row.provision, language)
    return heading_of(row.cited, language) if row.cited is not None else ""


def ruling_numbered(typed: str) -> Ruling | None:
    """Return the published ruling of a number as people write it (29, 29-НП, № ПКС-2); None where there is none."""
    words = typed.strip()[:100]
    found = next((one for one in read_citations(words, names_of_files()) if one.series), None)
    bare = words.lstrip("№ ")
    if found is None and not (bare.isascii() and bare.isdigit() and len(bare) < 7):
        return None
    value, series = (found.number, found.series) if found else (int(bare), "normative")
    kinds: list[Any] = [RulingKind.MESSAGE] if series == "message" else [*NORMATIVE, RulingKind.UNKNOWN]
    return Ruling.objects.filter(state=RulingState.PUBLISHED, number_value=value, kind__in=kinds).order_by("pk").first()
