"""Grounds of return that the petitioner's own answers suggest, each with the sentence that caused it. Pure.

They are shown, never chosen: whoever checks reads the sentence and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.frame.dates import court_date
from petitions.content import PetitionContent
from petitions.filing.forms.case import APPLIED
from petitions.filing.readiness import Requirement
from petitions.year import latest_act

COMPETENCE, REPRESENTATIVE = "return_competence", "return_representative"
REQUIREMENTS, CONDITIONS = "return_requirements", "return_conditions"
OF_REPRESENTATIVES = frozenset({"representative", "proof"})
OWN_CASE = "45"
LONGEST_QUOTE = 300
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
# What petitions outside the Court's competence ask for, in the words people write: a judgment to be reviewed, a norm to be
# explained, a gap to be filled, an official to be called to order. An act is named within four words of what is asked of it.
ASKED_ELSEWHERE = tuple(
    re.compile(one, re.IGNORECASE)
    for one in (
        r"\b(?:отмен|пересмотр|пересматр)\w*\s+(?:\S+\s+){0,4}?(?:приговор|решени|постановлени|определени|судебн)\w*",
        r"\b(?:үкім|шешім|қаулы|ұйғарым|сот акті)\S*\s+(?:\S+\s+){0,4}?(?:бұз|қайта қара|күшін жой|өзгерт)\w*",
        r"\b(?:разъясн|растолков)\w*\s+(?:\S+\s+){0,3}?(?:норм|стать|закон|кодекс)\w*",
        r"\b(?:восполн|устран)\w*\s+(?:\S+\s+){0,2}?пробел\w*",
        r"\bдействи\w+\s+(?:\S+\s+){0,3}?(?:пристав|исполнител|следовател|полици|прокурор)\w*",
        r"\b(?:сот орындаушы|тергеуші|полиция|прокурор)\S*\s+(?:\S+\s+){0,3}?әрекет\w*",
    )
)


class Cause(NamedTuple):
    """Why a ground is suggested: what is missing, and what the petitioner wrote; either may be empty."""

    words: Promise | str
    quote: str


class Suggested(NamedTuple):
    """A ground that is suggested for one reason."""

    ground: str
    cause: Cause


def ground_of_point(point: Requirement) -> str:
    """Return the code of the ground of return on which a petition is returned that does not meet the point."""
    if point.code in OF_REPRESENTATIVES:
        return REPRESENTATIVE
    return COMPETENCE if point.code == "competence" else CONDITIONS if point.article == OWN_CASE else REQUIREMENTS


def suggestions(content: PetitionContent, points: Sequence[Requirement], *, filed_on: date | None) -> list[Suggested]:
    """Return what suggests a ground: the points the answers do not meet, and sentences that ask for what others decide."""
    unmet = [
        Suggested(ground_of_point(point), Cause(point.words, said_of(point.code, content, filed_on)))
        for point in points
        if point.met is False or (point.code == "applied" and point.met is None)
    ]
    return [*(Suggested(COMPETENCE, Cause("", one)) for one in asked_elsewhere(content)), *unmet]


def said_of(code: str, content: PetitionContent, filed_on: date | None) -> str:
    """Return what the petitioner answered to the point, in a sentence; empty where there is nothing but silence."""
    if code == "applied":
        answers = dict(APPLIED)
        said = [answers[act["applied"]] for act in content.get("court_acts", []) if act.get("applied") in answers]
        return " ".join(str(one) for one in dict.fromkeys(said))
    if code == "in_force":
        return in_force_said(content, filed_on)
    field = {"situation": "situation", "reasoning": "reasoning", "norm": "provisions_typed", "rights": "rights_typed"}
    return shortened(str(content.get(field.get(code, ""), "")))


def in_force_said(content: PetitionContent, filed_on: date | None) -> str:
    """Return since when the latest judicial act is in force, and when the petition was filed."""
    since = latest_act(content).get("in_force_on")
    if not since:
        return ""
    begun = _("In force since %(day)s.") % {"day": court_date(date.fromisoformat(since))}
    if filed_on is None:
        return str(begun)
    filed = _("Filed on %(day)s.") % {"day": court_date(filed_on)}
    return f"{begun} {filed}"


def asked_elsewhere(content: PetitionContent) -> Iterator[str]:
    """Yield the sentences of the request and the reasoning that ask for what this Court does not decide, each once."""
    seen: set[str] = set()
    for field in ("request", "reasoning"):
        for match in SENTENCE.finditer(str(content.get(field, ""))):
            sentence = shortened(match[0])
            if sentence not in seen and any(asked.search(sentence) for asked in ASKED_ELSEWHERE):
                seen.add(sentence)
                yield sentence


def shortened(text: str) -> str:
    """Return the text in one line, cut at a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
