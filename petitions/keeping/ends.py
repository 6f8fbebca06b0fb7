"""Which petitions have reached the end of their term of keeping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, DateField, Exists, OuterRef, QuerySet, Subquery, When

from courtcase.law.calendar import DAY
from courtcase.law.keeping import keeping_on, kept_for, over_before
from courtcase.law.models import Clock, KeepingTerm
from courtcase.law.time import court_day
from courtcase.register.models import LegalHold
from petitions.models import DisposalLine, Petition, ReturnOutcome, StandingReply
from petitions.workflow import State

# The kinds that two persons dispose of, by the states in which a petition ends. What the Court decided is never among them.
STATES: dict[str, frozenset[State]] = {
    "petition_refused": frozenset({State.REFUSED}),
    "petition_returned": frozenset({State.RETURN_UPHELD, State.WITHDRAWN, State.RETURNED}),
    "petition_ended": frozenset({State.FORWARDED, State.TERMINATED}),
}
# What was returned and not corrected stays returned: it has ended on the day on which no term for corrections runs any more.
CURES = Clock.objects.filter(subject=OuterRef("subject"), term__code="cure")
ENDED_ON = Case(
    When(
        state=State.RETURNED,
        then=Case(
            When(
                ~Exists(CURES.filter(closed_on=None)),
                then=Subquery(CURES.order_by("-closed_on").values("closed_on")[:1]),
            )
        ),
    ),
    default="closed_on",
    output_field=DateField(),
)


def closed_long_ago(kind: str, at: datetime) -> QuerySet[Petition]:
    """Return the petitions of a kind whose term is over at `at`, held or not; longest ago first; none where no term is confirmed.

    A petition that was joined to a case goes with the case, and one whose letter answers others stays with them.
    """
    answers_others = StandingReply.objects.filter(
        letter__petition=OuterRef("pk"), outcome__in=["", ReturnOutcome.LEFT.value]
    )
    kept = Petition.objects.filter(state__in=STATES[kind], case=None, disposed_on=None).annotate(ended_on=ENDED_ON)
    before = over_before(kind, at)
    if before is None:
        return kept.none()
    return kept.filter(~Exists(answers_others), ended_on__lt=court_day(before)).order_by("ended_on", "pk")


def over(kind: str, at: datetime) -> QuerySet[Petition]:
    """Return what may be proposed: over its term, under no legal hold, and on no list that waits or is carried out."""
    held = LegalHold.objects.filter(subject=OuterRef("subject"), lifted_at=None)
    waits = DisposalLine.objects.filter(petition=OuterRef("pk"), outcome="").exclude(act__outcome="rejected")
    return closed_long_ago(kind, at).filter(~Exists(held), ~Exists(waits))


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


def endings(at: datetime) -> list[Ending]:
    """Return the kinds that two persons dispose of, with what has reached its end at `at`."""
    found = []
    for kind in STATES:
        rule = keeping_on(kind, court_day(at))
        if rule is not None:
            held = LegalHold.objects.filter(subject=OuterRef("subject"), lifted_at=None)
            found.append(Ending(rule, over(kind, at).count(), closed_long_ago(kind, at).filter(Exists(held)).count()))
    return found


def over_on(ended_on: date, kind: str, at: datetime) -> date:
    """Return the first legal day on which what ended on a day could be disposed of, by the row in force at `at`."""
    kept = kept_for(kind, at)
    if kept is None:
        raise ValueError("no term of this kind ends")
    return ended_on + kept + DAY
