"""By what a list of rulings can be narrowed, each with its count: year, kind, outcome, act, area of law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from django.db.models import Count, Max
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Act, AreaOfLaw
from rulings.access import published
from rulings.models import RulingKind, RulingProvision
from rulings.models.kinds import PROCEDURAL
from rulings.publication.filters import UNSEEN, Filters, in_active, name_of
from rulings.wording import OUTCOME_WORDS

NAMES = {
    "year": _("Year"),
    "kind": _("What was decided"),
    "outcome": _("Outcome"),
    "area": _("Area of law"),
    "act": _("Act examined"),
}
SHOWN_AT_ONCE = 8
Norm = tuple[str, str, str]  # outcome, act, area


class Known(NamedTuple):
    """What narrows one published ruling."""

    subject: int
    year: int | None
    kind: str
    norms: tuple[Norm, ...]
    values: tuple[tuple[str, ...], ...]  # of the norms: their outcomes, acts and areas, each once


class Stamp(NamedTuple):
    """What tells one state of all published rulings from another."""

    changed_at: datetime | None
    published: int
    last: int | None


@dataclass(frozen=True)
class Choice:
    """One value of a facet: its words, how many rulings have it, and where choosing it, or letting it go, leads."""

    words: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One facet: its name, the choices shown at once and those behind “more”."""

    name: str
    first: list[Choice]
    more: list[Choice]
    chosen: bool


@dataclass(frozen=True)
class Facts:
    """What is known of all published rulings in one state, with the acts and areas of law by their codes."""

    stamp: Stamp
    rulings: list[Known]
    acts: dict[str, Act]
    areas: dict[str, AreaOfLaw]


class Kept:
    """What was read last; replaced whole, so that threads may share it."""

    last: Facts | None = None


def stamp_of_all() -> Stamp:
    """Return the state of all published rulings, by one statement."""
    row = published().aggregate(at=Max("page_changed_at"), count=Count("pk"), last=Max("pk"))
    return Stamp(row["at"], row["count"], row["last"])


def facts_of(stamp: Stamp) -> Facts:
    """Return what narrows the published rulings; read anew, by four statements, when `stamp` is another than before."""
    kept = Kept.last
    if kept is None or kept.stamp != stamp:
        norms: dict[int, list[Norm]] = {}
        rows = RulingProvision.objects.filter(ruling__state="published").values_list(
            "ruling_id", "outcome", "provision__act__code", "provision__act__area__code"
        )
        for ruling, outcome, act, area in rows:
            norms.setdefault(ruling, []).append((outcome or UNSEEN, act, area or ""))
        found = published().values_list("pk", "subject_id", "adopted_year", "kind")
        rulings = [known(subject, year, kind, norms.get(pk, ())) for pk, subject, year, kind in found]
        acts = {act.code: act for act in Act.objects.defer("search_text")}
        areas = {area.code: area for area in AreaOfLaw.objects.all()}
        Kept.last = kept = Facts(stamp, rulings, acts, areas)
    return kept


def known(subject: int, year: int | None, kind: str, norms: Iterable[Norm]) -> Known:
    """Return what narrows one ruling, its norms told once."""
    once = tuple(dict.fromkeys(norms))
    values = tuple(tuple(dict.fromkeys(norm[place] for norm in once if norm[place])) for place in range(3))
    return Known(subject, year, kind, once, values)


