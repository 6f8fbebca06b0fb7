from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courtcase.law.models import Act, PetitionerKind
from courtcase.law.queries import areas
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake.routing import rules_in_use
from petitions.methods import get_only
from petitions.models import RoutingRule


@get_only
@requires("routing.edit")
def routing(request: ActorRequest) -> HttpResponse:
    """Show the ladder of routing in use, first rung first."""
    rules = rules_in_use(timezone.now())
    return render(request, "intake/routing.html", {"rules": rules, **names_in(rules, request.LANGUAGE_CODE)})


def names_in(rules: list[RoutingRule], language: str) -> dict[str, dict[str, str]]:
    """Return the names of the codes that the rules hold: `kinds`, `acts` and `areas`, each by its code."""
    # A rule may name a kind of an earlier edition too; where two editions name it, the later one's word stands.
    kinds = PetitionerKind.objects.order_by("applies_from")
    acts = Act.objects.filter(code__in={code for rule in rules for code in rule.acts})
    return {
        "kinds": {kind.code: getattr(kind, f"name_{language}") for kind in kinds},
        "acts": {act.code: getattr(act, f"short_{language}") or act.short_ru for act in acts},
        "areas": {area.code: getattr(area, f"name_{language}") for area in areas()},
    }
