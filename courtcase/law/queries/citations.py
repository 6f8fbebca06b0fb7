"""From what a text cites to the rows of the law: which acts it may mean, which provisions of them are known."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date
from typing import Any

from courtcase.law.citing.names import Named, Names, names_of
from courtcase.law.citing.reading import Citation
from courtcase.law.languages import LANGUAGES
from courtcase.law.models import Act, Edition, Provision
from courtcase.law.queries.rules import edition_on

# What an act is known by.
NAMING = (
    *("code", "kind", "number", "adopted_on"),
    *(f"{what}_{code}" for what in ("title", "short") for code in LANGUAGES),
)


def names_of_acts() -> Names:
    """Return the names of all acts that are known. They are put together once, and anew where any row says otherwise."""
    return names_in(tuple((*row, *aliases) for *row, aliases in Act.objects.values_list(*NAMING, "aliases")))


@functools.lru_cache(maxsize=2)
def names_in(acts: tuple[tuple[Any, ...], ...]) -> Names:
    """Return the names of acts: of each its columns of NAMING, then its aliases."""
    made = []
    for act in acts:
        told = dict(zip(NAMING, act, strict=False))
        made.append(
            Named(
                code=told["code"],
                kind=told["kind"],
                names={code: (told[f"title_{code}"], told[f"short_{code}"]) for code in LANGUAGES},
                aliases=act[len(NAMING) :],
                number=told["number"],
                adopted_on=told["adopted_on"],
            )
        )
    return names_of(made)


def provisions_cited(found: Sequence[Citation], day: date) -> list[tuple[Provision | None, bool]]:
    """Return for each citation the provision it names, None where it is not known, and whether that is certain.

    “The Constitution” alone is the one in force on `day`; an article that only the other one has is a guess.
    """
    places = {(act, path) for one in found for act in one.acts for path in paths_of(one)}
    if not places:
        return [(None, False) for _one in found]
    codes, paths = {act for act, _path in places}, {path for _act, path in places}
    rows = Provision.objects.filter(act__code__in=codes, path__in=paths).select_related(
        "act", "parent__parent__parent__parent"
    )
    known = {(row.act.code, row.path): row for row in rows}
    first = constitution_on(day)
    return [chosen(one, known, first) for one in found]


def constitution_on(day: date) -> str:
    """Return the code of the Constitution in force on `day`; blank before the Court worked."""
    try:
        return edition_on(day).constitution.code
    except Edition.DoesNotExist:
        return ""


def paths_of(one: Citation) -> tuple[str, ...]:
    """Return where the provision may stand in the act: rules that an order annexes are cited as the order's own."""
    return (one.path, f"annex:{one.path}") if one.segments and one.segments[0].level != "article" else (one.path,)


def chosen(one: Citation, known: dict[tuple[str, str], Provision], constitution: str) -> tuple[Provision | None, bool]:
    """Return the provision of the act that is meant first, and whether no other could be."""
    acts = sorted(one.acts, key=lambda act: act != constitution) if constitution in one.acts else list(one.acts)
    for act in acts:
        for path in paths_of(one):
            if (act, path) in known:
                alone = len(acts) == 1 or act == constitution
                return known[act, path], one.certain and alone
    return None, False
