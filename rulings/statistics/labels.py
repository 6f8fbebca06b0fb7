"""The rows of each table in their order, with their words in three languages: they are kept beside the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from courtcase.law.models import AreaOfLaw, Ground, PetitionerKind, Provision, Term
from courtcase.law.models.acts import Outcome
from courtcase.law.queries import cite
from petitions.models import Channel
from petitions.regions import REGIONS
from petitions.workflow import UNFILED, State
from rulings.models import RulingKind, Stage
from rulings.models.kinds import FINAL, LANGUAGES
from rulings.statistics.counting import COURT_TERMS, TO_REGISTRATION

Words = dict[str, str]
Named = dict[str, Words]
UNKNOWN = pgettext_lazy("row of a public table", "Not known")
TOTAL = pgettext_lazy("row of a public table", "In all")
QUARTERS = (
    ("1", _("January to March")),
    ("2", _("April to June")),
    ("3", _("July to September")),
    ("4", _("October to December")),
)
DAYS = (("median", _("half took no longer")), ("ninetieth", _("nine in ten took no longer")))
TERM = (("kept", pgettext_lazy("term", "Kept")), ("overrun", pgettext_lazy("term", "Overrun")))
WRITTEN = (("kk", _("Kazakh")), ("ru", _("Russian")))
REGISTRATION = _("From filing to registration")
# What each dimension tells apart.
DIMENSIONS: dict[str, str | Promise] = {
    "quarter": _("By quarter"),
    "kind": _("By who petitions"),
    "area": _("By area of law"),
    "region": _("By region"),
    "language": _("By language"),
    "road": _("By the road they came"),
    "state": _("By how they stood on the day of counting"),
    "ground": _("By ground"),
    "term": _("By whether the term was kept"),
    "ruling_kind": _("By kind"),
    "outcome": _("By outcome"),
    "stage": _("By stage"),
    "days": _("Calendar days"),
    "norm": _("Norm"),
}


def in_three(words: str | Promise) -> Words:
    """Return words in the three languages."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(words)
    return found


def chosen(choices: Iterable[tuple[str, str | Promise]]) -> Named:
    """Return the words of choices, and of what is not known where the choices leave room for it."""
    return {str(code): in_three(label) for code, label in choices}


def of_rows(rows: QuerySet[Any]) -> Named:
    """Return the names of rows by their codes; of a rule that was superseded, those of the newest row."""
    return {row.code: {language: name_of(row, language) for language in LANGUAGES} for row in rows}


def name_of(row: Model, language: str) -> str:
    """Return the name of a row in a language."""
    return str(getattr(row, f"name_{language}"))


def areas() -> Named:
    """Return the areas of law, and that of a petition that has none."""
    return of_rows(AreaOfLaw.objects.order_by("position", "code")) | {"": in_three(UNKNOWN)}


def kinds() -> Named:
    """Return the kinds of petitioner of every edition."""
    return of_rows(PetitionerKind.objects.current().order_by("position", "code", "applies_from")) | {
        "": in_three(UNKNOWN)
    }


def grounds() -> Named:
    """Return the grounds of return that have words: one whose words were not seen cannot be chosen."""
    rows = Ground.objects.current().filter(kind="return").exclude(name_en="").order_by("position", "applies_from")
    return of_rows(rows) | {"": in_three(UNKNOWN)}


NAMED: dict[str, Callable[[], Named]] = {
    "quarter": lambda: chosen(QUARTERS),
    "kind": kinds,
    "area": areas,
    "region": lambda: chosen((*REGIONS, ("", UNKNOWN))),
    "language": lambda: chosen(WRITTEN),
    "road": lambda: chosen(Channel.choices),
    "state": lambda: chosen([(code, label) for code, label in State.choices if code not in UNFILED]),
    "ground": grounds,
    "term": lambda: chosen(TERM),
    "ruling_kind": lambda: chosen([(code, label) for code, label in RulingKind.choices if code in FINAL]),
    "outcome": lambda: chosen((*Outcome.choices, ("", pgettext_lazy("outcome", "outcome not seen in our sources")))),
    "stage": lambda: chosen(Stage.choices),
    "days": lambda: chosen(DAYS),
}


def norms(pks: Iterable[int]) -> dict[int, tuple[str, Words]]:
    """Return, by id, the address of each norm within the law's list and its citation in three languages."""
    found = Provision.objects.filter(pk__in=list(pks)).select_related("act", "parent__parent__parent")
    return {one.pk: (f"{one.act.code}/{one.path}", {lang: cite(one, lang) for lang in LANGUAGES}) for one in found}


def parts() -> Named:
    """Return the names of the stages and terms that figures are about."""
    terms = of_rows(Term.objects.current().filter(code__in=COURT_TERMS).order_by("applies_from"))
    return terms | {TO_REGISTRATION: in_three(REGISTRATION)}
