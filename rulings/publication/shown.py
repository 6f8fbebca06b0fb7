"""What is shown of a ruling: the newest rendition in each language. The signed texts are no source for anything public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.translation import gettext, override

from courtcase.frame.dates import court_date
from courtcase.law.time import court_day
from rulings.blocks import Block
from rulings.models import Mending, MendingKind, MendingOutcome, PlainWords, Rendition, Ruling
from rulings.models.kinds import LANGUAGES
from rulings.publication.mended import mended_blocks, pattern_of, times_in
from rulings.wording import LANGUAGE_LABELS

# What a ruling says outside its texts, by the rows it stands in.
OF_RULING = tuple(f"title_{language}" for language in LANGUAGES)
OF_NORM = tuple(f"extent_{language}" for language in LANGUAGES)
OF_FACTS = ("provision", "subject_en", "outcome")
OF_MEASURE = tuple(f"{part}_{language}" for part in ("what", "answerable") for language in LANGUAGES)


def newest_of(renditions: Iterable[Rendition]) -> dict[str, Rendition]:
    """Return the rendition that is shown, by language."""
    return {one.language: one for one in sorted(renditions, key=lambda one: one.version)}


def shown_blocks(ruling: Ruling) -> dict[str, list[Block]]:
    """Return the blocks that are shown of a published ruling, by language."""
    is_read = "renditions" in getattr(ruling, "_prefetched_objects_cache", {})
    rows = ruling.renditions.all() if is_read else ruling.renditions.only("language", "version", "blocks", "ruling")
    return {language: one.blocks for language, one in newest_of(rows).items()}


def shown_words(ruling: Ruling) -> PlainWords | None:
    """Return the plain words that are shown: the newest that were agreed to."""
    agreed = [one for one in ruling.plain_words.all() if one.approved_at is not None]
    return agreed[-1] if agreed else None


def first_blocks(
    ruling: Ruling, anonymised: Sequence[Mending] | None = None, texts: Mapping[str, list[Block]] | None = None
) -> dict[str, list[Block]]:
    """Return the blocks a signed ruling will first be shown with: as signed, anonymised as was decided.

    Whoever has read the anonymisations or the blocks of its texts already hands them over.
    """
    if texts is None:
        texts = {text.language: text.blocks for text in ruling.texts.order_by("language")}
    blocks = dict(sorted(texts.items()))
    for mending in anonymisations(ruling) if anonymised is None else anonymised:
        blocks = mended_by(mending, blocks)
    return blocks


def anonymisations(ruling: Ruling) -> list[Mending]:
    """Return what was decided to be shown otherwise before publication; the longest first, for one may hold another."""
    done = ruling.mendings.filter(kind=MendingKind.ANONYMISATION, outcome=MendingOutcome.DONE)
    return sorted(done, key=lambda one: -len(one.passage))


def mended_by(mending: Mending, blocks: Mapping[str, list[Block]]) -> dict[str, list[Block]]:
    """Return blocks by language as they are shown once a mending is done; those it does not touch are the same objects."""
    found = pattern_by(mending)
    return {
        language: mended_blocks(some, found, instead_of(mending, language)) if speaks_of(mending, language) else some
        for language, some in blocks.items()
    }


def pattern_by(mending: Mending) -> re.Pattern[str]:
    """Return what finds the passage: a correction tells capital letters apart, for it may be about one."""
    return pattern_of(mending.passage, exact=mending.kind == MendingKind.CORRECTION)


def speaks_of(mending: Mending, language: str) -> bool:
    """Say whether a mending is made in the text of a language."""
    return mending.language in {"", language}


def instead_of(mending: Mending, language: str) -> str:
    """Return the words shown in the place of the passage, in the language of the text."""
    if mending.instead or mending.kind == MendingKind.CORRECTION:
        return mending.instead
    with override(language):
        return gettext("[passage withdrawn]")


def notes_on(ruling: Ruling) -> list[str]:
    """Return, in the active language, what a reader must know of how the text differs from the signed one; oldest first."""
    done = [one for one in ruling.mendings.all() if one.outcome == MendingOutcome.DONE]
    done.sort(key=lambda one: (one.decided_at is None, one.decided_at or one.asked_at, one.pk))
    return notes_of(done)


def done_to(mendings: QuerySet[Mending]) -> QuerySet[Mending]:
    """Return those of the mendings by which what is shown differs, oldest first."""
    return mendings.filter(outcome=MendingOutcome.DONE).order_by("decided_at", "pk")


def notes_of(done: Sequence[Mending]) -> list[str]:
    """Return what a reader must know of these mendings, in the active language and their order."""
    notes = [note_of(one) for one in done if one.kind != MendingKind.ANONYMISATION]
    if len(notes) < len(done):
        notes.insert(0, gettext("Names and other data of private persons were replaced before publication."))
    return notes


def note_of(mending: Mending) -> str:
    """Return what is said of one mending: when, what, why. Never the words it was about."""
    facts: dict[str, object] = {
        "day": court_date(court_day(mending.decided_at or mending.asked_at)),
        "reason": mending.reason,
    }
    if mending.kind == MendingKind.WITHDRAWAL:
        return gettext("%(day)s: a passage was withdrawn from what is shown. %(reason)s") % facts
    facts["language"] = LANGUAGE_LABELS[mending.language]
    return gettext("%(day)s: an error was put right in the text %(language)s. %(reason)s") % facts


@dataclass(frozen=True)
class Place:
    """Where a passage stands: the language of the text and the id of the paragraph, or what it stands in besides."""

    language: str
    block: str
    times: int


def places_of(mending: Mending, blocks: Mapping[str, list[Block]], ruling: Ruling) -> list[Place]:
    """Return everywhere the passage stands in what is shown of a ruling."""
    found = pattern_by(mending)
    places = [
        Place(language, block, times)
        for language, some in blocks.items()
        if speaks_of(mending, language)
        for block, times in times_in(some, found)
    ]
    return places + [
        Place(language_of(name), "", len(found.findall(words)))
        for name, words in words_beside(ruling)
        if speaks_of(mending, language_of(name)) and found.search(words)
    ]


def rows_beside(ruling: Ruling) -> list[tuple[Model, tuple[str, ...]]]:
    """Return the rows shown of a ruling beside its texts, with their columns: titles, outcomes, measures, facts of a source."""
    rows: list[tuple[Model, tuple[str, ...]]] = [(ruling, OF_RULING)]
    rows += [(norm, OF_NORM) for norm in ruling.provisions.all()]
    rows += [(measure, OF_MEASURE) for measure in ruling.measures.all()]
    facts = getattr(ruling, "facts", None)
    return rows if facts is None else [*rows, (facts, OF_FACTS)]


def words_beside(ruling: Ruling) -> list[tuple[str, str]]:
    """Return what is shown of a ruling outside its texts, plain words among it, each with its column."""
    words = [(name, str(getattr(row, name))) for row, names in rows_beside(ruling) for name in names]
    plain = shown_words(ruling)
    return words + [(f"plain_{language}", "\n".join(plain.sentences[language])) for language in LANGUAGES if plain]


def language_of(column: str) -> str:
    """Return the language of a column: that of its ending; what a source says is English."""
    ending = column.rpartition("_")[2]
    return ending if ending in LANGUAGES else "en"
