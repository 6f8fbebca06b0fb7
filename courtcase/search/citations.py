"""Read citations of norms as people write them and give each one token: "482 УПК" and "ҚПК 482-бабы" are one norm."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from courtcase.search.folding import clean

# Act code -> beginnings of its names in the three languages, as they look lower-cased. Short names that two
# languages share belong to the language of their letters (Kazakh АПК is the Russian ГПК).
ACTS: dict[str, Sequence[str]] = {
    "constitution": (r"конституци\w*", r"constitution", r"ата заң\w*"),
    "upk": (r"упк", r"уголовно-процессуальн\w+ кодекс\w*", r"қпк", r"қылмыстық[- ]процестік кодекс\w*")
    + (r"criminal procedure code", r"code of criminal procedure", r"cpc"),
    "uk": (r"ук", r"уголовн\w+ кодекс\w*", r"қк", r"қылмыстық кодекс\w*", r"criminal code"),
    "uik": (r"уик", r"уголовно-исполнительн\w+ кодекс\w*", r"қак", r"қылмыстық[- ]атқару кодекс\w*"),
    "gpk": (r"гпк", r"гражданск\w+ процессуальн\w+ кодекс\w*", r"апк", r"азаматтық процестік кодекс\w*")
    + (r"civil procedure code", r"code of civil procedure"),
    "gk": (r"гк", r"гражданск\w+ кодекс\w*", r"ак", r"азаматтық кодекс\w*", r"civil code"),
    "koap": (r"коап", r"кодекс\w* об административных правонарушениях", r"әқбтк")
    + (r"әкімшілік құқық бұзушылық туралы кодекс\w*", r"code of administrative offences"),
    "appk": (r"аппк", r"административн\w+ процедурно-процессуальн\w+ кодекс\w*", r"әрпк")
    + (r"әкімшілік рәсімдік[- ]процестік кодекс\w*", r"administrative procedur\w+ code"),
    "tk": (r"тк", r"трудов\w+ кодекс\w*", r"еңбек кодекс\w*", r"labou?r code"),
    "nk": (r"нк", r"налогов\w+ кодекс\w*", r"салық кодекс\w*", r"tax code"),
    "kbs": (r"кобс", r"кодекс\w* о браке", r"неке \(?ерлі-зайыптылық\)? және отбасы туралы кодекс\w*"),
}
NUMBER = r"(?P<number>\d{1,4}(?:-\d{1,2})?)"
COUNTRY = r"(?:\s+(?:рк|қр|республики казахстан|қазақстан республикасы(?:ның)?))?"
RUSSIAN_ARTICLE = r"(?:статья|статьи|статье|статью|статей|статьями|ст\.?|article|art\.?)\s*"
KAZAKH_ARTICLE = r"\s*-?\s*(?:бап|баб)\w*"
CASE_ENDING = r"(?:\s*-?\s*(?:нің|ның|дің|дың|тің|тың))?"


class Citation(NamedTuple):
    """One citation: its `token` ("norm:upk/482") and where it stands in the text (`start` and `end`, in characters)."""

    token: str
    start: int
    end: int


def citations(text: str, acts: Mapping[str, Sequence[str]] | None = None) -> list[Citation]:
    """Return the citations in `text`, in order.

    `acts` maps an act's code to regular expressions of its names in lower case; without it the codes above are used.
    """
    lowered = text.lower() if len(text.lower()) == len(text) else text
    table = ACTS if acts is None else acts
    forms, codes = _forms(tuple((code, tuple(names)) for code, names in table.items()))
    found: list[Citation] = []
    for form in forms:
        for match in form.finditer(lowered):
            code = next((code for code, name in codes if name.fullmatch(match["act"])), None)
            if code is not None:
                found.append(Citation(f"norm:{code}/{clean(match['number'])}", match.start(), match.end()))
    return sorted(set(found), key=lambda citation: (citation.start, citation.end))


@functools.lru_cache(maxsize=16)
def _forms(
    acts: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[list[re.Pattern[str]], list[tuple[str, re.Pattern[str]]]]:
    """Compile the two orders in which a norm is cited, and each act's names for telling which one was meant."""
    names = sorted((name for _code, some in acts for name in some), key=len, reverse=True)
    act = rf"(?P<act>{'|'.join(names)})"
    number_first = rf"(?<![\w-])(?:{RUSSIAN_ARTICLE})?{NUMBER}(?:{KAZAKH_ARTICLE})?\s*(?:of the\s+)?{act}(?!\w)"
    act_first_kazakh = rf"(?<!\w){act}{CASE_ENDING}{COUNTRY}\s*,?\s*{NUMBER}{KAZAKH_ARTICLE}"
    act_first_russian = rf"(?<!\w){act}{COUNTRY}\s*,?\s*{RUSSIAN_ARTICLE}{NUMBER}(?![\w-])"
    forms = [re.compile(form) for form in (number_first, act_first_kazakh, act_first_russian)]
    return forms, [(code, re.compile("|".join(some))) for code, some in acts]