def counted(rulings: Iterable[Known], asked: Filters, within: Collection[int] | None) -> dict[str, Counter[str]]:
    """Return how many rulings have each value of each facet, were it chosen besides everything else that is asked.

    `within` keeps to these subjects; None keeps to none. The value chosen now does not narrow its own facet.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
    if not (asked.year or asked.kind or asked.outcome or asked.act or asked.area):
        return counted_whole(rulings, asked, within)
    year = "" if asked.year is None else str(asked.year)
    for one in rulings:
        if (one.kind in PROCEDURAL) != asked.procedural or (within is not None and one.subject not in within):
            continue
        right_year = not year or str(one.year) == year
        right_kind = not asked.kind or one.kind == asked.kind
        norms = [norm for norm in one.norms if fits(norm, asked)]
        right_norms = bool(norms) or not (asked.outcome or asked.act or asked.area)
        if right_kind and right_norms and one.year is not None:
            counts["year"][str(one.year)] += 1
        if right_year and right_norms:
            counts["kind"][one.kind] += 1
        if right_year and right_kind:
            count_norms(counts, one.norms, asked)
    return counts


def counted_whole(rulings: Iterable[Known], asked: Filters, within: Collection[int] | None) -> dict[str, Counter[str]]:
    """Return the same where no facet narrows: most searches, over thousands of rulings."""
    kept = [
        one
        for one in rulings
        if (one.kind in PROCEDURAL) == asked.procedural and (within is None or one.subject in within)
    ]
    return {
        "year": Counter(str(one.year) for one in kept if one.year is not None),
        "kind": Counter(one.kind for one in kept),
        **{
            name: Counter(chain.from_iterable(one.values[place] for one in kept))
            for place, name in enumerate(("outcome", "act", "area"))
        },
    }


def fits(norm: Norm, asked: Filters, besides: str = "") -> bool:
    """Say whether a norm is one that is asked for, the facet `besides` left out."""
    outcome, act, area = norm
    return (
        (besides == "outcome" or not asked.outcome or outcome == asked.outcome)
        and (besides == "act" or not asked.act or act == asked.act)
        and (besides == "area" or not asked.area or area == asked.area)
    )


def count_norms(counts: dict[str, Counter[str]], norms: Iterable[Norm], asked: Filters) -> None:
    """Count one ruling in the facets that tell of its norms."""
    for place, name in enumerate(("outcome", "act", "area")):
        counts[name].update({norm[place] for norm in norms if norm[place] and fits(norm, asked, besides=name)})


def facets_of(facts: Facts, counts: dict[str, Counter[str]], asked: Filters, query: QueryDict) -> list[Facet]:
    """Return the facets with their choices in words and links: the newest year and the commonest value first."""
    words = words_of_values(facts, counts)
    made = []
    for name, label in NAMES.items():
        now = "" if name == "year" and asked.year is None else str(getattr(asked, name))
        values = sorted(counts[name].items(), key=newest if name == "year" else commonest)
        choices = [
            Choice(
                words[name].get(value, value), count, link_to(query, name, "" if value == now else value), value == now
            )
            for value, count in values
        ]
        choices.sort(key=lambda one: not one.chosen)
        if choices:
            made.append(Facet(str(label), choices[:SHOWN_AT_ONCE], choices[SHOWN_AT_ONCE:], bool(now)))
    return made


def newest(one: tuple[str, int]) -> tuple[int, str]:
    """Return the key by which years are sorted."""
    return -int(one[0]), ""


def commonest(one: tuple[str, int]) -> tuple[int, str]:
    """Return the key by which other values are sorted."""
    return -one[1], one[0]


def words_of_values(facts: Facts, counts: dict[str, Counter[str]]) -> dict[str, dict[str, str]]:
    """Return the words of the values that are shown."""
    return {
        "year": {},
        "kind": {value: str(label) for value, label in RulingKind.choices},
        "outcome": {code or UNSEEN: str(label) for code, label in OUTCOME_WORDS.items()},
        "act": {code: name_of(facts.acts[code]) for code in counts["act"] if code in facts.acts},
        "area": {code: in_active(facts.areas[code], "name") for code in counts["area"] if code in facts.areas},
    }


def link_to(query: QueryDict, name: str, value: str) -> str:
    """Return this list with one filter set to `value`, or without it where that is blank; from its first page on."""
    changed = query.copy()
    for gone in ("after", "before", name):
        changed.pop(gone, None)
    if value:
        changed[name] = value
    return "?" + changed.urlencode()
