"""Articles that rules rest on, as they stand in their rows in English, said in the other two languages."""

from __future__ import annotations

import re

from courtcase.law.citations import in_kazakh, in_russian
from courtcase.law.models.acts import Level
from courtcase.law.provisions import Segment

REFERENCE = re.compile(
    r"(?:(?P<act>Constitutional Law|Constitution) )?art\. (?P<article>\d+)(?:\((?P<part>\d+)\))?(?:(?P<point>\d+)\))?"
)
ACTS = {
    "Constitutional Law": {"kk": "Конституциялық заң", "ru": "Конституционный закон"},
    "Constitution": {"kk": "Конституция", "ru": "Конституция"},
}


def article_in(article: str, language: str) -> str:
    """Return “Constitutional Law art. 47(2)2), art. 44(4)” in `language` (kk, ru or en).

    What is written otherwise comes back as it stands: a reference is never guessed at.
    """
    if language not in {"kk", "ru"}:
        return article
    parts = re.split(r"(?<=\S)([,;]) ", article)
    said = [part if part in {",", ";"} else reference_in(part, language) for part in parts]
    if any(one is None for one in said):
        return article
    return "; ".join(str(one) for one in said if one not in {",", ";"})


def reference_in(reference: str, language: str) -> str | None:
    """Return one reference in `language` (kk or ru); None where it is not written as references are."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        return None
    levels = ((Level.ARTICLE, "article"), (Level.PARAGRAPH, "part"), (Level.SUBPARAGRAPH, "point"))
    segments = [Segment(level, found[name]) for level, name in levels if found[name]]
    words = in_kazakh(segments) if language == "kk" else in_russian(segments)
    return f"{ACTS[found['act']][language]}, {words}" if found["act"] else words
