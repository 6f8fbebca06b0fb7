"""Under which licence the files are given out: a row of rules that the Court sets and confirms (docs/law.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext

from courtcase.frame.dates import court_date
from courtcase.law.models import Rule

RULE = "open_data_licence"


@dataclass(frozen=True)
class Licence:
    """What is said of the licence, in the active language: its words, and whether anybody confirmed them."""

    words: str
    standing: str
    confirmed: bool


def licence_on(day: date) -> Licence:
    """Return the licence as it stands on a legal day."""
    rule = Rule.objects.on(day).filter(code=RULE, is_on=True).first()
    if rule is None:
        return Licence(gettext("The Court has not said under which licence."), gettext("Not confirmed."), False)
    words = str(getattr(rule, f"name_{get_language() or 'kk'}"))
    if rule.confirmed_on is None:
        return Licence(words, gettext("Not confirmed by the Court: a proposal of those who made this site."), False)
    facts = {"who": rule.confirmed_by, "day": court_date(rule.confirmed_on)}
    return Licence(words, gettext("Confirmed by: %(who)s, %(day)s.") % facts, True)
