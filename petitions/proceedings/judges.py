"""What the Chair sees of each judge when naming some: their load, whether they can sit, what they know of the norm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max

from courtcase.law.time import court_day
from courtcase.people.leave import leaves_on
from courtcase.people.models import Account
from petitions.models import (
    Case,
    CaseState,
    ContestedProvision,
    Petition,
    Rapporteur,
    Recusal,
    StudyAssignment,
)
from petitions.proceedings.queries import judges


@dataclass(frozen=True)
class Shown:
    """One judge as the Chair sees them: open studies and cases, away until, recused, earlier cases on the norm."""

    judge: Account
    studies: int
    cases: int
    away_until: date | None
    is_recused: bool
    earlier: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what is kept of it with the choice: the judge by public id."""
        facts = asdict(self) | {"judge": str(self.judge.public_id), "earlier": list(self.earlier)}
        return facts | {"away_until": self.away_until.isoformat() if self.away_until else None}


def shown_for(*, at: datetime, petition: Petition | None = None, case: Case | None = None) -> list[Shown]:
    """Return every judge as the Chair sees them for a petition or a case, in six statements however many they are."""
    serving = list(judges(at))
    day = court_day(at)
    studies = counted(StudyAssignment.objects.filter(reported_at=None).values_list("judge").annotate(Count("pk")))
    open_cases = Rapporteur.objects.filter(ended_at=None, case__state=CaseState.PREPARATION)
    cases = counted(open_cases.values_list("judge").annotate(Count("pk")))
    away = dict(leaves_on(day).values_list("account").annotate(Max("last_day")))
    recused = set(Recusal.objects.filter(case=case, granted=True).values_list("judge", flat=True)) if case else set()
    earlier = earlier_of(petition=petition, case=case)
    return [
        Shown(
            judge=judge,
            studies=studies[judge.pk],
            cases=cases[judge.pk],
            away_until=away.get(judge.pk),
            is_recused=judge.pk in recused,
            earlier=tuple(number for who, number in earlier if who == judge.pk),
        )
        for judge in serving
    ]


def counted(pairs: Iterable[tuple[int, int]]) -> Counter[int]:
    """Return how many each judge has; none for a judge who is not there."""
    return Counter(dict(pairs))


def earlier_of(*, petition: Petition | None, case: Case | None) -> list[tuple[int, str]]:
    """Return judge and number of each other case on the same norms in which the judge is or was rapporteur."""
    contested = ContestedProvision.objects.exclude(provision=None)
    here = contested.filter(petition=petition) if petition else contested.filter(petition__case=case)
    same = Case.objects.filter(petitions__contested__provision__in=here.values("provision"))
    same = same.exclude(pk=case.pk) if case else same
    found = Rapporteur.objects.filter(case__in=same).order_by("case").values_list("judge", "case__number")
    return list(dict.fromkeys(found))
