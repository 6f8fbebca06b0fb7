"""What whoever takes part in a case sees of it: the papers opened to participants while they take part."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import QuerySet

from courtcase.law.time import COURT_ZONE
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions import access
from petitions.docket import papers_of
from petitions.models import Case, CaseParticipant, DocketEntry


def end_of(participant: CaseParticipant) -> datetime | None:
    """Return the instant from which nothing new is seen: the end that was recorded, or of the last day; None for none."""
    ends = [participant.ended_at] if participant.ended_at else []
    if participant.authority_ends_on is not None:
        after = participant.authority_ends_on + timedelta(days=1)
        ends.append(datetime.combine(after, time(), tzinfo=COURT_ZONE))
    return min(ends, default=None)


def takes_part(participant: CaseParticipant, at: datetime) -> bool:
    """Say whether somebody takes part in the case at `at`."""
    end = end_of(participant)
    return end is None or at < end


def papers_for(*, case: Case, actor: Actor, at: datetime) -> QuerySet[DocketEntry]:
    """Return the papers of a case that the actor, who takes or took part in it, may read: the open ones.

    Whoever takes part now reads all of them; whoever did once, those that were opened until then; everybody else none.
    """
    taken = list(case.participants.filter(account=actor.account)) if actor.account else []
    papers = papers_of(case).exclude(opened_at=None)
    if not taken or not access.cases_for(actor, "case.follow", at).filter(pk=case.pk).exists():
        return papers.none()
    if any(takes_part(one, at) for one in taken):
        return papers
    return papers.filter(opened_at__lt=max(end for one in taken if (end := end_of(one))))


def taking_part(case: Case, at: datetime) -> list[Account]:
    """Return the accounts that take part in a case at `at`, each once, in the order of their admission."""
    found = case.participants.filter(ended_at=None).select_related("account").order_by("pk")
    return list(dict.fromkeys(one.account for one in found if takes_part(one, at)))
