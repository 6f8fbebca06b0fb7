"""What everyone may know of proceedings that go on: which norms, which day, which bench; no names of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from courtcase.law.queries import cite
from petitions.models import Case, ContestedProvision, Sitting

MOST = 50
# What a petitioner typed instead of choosing it is shown to nobody here: it may name people.
LISTED = ContestedProvision.objects.exclude(provision=None).select_related(
    "provision__act", "provision__parent__parent__parent"
)


@dataclass(frozen=True)
class PublicCase:
    """A case as everyone reads it."""

    case: Case
    norms: list[str]
    bench: str


@dataclass(frozen=True)
class PublicSitting:
    """A session to come as everyone reads it."""

    sitting: Sitting
    norms: list[str]


def accepted_cases(*, before: int | None = None) -> QuerySet[Case]:
    """Return up to a page (and one more) of the cases the Court accepted, newest first, below id `before`."""
    sessions = Sitting.objects.filter(adjourned_at=None).order_by("pk")
    found = Case.objects.prefetch_related(
        Prefetch("petitions__contested", queryset=LISTED), Prefetch("sittings", queryset=sessions)
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.order_by("-pk")[: MOST + 1]


def sessions_to_come(day: date) -> QuerySet[Sitting]:
    """Return the sessions on cases from `day` on that were not put off, the nearest first."""
    found = Sitting.objects.filter(day__gte=day, held_at=None, adjourned_at=None, case__isnull=False)
    related = found.select_related("case").prefetch_related(Prefetch("case__petitions__contested", queryset=LISTED))
    return related.order_by("day", "starts_at", "pk")[:MOST]


def norms_of(case: Case, language: str) -> list[str]:
    """Return the norms contested in a case, each once, as they are cited in `language`."""
    listed = (one.provision for petition in case.petitions.all() for one in petition.contested.all())
    return list(dict.fromkeys(cite(provision, language) for provision in listed if provision is not None))


def public_case(case: Case, language: str) -> PublicCase:
    """Return a case as everyone reads it; its bench is that of the last session called."""
    sittings = list(case.sittings.all())
    return PublicCase(case, norms_of(case, language), sittings[-1].get_bench_display() if sittings else "")


def stamp_of_cases(cases: list[Case]) -> list[object]:
    """Return what tells one state of a list of cases from another."""
    return [(case.pk, case.version, case.state, [(one.pk, one.bench) for one in case.sittings.all()]) for case in cases]


def instant_of(case: Case) -> datetime:
    """Return when a case was opened, as a feed dates it."""
    return case.subject.created_at
