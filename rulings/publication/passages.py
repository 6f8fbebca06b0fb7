"""Where in a ruling's text the words of a query stand: passages with the words marked, each with its paragraph's anchor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from courtcase.search.queries import eased, excerpt, prefilter
from courtcase.search.reading import wanted_lexemes
from rulings.blocks import Block, words_of
from rulings.models import Rendition
from rulings.models.kinds import LANGUAGES

MOST_PASSAGES = 3
LONG = 240
# More places than these are not compared: the first are enough to read.
MOST_LOOKED_AT = 12


@dataclass(frozen=True)
class Passage:
    """A piece of one paragraph: `pieces` are (words, marked); `anchor` is its paragraph's, `language` the text's."""

    anchor: str
    number: str
    language: str
    pieces: list[tuple[str, bool]]


def passages_of(rulings: Iterable[int], query: str, language: str) -> dict[int, list[Passage]]:
    """Return the passages that `query` finds in the texts of published rulings, by ruling's id; one statement.

    The text in `language` is read first; another one only where nothing stands in that.
    """
    texts: dict[int, dict[str, Sequence[Block]]] = {}
    shown = Rendition.objects.filter(ruling__in=list(rulings), ruling__state="published").order_by("version")
    for text in shown.only("ruling", "language", "version", "blocks"):
        texts.setdefault(text.ruling_id, {})[text.language] = text.blocks
    return {ruling: of_ruling(some, query, language) for ruling, some in texts.items()}


def of_ruling(texts: Mapping[str, Sequence[Block]], query: str, language: str) -> list[Passage]:
    """Return the passages of one ruling, in the first language that has any."""
    for code in (language, *(other for other in LANGUAGES if other != language)):
        if code in texts and (found := of_text(texts[code], query, code)):
            return found
    return []


def of_text(blocks: Sequence[Block], query: str, language: str) -> list[Passage]:
    """Return up to three passages of one text in its order: the paragraphs in which most of the words stand."""
    pattern = prefilter(wanted_lexemes(query, language))
    if pattern is None:
        return []
    places: list[tuple[int, int, str]] = []
    for place, block in enumerate(blocks):
        words = words_of({**block, "number": ""})  # the link to the paragraph says its number
        if hits := {match.group() for match in pattern.finditer(eased(words))}:
            places.append((-len(hits), place, words))
    best: list[tuple[int, Passage]] = []
    for _hits, place, words in sorted(places)[:MOST_LOOKED_AT]:
        pieces = excerpt(words, query, language, length=LONG)
        if any(marked for _words, marked in pieces):
            best.append((place, Passage(blocks[place]["id"], blocks[place]["number"], language, pieces)))
        if len(best) == MOST_PASSAGES:
            break
    return [passage for _place, passage in sorted(best, key=lambda one: one[0])]
