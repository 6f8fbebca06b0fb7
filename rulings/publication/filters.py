"""What the reader asks of the list of rulings, as a typed object made from the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.law.models import Act, AreaOfLaw
from courtcase.law.numbers import normalise_number
from courtcase.search.folding import TO_CYRILLIC
from rulings.access import published
from rulings.models import Ruling, RulingKind, RulingProvision
from rulings.models.kinds import PROCEDURAL
from rulings.wording import OUTCOME_WORDS

UNSEEN = "unseen"
FIRST_YEAR, LAST_YEAR = 1991, 2999
PAGE = 20
NUMBER = re.compile(r"(?:pks-)?\d{1,9}|\d{4}/\d{1,9}")
CURSOR = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2}|none)_(?P<id>\d{1,18})")


class FilterForm(AccessibleForm):
    """The search box and filters; bad values are said beside their field and filter nothing."""

    q = forms.CharField(label=_("Number or words"), max_length=200, required=False)
    series = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Decisions")), ("procedural", _("Procedural rulings"))]
    )
    year = forms.IntegerField(label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    act = forms.SlugField(label=_("Act examined"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("What was decided"), required=False, choices=[("", ""), *RulingKind.choices])
    area = forms.SlugField(label=_("Area of law"), required=False, max_length=60)

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101  for the type checker
        outcome.choices = [("", ""), *((code or UNSEEN, words) for code, words in OUTCOME_WORDS.items())]


def name_of(act: Act) -> str:
    """Return an act's short name in the active language, else its longest known one."""
    code = get_language() or "kk"
    return (
        getattr(act, f"short_{code}") or getattr(act, f"title_{code}") or act.short_ru or act.title_ru or act.title_en
    )


def in_active(row: Act | AreaOfLaw, field: str) -> str:
    """Return a field kept in three languages in the active one."""
    return str(getattr(row, f"{field}_{get_language() or 'kk'}"))


@dataclass(frozen=True)
class Filters:
    """What is asked: `number` is a condition made of the words when they are a number."""

    words: str = ""
    number: Q | None = None
    procedural: bool = False
    year: int | None = None
    outcome: str = ""
    act: str = ""
    kind: str = ""
    area: str = ""

    @classmethod
    def of(cls, form: FilterForm) -> Filters:
        """Return what a form asks, leaving out fields with errors."""
        form.is_valid()
        asked = form.cleaned_data
        words = asked.get("q") or ""
        return cls(
            words=words,
            number=number_condition(words),
            procedural=asked.get("series") == "procedural" or asked.get("kind") in PROCEDURAL,
            year=asked.get("year"),
            outcome=asked.get("outcome") or "",
            act=asked.get("act") or "",
            kind=asked.get("kind") or "",
            area=asked.get("area") or "",
        )


def number_condition(words: str) -> Q | None:
    """Return the condition that finds a number however it is written: “29”, “29-НҚ”, “29 NP”, “ПКС-2”, “2026/000015”.

    “29-yg” too: it is “29-нп” typed on another keyboard layout.
    """
    plain = normalise_number(words)
    if not NUMBER.fullmatch(plain):
        plain = normalise_number(words.translate(TO_CYRILLIC))
    if not NUMBER.fullmatch(plain):
        return None
    if plain.startswith("pks-"):
        return Q(kind=RulingKind.MESSAGE, number_value=int(plain[4:]))
    if "/" in plain:
        year, value = plain.split("/")
        return Q(adopted_year=int(year), number_value=int(value))
    return Q(number_value=int(plain))


def narrowed(asked: Filters) -> QuerySet[Ruling]:
    """Return the published rulings that answer the filters, in no order yet; the words are not asked here."""
    found = published()
    if asked.procedural:
        found = found.filter(kind__in=PROCEDURAL)
    elif asked.number is None:
        found = found.exclude(kind__in=PROCEDURAL)
    if asked.year is not None:
        found = found.filter(adopted_year=asked.year)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.outcome or asked.act or asked.area:
        norms = RulingProvision.objects.all()
        if asked.outcome:
            norms = norms.filter(outcome="" if asked.outcome == UNSEEN else asked.outcome)
        if asked.act:
            norms = norms.filter(provision__act__code=asked.act)
        if asked.area:
            norms = norms.filter(provision__act__area__code=asked.area)
        found = found.filter(pk__in=norms.values("ruling"))
    return found


@dataclass(frozen=True)
class Page:
    """One page of the list and the cursors of its neighbours; None: there is none."""

    rulings: list[Ruling]
    newer: str | None
    older: str | None


def page_of(found: QuerySet[Ruling], query: QueryDict) -> Page:
    """Return the page the address asks for, by key: `after` and `before` hold the last and first ruling of another."""
    before = CURSOR.fullmatch(query.get("before", ""))
    after = CURSOR.fullmatch(query.get("after", ""))
    if before:
        rows = list(found.filter(above(before)).order_by(F("sort_day").asc(nulls_first=True), "id")[: PAGE + 1])
        shown = rows[:PAGE][::-1]
        return Page(shown, cursor(shown[0]) if len(rows) > PAGE else None, cursor(shown[-1]) if shown else None)
    if after:
        found = found.filter(below(after))
    rows = list(found.order_by(F("sort_day").desc(nulls_last=True), "-id")[: PAGE + 1])
    shown = rows[:PAGE]
    newer = cursor(shown[0]) if after and shown else None
    return Page(shown, newer, cursor(shown[-1]) if len(rows) > PAGE else None)


def cursor(ruling: Ruling) -> str:
    """Return the key of a ruling in the list."""
    return f"{ruling.sort_day.isoformat() if ruling.sort_day else 'none'}_{ruling.pk}"


def key_of(match: re.Match[str]) -> tuple[date | None, int]:
    """Return the day and id of a cursor; a day that is none counts as unknown."""
    try:
        day = None if match["day"] == "none" else date.fromisoformat(match["day"])
    except ValueError:
        day = None
    return day, int(match["id"])


def below(match: re.Match[str]) -> Q:
    """Return the condition for rulings that come after the cursor's."""
    day, pk = key_of(match)
    if day is None:
        return Q(sort_day=None, pk__lt=pk)
    return Q(sort_day__lt=day) | Q(sort_day=day, pk__lt=pk) | Q(sort_day=None)


def above(match: re.Match[str]) -> Q:
    """Return the condition for rulings that come before the cursor's."""
    day, pk = key_of(match)
    if day is None:
        return Q(sort_day__isnull=False) | Q(pk__gt=pk)
    return Q(sort_day__gt=day) | Q(sort_day=day, pk__gt=pk)
