from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from courtcase.law.models import Act, PetitionerKind
from courtcase.law.queries import areas
from courtcase.people.leave import leaves_to_come
from courtcase.people.models import Account
from courtcase.people.permissions import requires
from courtcase.people.queries import accounts_with_role
from courtcase.people.requests import ActorRequest
from courtcase.people.roles import Role
from petitions.intake.default_queue import waiting
from petitions.intake.routing import rules_in_use
from petitions.intake.rungs import rules_of
from petitions.methods import get_only
from petitions.models import Ladder, LadderState, RoutingRule
from petitions.regions import REGIONS

MOST_VERSIONS = 50


@get_only
@requires("routing.edit")
def routing(request: ActorRequest) -> HttpResponse:
    """Show the ladder of routing in use, first rung first, the versions, who is away, and what no rule took."""
    at = timezone.now()
    rules = rules_in_use(at)
    versions = Ladder.objects.select_related("begun_by", "switched_on_by").defer("rungs", "moved")
    context = {
        "rules": rules,
        "versions": versions.order_by("-number")[:MOST_VERSIONS],
        "has_draft": Ladder.objects.filter(state=LadderState.DRAFT).exists(),
        "leaves": leaves_to_come(at),
        "unrouted": waiting().count(),
        **names_in(rules, request.LANGUAGE_CODE),
    }
    return render(request, "intake/routing.html", context)


@get_only
@requires("routing.edit")
def version(request: ActorRequest, number: int) -> HttpResponse:
    """Show a version of the ladder as it was written, with who switched it on and when."""
    if number > 2**31 - 1:
        raise Http404
    shown = get_object_or_404(Ladder.objects.select_related("begun_by", "switched_on_by"), number=number)
    rules = rules_of(shown.rungs, at=timezone.now())
    return render(
        request, "intake/ladder.html", {"shown": shown, "rules": rules, **names_in(rules, request.LANGUAGE_CODE)}
    )


def clerks_at(at: datetime) -> QuerySet[Account]:
    """Return whom a rule can name."""
    return accounts_with_role(Role.CLERK, at)


def names_in(rules: Iterable[RoutingRule], language: str) -> dict[str, dict[str, str]]:
    """Return the names of the codes that the rules hold: `kinds`, `acts`, `areas` and `regions`, each by its code."""
    # A rule may name a kind of an earlier edition too; where two editions name it, the later one's word stands.
    kinds = PetitionerKind.objects.order_by("applies_from")
    acts = Act.objects.filter(code__in={code for rule in rules for code in rule.acts})
    return {
        "kinds": {kind.code: getattr(kind, f"name_{language}") for kind in kinds},
        "acts": {act.code: act.named(language) for act in acts},
        "areas": {area.code: getattr(area, f"name_{language}") for area in areas()},
        "regions": {code: str(name) for code, name in REGIONS},
    }
