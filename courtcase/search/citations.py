"""Give each cited article one token for the index: "482 УПК" and "ҚПК 482-бабы" are one norm. The grammar is the law's."""

from __future__ import annotations

from typing import NamedTuple

from courtcase.law.citing.files import names_of_files
from courtcase.law.citing.names import Names
from courtcase.law.citing.reading import read_citations
from courtcase.search.folding import clean

# Tokens that stored vectors hold for these acts; every other act's token is its code.
TOKENS = {
    "constitution-1995": "constitution",
    "constitution-2026": "constitution",
    "criminal-procedure-code-2014": "upk",
    "criminal-code-2014": "uk",
    "penal-executive-code-2014": "uik",
    "civil-procedure-code-2015": "gpk",
    "civil-code": "gk",
    "administrative-offences-code-2014": "koap",
    "administrative-procedure-code-2020": "appk",
    "labour-code": "tk",
    "tax-code-2017": "nk",
    "marriage-family-code-2011": "kbs",
}


class Citation(NamedTuple):
    """One citation: its `token` ("norm:upk/482") and where it stands in the text (`start` and `end`, in characters)."""

    token: str
    start: int
    end: int


def citations(text: str, names: Names | None = None) -> list[Citation]:
    """Return the articles cited in `text`, in order, each once for a place.

    `names` are those of the acts; without them the acts of the law's files are known.
    """
    found: dict[tuple[str, int, int], Citation] = {}
    for one in read_citations(text, names_of_files() if names is None else names, typed=True):
        if not one.segments or one.segments[0].level != "article":
            continue
        act = one.acts[0]
        token = f"norm:{TOKENS.get(act, act)}/{clean(one.segments[0].label)}"
        found.setdefault((token, one.start, one.end), Citation(token, one.start, one.end))
    return list(found.values())
