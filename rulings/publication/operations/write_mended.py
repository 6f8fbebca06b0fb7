"""Titles, extents of outcomes, measures and facts of a source, written as they are shown once a mending is done."""

from __future__ import annotations

from django.db.models import Model

from rulings.models import Mending, PlainWords, Ruling
from rulings.publication.shown import (
    instead_of,
    language_of,
    pattern_by,
    rows_beside,
    shown_words,
    speaks_of,
)


def write_mended_words(mending: Mending, ruling: Ruling) -> bool:
    """Mend what a locked ruling says outside its texts; says whether anything was. Called by operations alone."""
    changed = [mend_row(mending, row, names) for row, names in rows_beside(ruling)]
    return any(changed) | mend_plain_words(mending, ruling)


def mended(mending: Mending, words: str, language: str) -> str:
    """Return words in a language as they are shown once a mending is done."""
    instead = instead_of(mending, language)
    return pattern_by(mending).sub(lambda _match: instead, words) if speaks_of(mending, language) else words


def mend_plain_words(mending: Mending, ruling: Ruling) -> bool:
    """Write a version of the plain words that does not tell the passage, agreed to by those who mend; says whether it was."""
    shown = shown_words(ruling)
    if shown is None:
        return False
    sentences = {
        language: [mended(mending, one, language) for one in some] for language, some in shown.sentences.items()
    }
    if sentences == shown.sentences:
        return False
    last = ruling.plain_words.last() or shown
    # Before publication one person decides: the words stay those of the two who wrote and agreed to them.
    by_two = mending.decided_at is not None
    PlainWords.objects.create(
        ruling=ruling,
        version=last.version + 1,
        sentences=sentences,
        written_by=mending.asked_by if by_two else shown.written_by,
        written_at=mending.asked_at if by_two else shown.written_at,
        approved_by=mending.decided_by if by_two else shown.approved_by,
        approved_at=mending.decided_at or shown.approved_at,
    )
    return True


def mend_row(mending: Mending, row: Model, names: tuple[str, ...]) -> bool:
    """Put the words in place in some columns of a row and save it; says whether any changed."""
    changed = []
    for name in names:
        words = str(getattr(row, name))
        if (shown := mended(mending, words, language_of(name))) != words:
            setattr(row, name, shown)
            changed.append(name)
    if changed:
        row.save(update_fields=changed)
    return bool(changed)
