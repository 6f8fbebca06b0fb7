"""What has reached the end of its term of keeping: petitions, and cases once every petition of them is destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as Choice
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from courtcase.law.calendar import DAY
from courtcase.law.keeping import keeping_on, kept_for, over_before
from courtcase.law.models import Clock, KeepingTerm
from courtcase.law.models.keeping import Disposal
from courtcase.law.time import court_day
from courtcase.register.models import LegalHold
from petitions.models import Case, CaseState, DisposalLine, LaidPetition, Petition, StandingReply
from petitions.workflow import State

# The kinds that two persons dispose of, by the states in which a petition ends. What the Court decided is among them only
# where its row says so, which the shipped one does not: it is kept for ever.
STATES: dict[str, frozenset[State]] = {
    "petition_refused": frozenset({State.REFUSED}),
    "petition_returned": frozenset({State.RETURN_UPHELD, State.WITHDRAWN, State.RETURNED}),
    "petition_ended": frozenset({State.FORWARDED, State.TERMINATED}),
    "petition_decided": frozenset({State.DECIDED}),
}
CASES = "case"
KINDS = (*STATES, CASES)
# What was returned and not corrected stays returned: it has ended on the day on which no term for corrections runs any more.
CURES = Clock.objects.filter(subject=OuterRef("subject"), term__code="cure")
ENDED_ON = Choice(
    When(
        state=State.RETURNED,
        then=Choice(
            When(
                ~Exists(CURES.filter(closed_on=None)),
                then=Subquery(CURES.order_by("-closed_on").values("closed_on")[:1]),
            )
        ),
    ),
    default="closed_on",
    output_field=DateField(),
)


def is_by_two(kind: str, at: datetime) -> bool:
    """Say whether two persons end the keeping of a kind by the row in force at `at`."""
    row = keeping_on(kind, court_day(at))
    return row is not None and row.disposal == Disposal.TWO


def closed_long_ago(kind: str, at: datetime) -> QuerySet[Any]:
    """Return the petitions or cases of a kind whose term is over at `at`, held or not; longest ago first.

    None where no term is confirmed, or two persons do not end the kind by its row.
    """
    before = over_before(kind, at) if is_by_two(kind, at) else None
    return ended_before(kind, court_day(before) if before is not None else None)


def ended_before(kind: str, day: date | None) -> QuerySet[Any]:
    """Return the petitions or cases of a kind that ended before the legal day `day` and that nothing else still needs.

    Nothing for None. In this order things may go: a petition that one letter answered with others, then the one that carries
    the letter; the petitions of a case once it is closed, then the case, and with it what was joined into it.
    """
    found: QuerySet[Any] = cases_to_end() if kind == CASES else petitions_to_end(kind)
    return found.none() if day is None else found.filter(ended_on__lt=day).order_by("ended_on", "pk")


def petitions_to_end(kind: str) -> QuerySet[Petition]:
    """Return the petitions of a kind that nothing else needs, each with `ended_on`, the legal day its term runs from."""
    answered = LaidPetition.objects.filter(reply__letter__petition=OuterRef("pk"), petition__disposed_on=None)
    kept = Petition.objects.filter(state__in=STATES[kind], disposed_on=None).annotate(ended_on=ENDED_ON)
    waits = StandingReply.objects.filter(letter__petition=OuterRef("pk"), outcome="")
    kept = kept.filter(~Exists(answered.exclude(petition=OuterRef("pk"))), ~Exists(waits))
    return kept.filter(Q(case=None) | Q(case__closed_on__isnull=False))


def cases_to_end() -> QuerySet[Case]:
    """Return the closed cases all of whose petitions are destroyed; those that were joined to another go with it."""
    closed = Case.objects.filter(state__in=[CaseState.DECIDED, CaseState.TERMINATED], disposed_on=None)
    kept = Petition.objects.filter(case=OuterRef("pk"), disposed_on=None)
    return closed.filter(~Exists(kept)).annotate(ended_on=F("closed_on"))


def joined_into(case: Case) -> list[Case]:
    """Return the cases that were joined into one, and into these, the last joined first: they go with it."""
    found: list[Case] = []
    layer = list(Case.objects.filter(joined_into=case).select_related("subject", "data_key").order_by("-pk"))
    while layer:
        found += layer
        layer = list(Case.objects.filter(joined_into__in=layer).select_related("subject", "data_key").order_by("-pk"))
    return found


def held_by(kind: str) -> Q:
    """Return of petitions or cases of a kind those that a hold spares: their own, their case's, or another petition's in it."""
    holds = LegalHold.objects.filter(lifted_at=None)
    own = Q(Exists(holds.filter(subject=OuterRef("subject"))))
    if kind == CASES:
        return own | Q(Exists(holds.filter(subject__case__joined_into=OuterRef("pk"))))
    return own | Q(case__isnull=False) & (
        Q(Exists(holds.filter(subject=OuterRef("case__subject"))))
        | Q(Exists(holds.filter(subject__petition__case=OuterRef("case"))))
    )


def over(kind: str, at: datetime) -> QuerySet[Any]:
    """Return what may be proposed: over its term, under no legal hold, and on no list that waits or is carried out."""
    named = {"case" if kind == CASES else "petition": OuterRef("pk")}
    waits = DisposalLine.objects.filter(**named, outcome="").exclude(act__outcome="rejected")
    return closed_long_ago(kind, at).exclude(held_by(kind)).filter(~Exists(waits))


@dataclass(frozen=True)
class Ending:
    """One kind as the page shows it: its row, how many are over, and how many of these a hold keeps."""

    rule: KeepingTerm
    count: int
    held: int

    @property
    def code(self) -> str:
        """Return the code of the kind."""
        return self.rule.code

    @property
    def is_kept(self) -> bool:
        """Say whether its row has it kept for ever."""
        return self.rule.disposal != Disposal.TWO


def endings(at: datetime) -> list[Ending]:
    """Return the kinds that two persons dispose of, with what has reached its end at `at`."""
    found = []
    for kind in KINDS:
        rule = keeping_on(kind, court_day(at))
        if rule is not None:
            found.append(Ending(rule, over(kind, at).count(), closed_long_ago(kind, at).filter(held_by(kind)).count()))
    return found


def over_on(ended_on: date, kind: str, at: datetime) -> date:
    """Return the first legal day on which what ended on a day could be disposed of, by the row in force at `at`."""
    kept = kept_for(kind, at)
    if kept is None:
        raise ValueError("no term of this kind ends")
    return ended_on + kept + DAY
