"""What judges, the Chair and the secretary of session see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from courtcase.law.models import DecidedProvision, Provision
from courtcase.law.queries import cite, cited_whole
from courtcase.people.actors import Actor
from courtcase.people.leave import leaves_to_come
from courtcase.people.models import Account, Leave
from courtcase.people.permissions import may, scopes_for
from courtcase.people.queries import judges_at, valid_grants
from courtcase.people.roles import BENCH, Role
from petitions import access
from petitions.cases import open_words
from petitions.models import (
    AgendaItem,
    Case,
    ClaimedRight,
    ContestedProvision,
    InformationRequest,
    Petition,
    PlanStep,
    Sitting,
)
from petitions.workflow import State

PAGE = 30
PLAN_PURPOSE = "case.plan"


def judges(at: datetime) -> QuerySet[Account]:
    """Return the judges who serve at `at`, in the order of their accounts."""
    return judges_at(at)


def judges_away(at: datetime) -> list[Leave]:
    """Return the leaves of judges that hold on the legal day of `at` or later, the nearest first."""
    return list(leaves_to_come(at).filter(account__in=judges(at)))


def judges_who_study(petition: Petition) -> QuerySet[Account]:
    """Return whoever still owes a report on a petition, whether they serve today or not."""
    owed = petition.studies.filter(reported_at=None)
    return Account.objects.filter(pk__in=owed.values("judge")).order_by("pk")


def studied(actor: Actor, at: datetime, *, state: State, before: int | None = None) -> list[Petition]:
    """Return up to a page (and one more) of petitions in `state` that the actor may see, newest first, below id `before`."""
    if not scopes_for(actor, "study.view", at):
        return []
    found = access.petitions_for(actor, "petition.read", at).filter(state=state)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.prefetch_related("studies__judge").order_by("-pk")[: PAGE + 1])


def sittings(*, before: int | None = None) -> list[Sitting]:
    """Return up to a page (and one more) of sessions, newest first, below id `before`."""
    found = Sitting.objects.select_related("case").prefetch_related("members__judge", "agenda")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: PAGE + 1])


def ready_for_session() -> QuerySet[Petition]:
    """Return the petitions whose study is complete and that stand on no agenda of a session still to come."""
    to_come = AgendaItem.objects.filter(sitting__held_at=None, sitting__adjourned_at=None).values("petition")
    return Petition.objects.filter(state=State.REPORTED).exclude(pk__in=to_come).order_by("pk")


def cases(actor: Actor, at: datetime, *, before: int | None = None) -> list[Case]:
    """Return up to a page (and one more) of the cases the actor may see, newest first, below id `before`."""
    found = access.cases_for(actor, "case.read", at)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.prefetch_related("petitions", "rapporteurs__judge").order_by("-pk")[: PAGE + 1])


def recusable(actor: Actor, at: datetime) -> QuerySet[Account]:
    """Return the judges whose recusal the actor may ask for: their own, or any for whoever manages sessions."""
    return judges(at) if may(actor, "session.manage", at) else judges(at).filter(pk=actor.signed_in.pk)


def contested_in(case: Case) -> list[Provision]:
    """Return the norms contested in a case, each once."""
    return list(
        cited_whole().filter(pk__in=case.petitions.exclude(contested__provision=None).values("contested__provision"))
    )


def contested_by(petition: Petition) -> list[Provision]:
    """Return the norms that a petition contests, each once."""
    return list(cited_whole().filter(pk__in=petition.contested.exclude(provision=None).values("provision")))


@dataclass(frozen=True)
class Said:
    """An earlier decision of the Court on a norm of a case, or on an article of the Constitution claimed in it."""

    decided: DecidedProvision
    norm: str


def said_before(case: Case, language: str) -> list[Said]:
    """Return what the Court decided on the articles contested and claimed in a case, in the order of its decisions."""
    petitions = case.petitions.values("pk")
    contested = Provision.objects.filter(
        pk__in=ContestedProvision.objects.filter(petition__in=petitions).values("provision")
    )
    claimed = Provision.objects.filter(pk__in=ClaimedRight.objects.filter(petition__in=petitions).values("provision"))
    wanted = Q(pk__in=[])
    for one in {*contested.select_related("act"), *claimed.select_related("act")}:
        article = article_of(one.path)
        wanted |= Q(provision__act=one.act, provision__path=article) | Q(
            provision__act=one.act, provision__path__startswith=article + "("
        )
    found = DecidedProvision.objects.filter(wanted) if wanted != Q(pk__in=[]) else DecidedProvision.objects.none()
    related = found.select_related("provision__act", "provision__parent__parent__parent__parent")
    ordered = related.order_by(F("decided_on").asc(nulls_first=True), "pk")
    return [Said(one, cite(one.provision, language)) for one in ordered]


def article_of(path: str) -> str:
    """Return the article a path begins with: 16 of 16(3)14)."""
    begin = re.match(r"[\d-]+", path)
    return begin.group() if begin else path


def preparers(at: datetime) -> QuerySet[Account]:
    """Return whoever of the Court may be given a step of a plan: judges, their assistants, the secretaries of session."""
    serving = valid_grants(at).filter(role__in=[*BENCH, Role.ASSISTANT, Role.SECRETARY]).values("account")
    return Account.objects.filter(pk__in=serving, is_active=True).order_by("pk")


@dataclass(frozen=True)
class Step:
    """A step of the plan of preparation, its words opened."""

    row: PlanStep
    what: str


def plan_of(case: Case) -> list[Step]:
    """Return the plan by which a case is prepared, in the order of its days."""
    steps = case.plan.select_related("who")
    return [Step(step, open_words(case, step.sealed_what, purpose=PLAN_PURPOSE)) for step in steps]


def requests_of(case: Case) -> list[InformationRequest]:
    """Return the requests sent in a case, in the order they were sent."""
    return list(case.requests.order_by("pk"))


def current_rapporteurs(case: Case) -> list[Account]:
    """Return the judge-rapporteurs of a case today."""
    named = case.rapporteurs.filter(ended_at=None).select_related("judge").order_by("pk")
    return [rapporteur.judge for rapporteur in named]
