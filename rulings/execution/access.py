"""Who may do what to which measure: the bodies that carry it out, and the Court's officers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.people.permissions import ScopeTable, grants_of, scoped
from courtcase.people.roles import OF_INSTITUTION
from rulings.models import Measure, MeasureAsking, MeasureDoer, RulingState


def bodies_of(actor: Actor, at: datetime) -> list[int]:
    """Return the ids of the institutions the actor is an officer or the head of."""
    return [
        grant.institution_id
        for grant in grants_of(actor, at)
        if grant.role in OF_INSTITUTION and grant.institution_id is not None
    ]


def institution(actor: Actor, at: datetime) -> Q:
    """Measures for which the actor's institutions answer, or of which they do a part."""
    bodies = bodies_of(actor, at)
    return Q(answerable__in=bodies) | Q(pk__in=MeasureDoer.objects.filter(institution__in=bodies).values("measure"))


def asked_once(actor: Actor, at: datetime) -> Q:
    """Those, and the measures about which one of them asked something: its question and the answer stay readable to it."""
    asked = MeasureAsking.objects.filter(institution__in=bodies_of(actor, at)).values("measure")
    return institution(actor, at) | Q(pk__in=asked)


SCOPES: ScopeTable = {"institution": institution, "all": lambda actor, at: Q()}
READING: ScopeTable = SCOPES | {"institution": asked_once}


def measures_for(actor: Actor, action: str, at: datetime) -> QuerySet[Measure]:
    """Return the measures of published rulings to which `actor` may do `action` at `at`."""
    published = Measure.objects.filter(ruling__state=RulingState.PUBLISHED)
    return scoped(published, actor, action, at, READING if action == "measure.mine" else SCOPES)


def may(actor: Actor, action: str, measure: Measure, at: datetime) -> bool:
    """Say whether `actor` may do `action` to `measure` at `at`: the list above, asked about one."""
    return measures_for(actor, action, at).filter(pk=measure.pk).exists()


def acting_for(actor: Actor, measure: Measure, at: datetime) -> Institution | None:
    """Return for which institution the actor acts on a measure: the one that answers, else one that does a part."""
    bodies = bodies_of(actor, at)
    doing = [one.institution for one in measure.doers.filter(institution__in=bodies).select_related("institution")]
    if measure.answerable_id in bodies:
        return measure.answerable
    return doing[0] if doing else None
