from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.models import Act, ActCorrection, DecidedProvision, Provision
from courtcase.law.queries import cite
from courtcase.law.time import court_day
from courtcase.people.permissions import public
from rulings.execution.queries import measure_line, public_measures
from rulings.publication.caching import public_page
from rulings.publication.filters import name_of
from rulings.publication.graph import Graph, Node, graph_of
from rulings.publication.norm_status import cases_on, replaced, standing_of
from rulings.publication.queries import (
    NormFacts,
    changed_of,
    decided_line,
    holder_of,
    last_change,
    norm_facts,
    norm_url,
)
from rulings.wording import heading_of

MOST_MEASURES = 20


@public("law.read")
@require_safe
def norm_page(request: HttpRequest, act: str, path: str) -> HttpResponse:
    """Show one provision: its force, what the Court decided on it, and its examined neighbours."""
    corrected = ActCorrection.objects.filter(act=OuterRef("act")).order_by("-number").values("at")[:1]
    found = Provision.objects.select_related("act", "parent__parent__parent__parent")
    provision = get_object_or_404(found.annotate(act_corrected_at=Subquery(corrected)), act__code=act, path=path)
    facts = norm_facts(provision, get_language() or "kk")
    rulings_changed_at = changed_of(
        [row.public_path for row in facts.decided] + [one.ruling.public_path for one in facts.citing]
    )
    changed_at = max([one for one in (rulings_changed_at, vars(provision)["act_corrected_at"]) if one], default=None)

    def made() -> HttpResponse:
        return render(request, "rulings/public/norm.html", context(facts, get_language() or "kk"))

    cases = [(case.pk, case.state) for case in cases_on(provision)]
    stamp: list[object] = [provision.pk, changed_at, len(facts.decided), len(facts.neighbours), len(facts.citing)]
    stamp += [court_day(timezone.now()), cases, provision.act.search_text]
    return public_page(request, stamp=stamp, changed_at=changed_at, render=made)


def context(facts: NormFacts, language: str) -> dict[str, Any]:
    """Return what a norm's page shows."""
    norm = facts.provision
    return {
        "norm": norm,
        "act": norm.act,
        "act_name": name_of(norm.act),
        "heading": cite(norm, language),
        "about": getattr(norm, f"heading_{language}"),
        "versions": facts.versions,
        "standing": standing_of(facts.versions, facts.decided, language, court_day(timezone.now())),
        "cases": cases_on(norm),
        **replacing(norm, language),
        "decided": [{**decided_line(row, language), "row": row} for row in told_once(facts.decided)],
        "measures": measures_after(facts.decided, language),
        "neighbours": [{"cited": cite(near, language), "url": norm_url(near, language)} for near in facts.neighbours],
        "citing": facts.citing,
        "graph": drawn(facts, language) if facts.citing else None,
        "act_url": f"/{language}/norms/{norm.act.code}",
        "language": language,
    }


def measures_after(decided: list[DecidedProvision], language: str) -> list[dict[str, Any]]:
    """Return what followed the decisions on a norm, as the page shows it: each measure with the ruling that it follows."""
    slugs = {row.public_path.removeprefix("/rulings/") for row in decided}
    found = public_measures().filter(ruling__slug__in=slugs).order_by("-pk")[:MOST_MEASURES] if slugs else ()
    today = court_day(timezone.now())
    return [
        {"line": measure_line(row, today), "heading": heading_of(row.ruling, language), "url": row.ruling.public_path}
        for row in found
    ]


def replacing(norm: Provision, language: str) -> dict[str, Any]:
    """Return what took the norm's place, and in whose place it stands, as the page shows them."""
    pairs = replaced(norm)
    sides = {"later": [(one, one.later) for one in pairs["later"]]}
    sides["earlier"] = [(one, one.provision) for one in pairs["earlier"]]
    return {
        side: [
            {"cited": cite(other, language), "url": norm_url(other, language), "certainty": row.get_certainty_display()}
            for row, other in some
        ]
        for side, some in sides.items()
    }


def drawn(facts: NormFacts, language: str) -> Graph | None:
    """Return the drawing of a norm: what cites it on the left, what decided on it on the right."""
    decided = {row.public_path: decided_line(row, language) for row in told_once(facts.decided)}
    return graph_of(
        middle=Node(cite(facts.provision, language), "", ends_tell=True),
        left=[
            Node(one.ruling.in_language("number", language) or one.heading, one.url, one.words) for one in facts.citing
        ],
        right=[Node(line["number"] or line["cited"], line["url"], line["words"]) for line in decided.values()],
    )


def told_once(decided: list[DecidedProvision]) -> list[DecidedProvision]:
    """Return the decisions without the rows of a part whose whole was decided in the same ruling with an outcome we saw."""
    return [
        row for row in decided if holder_of(row, [one for one in decided if one.public_path == row.public_path]) is None
    ]


@public("law.read")
@require_safe
def act_page(request: HttpRequest, act: str) -> HttpResponse:
    """List the provisions of one act that the Court examined."""
    found = get_object_or_404(Act, code=act)
    corrections = list(found.corrections.order_by("-number"))
    changed_at = max([one for one in (last_change(), *(made.at for made in corrections)) if one], default=None)

    def made() -> HttpResponse:
        language = get_language() or "kk"
        decided = (
            found.provisions.filter(decided__isnull=False)
            .select_related("act", "parent__parent__parent__parent")
            .annotate(count=Count("decided"))
            .order_by("sort_key")
        )
        norms = [
            {"cited": cite(norm, language), "url": norm_url(norm, language), "count": norm.count} for norm in decided
        ]
        values = {"act": found, "act_name": name_of(found), "norms": norms, "language": language}
        values["corrections"] = corrections
        return render(request, "rulings/public/act.html", values)

    return public_page(
        request, stamp=["act", found.pk, changed_at, len(corrections)], changed_at=changed_at, render=made
    )
