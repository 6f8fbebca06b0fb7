"""What is the same in other petitions: judicial act, petitioner, contested provision. By indexes, counted truly as far as 500."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.reading import connection_read
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
    names = {of_provision(place): name for place, (_pk, name) in enumerate(cited[:LISTED_PROVISIONS])}
    asked = asked_of(petition, content, provisions=[pk for pk, _name in cited[:LISTED_PROVISIONS]], may=may)
    found = newest_of(asked)
    long = [code for code, others in found.items() if len(others) == SHOWN]
    lists = lists_of(asked) if long else {}
    counts = counts_of({code: lists[code][0] for code in long}, most=MOST_COUNTED) if long else {}
    return [
        Same(heading_of(code), names.get(code, ""), others, counts.get(code, len(others)))
        for code, others in found.items()
    ]


def heading_of(code: str) -> Promise:
    """Return what a list is called."""
    if code == ACT:
        return _("The same judicial act")
    return _("The same petitioner") if code == PETITIONER else _("The same provision")


class Asked(NamedTuple):
    """What the lists are about: a petition, and of it only what is asked for.

    `acts` are digests of its judicial acts; `people` says by whom its petitioners are known again (OF_ONE: the blind index
    `iin`; OF_SEVERAL: the rows of each), and is empty where they are not asked for; `provisions` are ids.
    """

    petition: int
    acts: tuple[int, ...]
    people: str
    iin: bytes
    provisions: tuple[int, ...]

    @property
    def stand_ins(self) -> Asked:
        """Return the same with values that nothing has, one for each: what is built of them serves every petition like it."""
        acts = tuple(FIRST_ACT - place for place in range(len(self.acts)))
        provisions = tuple(FIRST_PROVISION - place for place in range(len(self.provisions)))
        return Asked(ANY_PETITION, acts, self.people, ANY_IIN if self.people == OF_ONE else b"", provisions)


OF_ONE, OF_SEVERAL = "one", "several"
# What stands in a statement for what is asked of one petition; it is looked for among the values of that statement alone.
ANY_PETITION, FIRST_ACT, FIRST_PROVISION = -(2**63), -(2**63) + 20_000, -(2**31) + 10_000
ANY_IIN = b"any"
KEPT_STATEMENTS = 256


def asked_of(petition: Petition, content: PetitionContent, *, provisions: Sequence[int], may: Collection[str]) -> Asked:
    """Return what may be asked of a petition by whoever may do the actions `may`; nothing without FIND_SAME."""
    if FIND_SAME not in may:
        return Asked(petition.pk, (), "", b"", ())
    people, iin = "", b""
    if FIND_PETITIONER in may and petition.further_petitioners:
        people = OF_SEVERAL
    elif FIND_PETITIONER in may and petition.iin_index is not None:
        people, iin = OF_ONE, bytes(petition.iin_index)
    return Asked(petition.pk, tuple(sorted(acts_asked(content))), people, iin, tuple(provisions))


def lists_for(
    petition: Petition, content: PetitionContent, *, provisions: Sequence[int], may: Collection[str]
) -> dict[str, tuple[QuerySet[Any], str]]:
    """Return the lists that can be asked for: rows, and the way from a row to its petition (empty: the row is one)."""
    return lists_of(asked_of(petition, content, provisions=provisions, may=may))


def lists_of(asked: Asked) -> dict[str, tuple[QuerySet[Any], str]]:
    """Return the lists of what is asked, as `lists_for`."""
    lists: dict[str, tuple[QuerySet[Any], str]] = {}
    filed = Petition.objects.exclude(state=State.DRAFT).exclude(pk=asked.petition)
    if asked.acts:
        marks = Mark.objects.filter(kind=MarkKind.ACT, digest__in=asked.acts)
        lists[ACT] = (filed.filter(pk__in=marks.values("petition")), "")
    if asked.people:
        lists[PETITIONER] = (filed.filter(~standing(), pk__in=of_same_people(asked)), "")
    for place, pk in enumerate(asked.provisions):
        rows = ContestedProvision.objects.filter(provision=pk).exclude(petition=asked.petition)
        lists[of_provision(place)] = (rows.exclude(petition__state=State.DRAFT), "petition__")
    return lists


def of_provision(place: int) -> str:
    """Return the code of the list of a contested provision, by its place among those asked for."""
    return f"provision {place}"


def of_same_people(asked: Asked) -> QuerySet[Any]:
    """Return the ids of the petitions of whoever petitions here: each one's, alone or with others, by two indexes."""
    if asked.people == OF_SEVERAL:
        here = Petitioner.objects.filter(petition=asked.petition, withdrawn_on=None, iin_index__isnull=False)
        known: Any = here.values("iin_index")
    else:
        known = [asked.iin]
    alone = Petition.objects.filter(iin_index__in=known).values("pk")
    return alone.union(Petitioner.objects.filter(iin_index__in=known).values("petition"), all=True)


@functools.lru_cache(maxsize=KEPT_STATEMENTS)
def newest_statement(alike: Asked) -> tuple[str, tuple[Any, ...]] | None:
    """Return the statement that reads the newest petitions of each list, and its values, stand-ins among them.

    Django takes longer to build it than PostgreSQL to answer it. None where nothing is asked.
    """
    each: list[Any] = [
        rows.order_by(f"-{way.removesuffix('__')}_id" if way else "-pk")
        .annotate(code=Value(code))
        .values_list("code", f"{way}pk", *(f"{way}{column}" for column in COLUMNS))[:SHOWN]
        for code, (rows, way) in lists_of(alike).items()
    ]
    if not each:
        return None
    rows = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]
    sql, values = rows.query.sql_with_params()
    # Bytes come wrapped for the driver.
    return sql, tuple(bytes(one.adapted) if hasattr(one, "adapted") else one for one in values)


def newest_of(asked: Asked) -> dict[str, list[Other]]:
    """Return the newest petitions of each list that holds any, all in one statement."""
    alike = asked.stand_ins
    statement = newest_statement(alike)
    if statement is None:
        return {}
    sql, values = statement
    instead: dict[Any, Any] = dict(zip((*alike.acts, *alike.provisions), (*asked.acts, *asked.provisions), strict=True))
    instead |= {ANY_PETITION: asked.petition, ANY_IIN: asked.iin}
    found: dict[str, list[tuple[int, Other]]] = {}
    with connection_read().cursor() as cursor:
        cursor.execute(sql, [instead.get(one, one) for one in values])
        for code, pk, public_id, number, state, filed_on in cursor.fetchall():
            found.setdefault(code, []).append((pk, Other(public_id, number or "", State(state), filed_on)))
    in_order = (ACT, PETITIONER, *(of_provision(place) for place in range(len(asked.provisions))))
    return {code: newest_first(found[code]) for code in in_order if code in found}


def newest_first(lines: list[tuple[int, Other]]) -> list[Other]:
    """Return the petitions of a list by their ids, the newest first."""
    return [one for _pk, one in sorted(lines, key=lambda pair: -pair[0])]
