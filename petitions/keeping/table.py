"""The table of personal data as people read it, in the application and in the documentation."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courtcase.law.models import KeepingTerm, KeepingUnit
from courtcase.law.references import article_in
from courtcase.law.sync.files import read_json
from courtcase.law.time import court_day
from petitions.keeping.wording import ENDS, GROUPS, PURPOSES, SEEN_BY, SINCE

HELD_FILE = Path(__file__).with_name("held.csv")
NONE = "-"


@dataclass(frozen=True)
class Kept:
    """One kind of personal data in words."""

    rule: KeepingTerm
    name: str
    purpose: Promise | str
    basis: str
    long: str
    since: Promise | str
    why: str
    seen_by: Promise | str
    end: Promise | str


def kinds_on(day: date) -> list[KeepingTerm]:
    """Return the rows in force on the legal day `day`, in the order of the table."""
    return list(KeepingTerm.objects.on(day).order_by("position", "code"))


def what_is_kept(at: datetime, language: str) -> list[Kept]:
    """Return every kind of personal data as it stands at `at`, in the active language, which is `language`."""
    return in_words(kinds_on(court_day(at)), language)


class Group(NamedTuple):
    """Kinds that concern one reader: the anchor on the page, whose they are, and the kinds."""

    anchor: str
    name: Promise | str
    rows: list[Kept]


def grouped(rows: list[Kept]) -> list[Group]:
    """Return kinds by whom they concern; a kind of no group stands with what the machines keep."""
    by_code = {row.rule.code: row for row in rows}
    known = {code for _anchor, _name, codes in GROUPS for code in codes}
    groups = [
        Group(anchor, name, [by_code[code] for code in codes if code in by_code]) for anchor, name, codes in GROUPS
    ]
    groups[-1].rows.extend(row for code, row in by_code.items() if code not in known)
    return [group for group in groups if group.rows]


def in_words(rules: list[KeepingTerm], language: str) -> list[Kept]:
    """Return rows in words, in the active language, which is `language`."""
    return [
        Kept(
            rule=one,
            name=str(getattr(one, f"name_{language}")),
            purpose=PURPOSES[one.purpose],
            basis=article_in(one.basis, language) if one.basis else "",
            long=how_long(one),
            since=SINCE[one.counted_from] if one.counted_from and one.amount else "",
            why=why(one, language),
            seen_by=SEEN_BY[one.seen_by],
            end=ENDS[one.disposal],
        )
        for one in rules
    ]


def how_long(rule: KeepingTerm) -> str:
    """Return "10 years", that it is kept for ever, as long as another thing, or that nobody has set a period."""
    if rule.amount is not None:
        return counted(rule.amount, rule.unit)
    if rule.for_ever:
        return _("for ever")
    if rule.counted_from == "with":
        return _("as long as what it belongs to")
    return _("until the Court has set a period")


def counted(amount: int, unit: str) -> str:
    """Return an amount of a unit in words."""
    if unit == KeepingUnit.HOUR:
        words = ngettext("%(amount)d hour", "%(amount)d hours", amount)
    elif unit == KeepingUnit.DAY:
        words = ngettext("%(amount)d day", "%(amount)d days", amount)
    else:
        words = ngettext("%(amount)d year", "%(amount)d years", amount)
    return words % {"amount": amount}


def why(rule: KeepingTerm, language: str) -> str:
    """Return where the period comes from: an article, the house's own working, or a proposal nobody has confirmed."""
    article = article_in(rule.article, language) if rule.article else ""
    if rule.confirmed_on is not None:
        return article or _("set by the Court")
    if rule.by_house:
        return _("set by this site; the Court may set another")
    if rule.amount is not None:
        return _("proposed; nothing is destroyed until the Court confirms it")
    return _("the rule this site goes by; the Court has not confirmed it yet") if rule.for_ever else ""


@cache
def held() -> dict[str, tuple[str, ...]]:
    """Return the kinds of personal data of each model of the project, by its label; none where it holds no such data."""
    with HELD_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["model"]: () if row["kinds"] == NONE else tuple(row["kinds"].split()) for row in csv.DictReader(file)
        }


def markdown() -> str:
    """Return the table for the documentation, in English: the rows as they are shipped, in the words of the page."""
    head = "| code | what | what for | basis | how long | from | who sees it | at the end | models |\n|" + "---|" * 9
    lines = []
    for one in in_words([KeepingTerm(**row) for row in read_json("keeping.json")], "en"):
        models = ", ".join(f"`{label}`" for label, kinds in held().items() if one.rule.code in kinds)
        long = f"{one.long} ({one.why})" if one.why else one.long
        cells = [f"`{one.rule.code}`", one.name, one.purpose, one.basis, long, one.since, one.seen_by, one.end, models]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join([head, *lines]) + "\n"
