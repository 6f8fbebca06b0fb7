from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.models import Correspondence
from courtcase.law.queries import cite
from courtcase.people.permissions import public
from rulings.publication.caching import public_page
from rulings.publication.citing import PARTS
from rulings.publication.constitution import ArticleInCases, articles_in_cases
from rulings.publication.queries import last_change, norm_url


@public("law.read")
@require_safe
def constitution(request: HttpRequest) -> HttpResponse:
    """Show the articles of the Constitutions, what the Court said on each, and which article took the place of which."""
    language = get_language() or "kk"
    changed_at = last_change()
    corresponding = list(corresponding_rows())

    def made() -> HttpResponse:
        acts: dict[str, list[dict[str, Any]]] = {}
        for one in articles_in_cases():
            acts.setdefault(getattr(one.provision.act, f"title_{language}") or one.provision.act.code, []).append(
                line_of(one, language)
            )
        pairs = [
            {
                "first": cite(row.provision, language),
                "first_url": norm_url(row.provision, language),
                "later": cite(row.later, language),
                "later_url": norm_url(row.later, language),
                "certainty": row.get_certainty_display(),
                "source": row.source,
            }
            for row in corresponding
        ]
        return render(request, "rulings/public/constitution.html", {"acts": acts, "pairs": pairs, "language": language})

    stamp = ["constitution", changed_at, len(corresponding)]
    return public_page(request, stamp=stamp, changed_at=changed_at, render=made)


def line_of(one: ArticleInCases, language: str) -> dict[str, Any]:
    """Return an article as the list shows it."""
    return {
        "cited": cite(one.provision, language),
        "about": getattr(one.provision, f"heading_{language}"),
        "url": norm_url(one.provision, language),
        "count": one.rulings,
    }


def corresponding_rows() -> Any:
    """Return the table of correspondence in the order of the earlier Constitution."""
    above = [f"{side}__{name}" for side in ("provision", "later") for name in PARTS]
    return Correspondence.objects.select_related(*above).order_by("provision__sort_key")
