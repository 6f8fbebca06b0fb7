"""Who may do what to which ruling: one Q-expression a scope, and the same expression as a predicate."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from courtcase.people.actors import Actor
from courtcase.people.permissions import ScopeTable, scoped
from petitions.models import Rapporteur, SittingMember
from rulings.models import Ruling, RulingState
from rulings.models.kinds import Origin


def bench(actor: Actor, at: datetime) -> Q:
    """Rulings of the sittings the judge belongs to, and of the cases the judge reports: to all others a draft is sealed."""
    sat = SittingMember.objects.filter(judge=actor.account).values("sitting")
    reports = Rapporteur.objects.filter(judge=actor.account, ended_at=None).values("case")
    return Q(sitting__in=sat) | Q(case__in=reports) | Q(bench__judge=actor.account)


def signed(actor: Actor, at: datetime) -> Q:
    """Rulings that are no drafts any more, and those entered from sources, which were never sealed."""
    return ~Q(state__in=[RulingState.DRAFT, RulingState.DISCARDED]) | Q(origin=Origin.SOURCE)


SCOPES: ScopeTable = {"bench": bench, "signed": signed, "all": lambda actor, at: Q()}


def rulings_for(actor: Actor, action: str, at: datetime) -> QuerySet[Ruling]:
    """Return the rulings to which `actor` may do `action` at `at`."""
    if actor.is_system:
        return Ruling.objects.all()
    allowed = scoped(Ruling.objects.all(), actor, action, at, SCOPES)
    return Ruling.objects.filter(pk__in=allowed.values("pk"))


def published() -> QuerySet[Ruling]:
    """Return the rulings everyone may read: the only door the public pages, the API and the feed have."""
    return Ruling.objects.filter(state=RulingState.PUBLISHED)


def may(actor: Actor, action: str, ruling: Ruling, at: datetime) -> bool:
    """Say whether `actor` may do `action` to `ruling` at `at`: the list above, asked about one."""
    return actor.is_system or rulings_for(actor, action, at).filter(pk=ruling.pk).exists()
