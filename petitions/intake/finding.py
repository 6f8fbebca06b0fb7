"""Petitions found by what somebody at the desk says: a code, a register number or an IIN. What was typed is kept nowhere."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from courtcase.iin import is_valid_iin
from courtcase.keys.operations import blind_index
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from petitions.access import petitions_for
from petitions.filing.queries import petition_by_code
from petitions.models import Petition, Petitioner
from petitions.numbers import printed_forms

MOST = 50


def found_by(typed: str, *, actor: Actor, at: datetime) -> list[Petition]:
    """Return the petitions the actor may examine that have this code, register number or IIN, the newest first.

    An IIN is asked by its blind index, also of those who petition together with others; at most fifty are returned.
    """
    rows = petitions_for(actor, "petition.examine", at).order_by("-pk")
    by_code = petition_by_code(typed)
    if by_code is not None:
        return list(rows.filter(pk=by_code.pk))
    digits = "".join(typed.split())
    if is_valid_iin(digits):
        return by_iin(rows, digits)
    return list(rows.filter(register_number__in=printed_forms(typed, day=court_day(at)))[:MOST])


def by_iin(rows: QuerySet[Petition], iin: str) -> list[Petition]:
    """Return those of `rows` whose petitioner, or one of several, has the IIN: two indexes, each asked for itself."""
    index = blind_index(iin, "petitioner.iin")
    alone = Petition.objects.filter(iin_index=index).order_by("-pk").values_list("pk", flat=True)[:MOST]
    joint = Petitioner.objects.filter(iin_index=index).order_by("-pk").values_list("petition", flat=True)[:MOST]
    return list(rows.filter(Q(pk__in=[*alone, *joint]))[:MOST])
