"""Who may do what to which petition: one Q-expression a scope, and the same expression as a predicate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from courtcase import rows
from courtcase.law.queries import rule_is_on
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.holding import holds
from courtcase.people.permissions import ScopeTable, grants_of, rows_allowed, scoped
from courtcase.people.queries import judges_helped_by
from courtcase.people.roles import OF_INSTITUTION, Role
from petitions.models import (
    AgendaItem,
    Case,
    CaseParticipant,
    DangerAlarm,
    Forwarding,
    ForwardingAnswer,
    ForwardingConsent,
    Petition,
    Petitioner,
    Rapporteur,
    ReadingOutcome,
    ReadingRequest,
    SittingMember,
    StudyAssignment,
)
from petitions.workflow import UNFILED, State

# The rule of law by which whoever takes part in a case reads its papers until it is closed, and no longer.
ENDS_WITH_CASE = "participants_access_ends_with_case"


def own(actor: Actor, at: datetime) -> Q:
    """Petitions of the account, or whose code the actor proved to hold.

    What an officer filed is the institution's, not the officer's: with the office ends the access.
    """
    held = held_by_code(actor)
    if actor.account is None:
        return held
    return Q(account=actor.account, institution__isnull=True) | held


def held_by_code(actor: Actor) -> Q:
    """Petitions whose code the actor proved to hold, and whose code has not been re-issued since."""
    later = dict(actor.epochs)
    first = [subject for subject in actor.subjects if subject not in later]
    held = Q(subject_id__in=first, code_epoch=0) if first else Q(pk__in=[])
    for subject, epoch in later.items():
        held |= Q(subject_id=subject, code_epoch=epoch)
    return held


def co_petitioner(actor: Actor, at: datetime) -> Q:
    """Petitions of several people, one of whom the actor is by a code of their own."""
    if not actor.petitioners:
        return Q(pk__in=[])
    return Q(pk__in=own_rows(actor).values("petition"))


def own_rows(actor: Actor) -> QuerySet[Petitioner]:
    """Return the rows of the petitioners whose own codes the actor proved to hold; the code of one who left has ended."""
    held = Q(pk__in=[])
    for row, epoch in actor.petitioners:
        held |= Q(pk=row, code_epoch=epoch)
    return Petitioner.objects.filter(held)


def petitioner_acting(actor: Actor, petition: Petition, at: datetime) -> Petitioner | None:
    """Return as which of several petitioners the actor comes, by that person's own code; None for whoever may do more."""
    if not actor.petitioners or Petition.objects.filter(own(actor, at), pk=petition.pk).exists():
        return None
    return own_rows(actor).filter(petition=petition).first()


def institution(actor: Actor, at: datetime) -> Q:
    """Petitions of the institutions the actor acts for."""
    return Q(institution__in=institutions_of(actor, at))


def institutions_of(actor: Actor, at: datetime) -> list[int | None]:
    """Return the ids of the institutions the actor is an officer, the head or a program of."""
    acting = OF_INSTITUTION | {Role.MACHINE}
    return [grant.institution_id for grant in grants_of(actor, at) if grant.role in acting]


def in_danger(actor: Actor, at: datetime) -> Q:
    """Petitions forwarded, because of danger to life or torture, to an institution the actor is an officer or the head of."""
    bodies = [grant.institution_id for grant in grants_of(actor, at) if grant.role in OF_INSTITUTION]
    return Q(pk__in=DangerAlarm.objects.filter(institution__in=bodies).values("petition")) if bodies else Q(pk__in=[])


def forwarded(actor: Actor, at: datetime) -> Q:
    """Petitions sent on to an institution the actor is an officer or the head of, while the petitioner agrees.

    What the institution answered “not ours” is closed to it.
    """
    bodies = [grant.institution_id for grant in grants_of(actor, at) if grant.role in OF_INSTITUTION]
    if not bodies:
        return Q(pk__in=[])
    agreed = ForwardingConsent.objects.filter(withdrawn_at=None).values("petition")
    sent = Forwarding.objects.filter(institution__in=bodies, petition__in=agreed)
    return Q(pk__in=sent.exclude(answer=ForwardingAnswer.NOT_OURS).values("petition"))


def portal(actor: Actor, at: datetime) -> Q:
    """Petitions that citizens filed by a portal of whose programs the actor is one."""
    return Q(portal__in=[grant.institution_id for grant in grants_of(actor, at) if grant.role == Role.PORTAL])


def intake(actor: Actor, at: datetime) -> Q:
    """Every petition that has been submitted: what is still written belongs to its writer alone."""
    return ~Q(state=State.DRAFT)


def whose(actor: Actor, at: datetime) -> Q:
    """Rows of the judge who acts, or of the judges the actor assists; what an assistant may do there, the matrix says."""
    return Q(judge=actor.account) | Q(judge__in=judges_helped_by(actor, at))


def assigned(actor: Actor, at: datetime) -> Q:
    """Petitions a judge was named to study, or in whose case the judge is a rapporteur; the judge's assistants see them too."""
    studied = StudyAssignment.objects.filter(whose(actor, at)).values("petition")
    reported = Rapporteur.objects.filter(whose(actor, at), ended_at=None).values("case")
    return Q(pk__in=studied) | Q(case__in=reported)


