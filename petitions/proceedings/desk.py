"""The judge's desk: my cases, and what waits for me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courtcase.law.models import Clock
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from petitions import access
from petitions.keeping.periods import changes_to_decide
from petitions.models import Case, CaseState, InformationRequest, PlanStep, Sitting, SittingMember, StudyAssignment
from petitions.proceedings.queries import ready_for_session
from petitions.workflow import State


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a judge: what, until when (None: no day), and where it is done."""

    what: str
    due_on: date | None
    url: str


def cases_of(actor: Actor, at: datetime) -> list[Case]:
    """Return the open cases whose rapporteur the judge is, or the judge whom the actor assists, newest first."""
    mine = access.case_assigned(actor, at)
    found = Case.objects.filter(mine, state=CaseState.PREPARATION)
    return list(found.prefetch_related("rapporteurs__judge", "alarms").order_by("-pk")[:100])


def waiting_for(actor: Actor, at: datetime) -> list[Waiting]:
    """Return what waits, the nearest day first: reports, sessions, plans, late answers, periods of keeping, namings, agendas."""
    whose = access.whose(actor, at)
    found = [
        *studies(whose),
        *sessions(whose),
        *steps(actor),
        *answers(actor, at),
        *periods(actor, at),
        *namings(actor, at),
        *agendas(actor, at),
    ]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max))


def studies(whose: Q) -> list[Waiting]:
    """Return the reports a judge still owes, each by the last day of its study."""
    running = Clock.objects.filter(subject=OuterRef("petition__subject"), term__code="study", closed_on=None)
    owed = StudyAssignment.objects.filter(whose, reported_at=None).select_related("petition")
    ending = owed.annotate(ends_on=Subquery(running.values("due_on")[:1])).order_by("ends_on", "pk")[:100]
    return [
        Waiting(
            _("Report on petition %(number)s") % {"number": one.petition.register_number},
            one.ends_on,
            reverse("intake:petition", args=[one.petition.public_id]),
        )
        for one in ending
    ]


def sessions(whose: Q) -> list[Waiting]:
    """Return the sessions to come on whose bench a judge is."""
    seats = SittingMember.objects.filter(whose).values("sitting")
    to_come = Sitting.objects.filter(pk__in=seats, held_at=None, adjourned_at=None).order_by("day")[:100]
    return [
        Waiting(
            _("Session: %(bench)s") % {"bench": one.get_bench_display()},
            one.day,
            reverse("proceedings:session", args=[one.public_id]),
        )
        for one in to_come
    ]


def steps(actor: Actor) -> list[Waiting]:
    """Return the steps of plans that are to be done by the actor."""
    mine = PlanStep.objects.filter(who=actor.account, done_at=None, case__state=CaseState.PREPARATION)
    return [
        Waiting(_("Step of the plan, case %(number)s") % {"number": one.case.number}, one.due_on, page_of(one.case))
        for one in mine.select_related("case")[:100]
    ]


def answers(actor: Actor, at: datetime) -> list[Waiting]:
    """Return the answers of bodies that a judge's cases wait for."""
    mine = Case.objects.filter(access.case_assigned(actor, at), state=CaseState.PREPARATION)
    asked = InformationRequest.objects.filter(case__in=mine, answered_on=None).select_related("case").order_by("due_on")
    words = _("Answer of %(body)s, case %(number)s")
    return [
        Waiting(words % {"body": one.body, "number": one.case.number}, one.due_on, page_of(one.case))
        for one in asked[:100]
    ]


def periods(actor: Actor, at: datetime) -> list[Waiting]:
    """Return the changes of periods of keeping that wait for the actor's word."""
    language = get_language() or "kk"
    return [
        Waiting(
            _("Another period of keeping: %(kind)s") % {"kind": getattr(one.rule, f"name_{language}")},
            one.applies_from,
            reverse("keeping:change", args=[one.public_id]),
        )
        for one in changes_to_decide(actor, at)
    ]


def namings(actor: Actor, at: datetime) -> list[Waiting]:
    """Return the petitions that were passed to the Chair and wait for judges to be named, the longest waiting first."""
    passed = access.petitions_for(actor, "petition.name_judges", at).filter(state=State.AWAITING_STUDY)
    return [
        Waiting(
            _("Name judges for the study of petition %(number)s") % {"number": one.register_number},
            None,
            reverse("intake:petition", args=[one.public_id]),
        )
        for one in passed.order_by("pk")[:100]
    ]


def agendas(actor: Actor, at: datetime) -> list[Waiting]:
    """Return in one line how many studied petitions stand on no agenda, for whoever calls sessions."""
    count = ready_for_session().count() if may(actor, "session.manage", at) else 0
    if not count:
        return []
    words = ngettext(
        "Call a session: %(count)s studied petition waits for one",
        "Call a session: %(count)s studied petitions wait for one",
        count,
    )
    return [Waiting(words % {"count": count}, None, reverse("proceedings:call_session"))]


def page_of(case: Case) -> str:
    """Return the address of a case's page."""
    return reverse("proceedings:case", args=[case.public_id])
