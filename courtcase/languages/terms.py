"""The terms of the field, pinned: where the English words name one, the translation must use the Court's own word."""

from __future__ import annotations

import csv
import functools
import re
from typing import NamedTuple

from babel.messages.catalog import Message

from courtcase.languages.rooms import LOCALE

TERMS_FILE = LOCALE / "terms.csv"


class Term(NamedTuple):
    """A concept, and what its words look like in English, Kazakh and Russian."""

    concept: str
    english: re.Pattern[str]
    kk: re.Pattern[str]
    ru: re.Pattern[str]


@functools.cache
def terms() -> tuple[Term, ...]:
    """Return the pinned terms: the file's `en`, `kk`, `ru` are as printed, its `…_stem` columns meet them in every case."""
    with TERMS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(
                row["concept"],
                re.compile(row["en_stem"], re.IGNORECASE),
                re.compile(row["kk_stem"], re.IGNORECASE),
                re.compile(row["ru_stem"], re.IGNORECASE),
            )
            for row in csv.DictReader(file)
        )


def missing_terms(message: Message, language: str) -> list[str]:
    """Name the concepts that a message's English words contain and its translation does not call by the Court's word."""
    english = message.id if isinstance(message.id, str) else message.id[-1]
    translated = message.string if isinstance(message.string, str) else " ".join(message.string or ())
    if not translated.strip() or "://" in english:
        return []
    wanted = [term for term in terms() if term.english.search(english)]
    return [
        f"{term.concept}: {english!r} does not use the pinned word"
        for term in wanted
        if not getattr(term, language).search(translated)
    ]
