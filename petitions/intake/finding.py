"""Petitions found by what somebody at the desk says: code, number, IIN, telephone, judicial act, name. Nothing typed is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from courtcase.iin import is_valid_iin
from courtcase.keys.operations import blind_indexes
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.actors import Actor
from courtcase.people.operations.accounts import checked_phone
from petitions.access import petitions_for
from petitions.blocking import standing
from petitions.filing.queries import petition_by_code
from petitions.intake.marking import asked_name, digests_asked, plain_number
from petitions.models import Mark, MarkKind, Petition, Petitioner
from petitions.numbers import printed_forms
from petitions.own_iins import PURPOSE
from petitions.workflow import State

PAGE = 50
# What a line of the page says: a petition has some forty columns, and fifty are shown.
SHOWN = ("public_id", "register_number", "state", "filed_on")
SHORTEST_ACT = 2
# Marks of who petitions, and not of what about: by these blocked data is not found.
OF_PEOPLE = frozenset({MarkKind.NAME, MarkKind.TELEPHONE})
BY_CODE, BY_NUMBER, BY_IIN, BY_TELEPHONE, BY_ACT, BY_NAME = "code", "number", "iin", "telephone", "act", "name"


@dataclass(frozen=True)
class Found:
    """A page of what was found, newest first: by which kinds of word, and the key of the next page; None on the last."""

    petitions: list[Petition]
    kinds: tuple[str, ...]
    following: int | None = None


def found_by(typed: str, *, actor: Actor, at: datetime, after: int | None = None) -> Found:
    """Return a page of the petitions the actor may examine that have what was typed, those before the key `after`.

    What was typed is guessed: a code or an IIN is nothing else; a number may be the register's, a telephone's or a
    judicial act's; letters alone are a name.
    """
    rows = petitions_for(actor, "petition.examine", at)
    by_code = petition_by_code(typed)
    if by_code is not None:
        return Found(list(rows.filter(pk=by_code.pk)), (BY_CODE,))
    lists = dict(lists_of(typed, at=at))
    if not lists:
        return Found([], ())
    found = newest_of([*lists.values()], after=after)
    shown = found[:PAGE]
    petitions = list(rows.filter(pk__in=shown).only(*SHOWN).order_by("-pk"))
    return Found(petitions, tuple(sorted({kind for kind, _number in lists})), shown[-1] if len(found) > PAGE else None)


def newest_of(lists: list[QuerySet[Any]], *, after: int | None) -> list[int]:
    """Return the newest ids of all lists, one more than a page holds, in one statement: of each list no more are read."""
    each = [
        (rows.filter(found__lt=after) if after is not None else rows)
        .order_by("-found")
        .values_list("found")[: PAGE + 1]
        for rows in lists
    ]
    rows = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]
    return sorted({number for (number,) in rows}, reverse=True)[: PAGE + 1]


def lists_of(typed: str, *, at: datetime) -> Iterator[tuple[tuple[str, int], QuerySet[Any]]]:
    """Yield what may be meant: its kind with a running number, and rows whose `found` is the id of a petition."""
    digits = "".join(typed.split())
    if is_valid_iin(digits):
        yield from ((((BY_IIN, place), rows)) for place, rows in enumerate(by_iin(digits)))
        return
    submitted = Petition.objects.exclude(state=State.DRAFT).annotate(found=F("pk"))
    yield (BY_NUMBER, 0), submitted.filter(register_number__in=printed_forms(typed, day=court_day(at)))
    if telephone := telephone_in(typed):
        yield from each_key(BY_TELEPHONE, MarkKind.TELEPHONE, [telephone])
    act = number_in(typed)
    if len(act) >= SHORTEST_ACT:
        yield from each_key(BY_ACT, MarkKind.NUMBER, [act])
    name = [] if re.search(r"\d", typed) else asked_name(typed)
    if name:
        yield from each_key(BY_NAME, MarkKind.NAME, name)


def each_key(by: str, kind: MarkKind, words: list[str]) -> Iterator[tuple[tuple[str, int], QuerySet[Any]]]:
    """Yield the petitions that have every one of `words`, once for each index key their marks may be made with."""
    under_keys = zip(*(digests_asked(one, kind) for one in words), strict=True)
    yield from (((by, place), marked(kind, digests)) for place, digests in enumerate(under_keys))


def marked(kind: MarkKind, digests: tuple[int, ...]) -> QuerySet[Any]:
    """Return the marks of petitions that have every digest: one list by index, the others looked up in it."""
    first, *others = digests
    rows = Mark.objects.filter(kind=kind, digest=first)
    for digest in others:
        rows = rows.filter(Exists(Mark.objects.filter(petition=OuterRef("petition"), kind=kind, digest=digest)))
    if kind in OF_PEOPLE:
        rows = rows.filter(~standing("petition"))
    return rows.annotate(found=F("petition_id"))


def by_iin(iin: str) -> list[QuerySet[Any]]:
    """Return the petitions of a person, alone and with others: two indexes, each asked for itself."""
    indexes = blind_indexes(iin, PURPOSE)
    return [
        Petition.objects.filter(~standing(), iin_index__in=indexes).exclude(state=State.DRAFT).annotate(found=F("pk")),
        Petitioner.objects.filter(~standing("petition"), iin_index__in=indexes)
        .exclude(petition__state=State.DRAFT)
        .annotate(found=F("petition_id")),
    ]


def telephone_in(typed: str) -> str | None:
    """Return the telephone number that was typed, as petitions keep it; None where it is none."""
    try:
        return checked_phone(typed)
    except OperationError:
        return None


def number_in(typed: str) -> str:
    """Return the number of a judicial act among the words typed, as it is compared; blank where no word has a figure."""
    return plain_number("".join(word for word in typed.split() if re.search(r"\d", word)))
