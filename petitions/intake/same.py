"""What is the same in other petitions: judicial act, petitioner, contested provision. By indexes, counted truly as far as 500."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.blocking import standing
from petitions.content import PetitionContent
from petitions.intake.counting import counts_of
from petitions.intake.marking import acts_asked
from petitions.models import ContestedProvision, Mark, MarkKind, Petition, Petitioner
from petitions.workflow import State

FIND_SAME, FIND_PETITIONER = "petition.find_same", "petition.find_petitioner"
SAME = frozenset({FIND_SAME, FIND_PETITIONER})
# So many of each list are shown, and of so many contested provisions there is a list.
SHOWN, LISTED_PROVISIONS = 5, 3
# Each counted one is looked up among all petitions, for it may be a draft: with a million, ten thousand took 0.3 s.
MOST_COUNTED = 500
ACT, PETITIONER = "act", "petitioner"
COLUMNS = ("public_id", "register_number", "state", "filed_on")


@dataclass(frozen=True)
class Other:
    """Another petition as a line of a list."""

    public_id: UUID
    number: str
    state: State
    filed_on: date | None


@dataclass(frozen=True)
class Same:
    """A short list of the newest petitions in which one thing is the same, and how many there are in all."""

    heading: Promise | str
    what: str
    others: list[Other]
    count: int | str


def same_as(
    petition: Petition, content: PetitionContent, *, cited: Sequence[tuple[int, str]], may: Collection[str]
) -> list[Same]:
    """Return the lists of petitions that have something in common with this one, those that hold any.

    `cited` are its contested provisions with their names, `may` the actions its reader may do. Two statements at the most.
    """
    names = {f"provision {pk}": name for pk, name in cited[:LISTED_PROVISIONS]}
    lists = lists_for(petition, content, provisions=[pk for pk, _name in cited[:LISTED_PROVISIONS]], may=may)
    if not lists:
        return []
    found = newest_of(lists)
    long = {code: lists[code][0] for code, others in found.items() if len(others) == SHOWN}
    counts = counts_of(long, most=MOST_COUNTED) if long else {}
    return [
        Same(heading_of(code), names.get(code, ""), others, counts.get(code, len(others)))
        for code, others in found.items()
    ]


def heading_of(code: str) -> Promise:
    """Return what a list is called."""
    if code == ACT:
        return _("The same judicial act")
    return _("The same petitioner") if code == PETITIONER else _("The same provision")


def lists_for(
    petition: Petition, content: PetitionContent, *, provisions: Sequence[int], may: Collection[str]
) -> dict[str, tuple[QuerySet[Any], str]]:
    """Return the lists that can be asked for: rows, and the way from a row to its petition (empty: the row is one)."""
    lists: dict[str, tuple[QuerySet[Any], str]] = {}
    if FIND_SAME not in may:
        return lists
    filed = Petition.objects.exclude(state=State.DRAFT).exclude(pk=petition.pk)
    if acts := acts_asked(content):
        marks = Mark.objects.filter(kind=MarkKind.ACT, digest__in=sorted(acts))
        lists[ACT] = (filed.filter(pk__in=marks.values("petition")), "")
    if FIND_PETITIONER in may and (petition.iin_index is not None or petition.further_petitioners):
        lists[PETITIONER] = (filed.filter(~standing(), pk__in=of_same_people(petition)), "")
    for pk in provisions:
        rows = ContestedProvision.objects.filter(provision=pk).exclude(petition=petition)
        lists[f"provision {pk}"] = (rows.exclude(petition__state=State.DRAFT), "petition__")
    return lists


def of_same_people(petition: Petition) -> QuerySet[Any]:
    """Return the ids of the petitions of whoever petitions here: each one's, alone or with others, by two indexes."""
    if petition.further_petitioners:
        here = Petitioner.objects.filter(petition=petition, withdrawn_on=None, iin_index__isnull=False)
        asked: Any = here.values("iin_index")
    else:
        asked = [bytes(petition.iin_index or b"")]
    alone = Petition.objects.filter(iin_index__in=asked).values("pk")
    return alone.union(Petitioner.objects.filter(iin_index__in=asked).values("petition"), all=True)


def newest_of(lists: dict[str, tuple[QuerySet[Any], str]]) -> dict[str, list[Other]]:
    """Return the newest petitions of each list that holds any, all in one statement."""
    each = [
        rows.order_by(f"-{way.removesuffix('__')}_id" if way else "-pk")
        .annotate(code=Value(code))
        .values_list("code", f"{way}pk", *(f"{way}{column}" for column in COLUMNS))[:SHOWN]
        for code, (rows, way) in lists.items()
    ]
    rows = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]
    found: dict[str, list[tuple[int, Other]]] = {}
    for code, pk, public_id, number, state, filed_on in rows:
        found.setdefault(code, []).append((pk, Other(public_id, number or "", State(state), filed_on)))
    return {
        code: [one for _pk, one in sorted(found[code], key=lambda pair: -pair[0])] for code in lists if code in found
    }