def bench(actor: Actor, at: datetime) -> Q:
    """Petitions before a bench on which the judge sits: on its agenda, or joined in the case it decides."""
    seats = SittingMember.objects.filter(judge=actor.account)
    agenda = AgendaItem.objects.filter(sitting__in=seats.values("sitting")).values("petition")
    return Q(pk__in=agenda) | Q(case__in=seats.filter(sitting__case__isnull=False).values("sitting__case"))


def granted(actor: Actor, at: datetime) -> Q:
    """Petitions of which a reading was granted to the actor, until it ends."""
    readings = ReadingRequest.objects.filter(asked_by=actor.account, outcome=ReadingOutcome.GRANTED, ends_at__gt=at)
    return Q(pk__in=readings.values("petition"))


def everything(actor: Actor, at: datetime) -> Q:
    """Every petition that has been filed."""
    return ~Q(state__in=UNFILED)


SCOPES: ScopeTable = {
    "own": own,
    "co_petitioner": co_petitioner,
    "institution": institution,
    "portal": portal,
    "in_danger": in_danger,
    "forwarded": forwarded,
    "intake": intake,
    "assigned": assigned,
    "bench": bench,
    "granted": granted,
    "all": everything,
}


def petitions_for(actor: Actor, action: str, at: datetime) -> QuerySet[Petition]:
    """Return the petitions to which `actor` may do `action` at `at`."""
    if actor.is_system:
        return Petition.objects.all()
    return scoped(Petition.objects.filter(disposed_on=None), actor, action, at, SCOPES)


def petition_for(
    actor: Actor, action: str, public_id: UUID, at: datetime, *, related: tuple[str, ...] = ()
) -> Petition | None:
    """Return the petition of this public id, read with the rows `related` to it; None unless the actor may do `action`."""
    found = rows.read(Petition, "petitions_petition.public_id = %s", [public_id], related=related)
    return found if found is not None and may(actor, action, found, at) else None


def may(actor: Actor, action: str, petition: Petition, at: datetime) -> bool:
    """Say whether `actor` may do `action` to `petition` at `at`: the list above, asked about one.

    The database is asked only where the petition as it was read does not say, such as who sits on its bench.
    """
    if actor.is_system:
        return True
    if petition.disposed_on is not None:
        return False
    wanted = rows_allowed(actor, action, at, SCOPES)
    if wanted is None:
        return False
    known = holds(wanted, petition)
    return Petition.objects.filter(wanted, pk=petition.pk).exists() if known is None else known


def allowed(actor: Actor, actions: Iterable[str], petition: Petition, at: datetime) -> frozenset[str]:
    """Return those of `actions` that `actor` may do to `petition` at `at`: `may`, asked of all in one statement at most.

    The database is asked only of those that the petition as it was read does not say.
    """
    if actor.is_system:
        return frozenset(actions)
    if petition.disposed_on is not None:
        return frozenset()
    wanted = {action: rows_allowed(actor, action, at, SCOPES) for action in sorted(set(actions))}
    answers = {action: one is not None and holds(one, petition) for action, one in wanted.items()}
    known = {action for action, answer in answers.items() if answer}
    each = [
        petitions_for(actor, action, at).filter(pk=petition.pk).order_by().values_list(Value(action), flat=True)
        for action, answer in answers.items()
        if answer is None
    ]
    if not each:
        return frozenset(known)
    return frozenset(known).union(Petition.objects.none().values_list(Value(""), flat=True).union(*each, all=True))


def case_assigned(actor: Actor, at: datetime) -> Q:
    """Cases whose rapporteur the judge is; the judge's assistants see them too."""
    return Q(pk__in=Rapporteur.objects.filter(whose(actor, at), ended_at=None).values("case"))


def case_bench(actor: Actor, at: datetime) -> Q:
    """Cases that a bench decides on which the judge sits."""
    return Q(
        pk__in=SittingMember.objects.filter(judge=actor.account, sitting__case__isnull=False).values("sitting__case")
    )


def case_participant(actor: Actor, at: datetime) -> Q:
    """Cases in which the actor takes or took part; a closed one no longer, while the rule of law says so."""
    if actor.account is None:
        return Q(pk__in=[])
    taken = Q(pk__in=CaseParticipant.objects.filter(account=actor.account).values("case"))
    return taken & Q(closed_on=None) if rule_is_on(ENDS_WITH_CASE, court_day(at)) else taken


CASE_SCOPES: ScopeTable = {
    "assigned": case_assigned,
    "bench": case_bench,
    "participant": case_participant,
    "all": lambda actor, at: Q(),
}


def cases_for(actor: Actor, action: str, at: datetime) -> QuerySet[Case]:
    """Return the cases to which `actor` may do `action` at `at`."""
    if actor.is_system:
        return Case.objects.all()
    return scoped(Case.objects.filter(disposed_on=None), actor, action, at, CASE_SCOPES)
