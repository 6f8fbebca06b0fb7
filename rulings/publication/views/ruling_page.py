from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.queries import cite
from courtcase.law.time import court_day
from courtcase.people.permissions import public
from rulings.access import published
from rulings.execution.queries import measure_line
from rulings.models import Rendition, Ruling
from rulings.publication.caching import public_page
from rulings.publication.formats import FORMATS
from rulings.publication.identifier import citation_of, identifier_of
from rulings.publication.queries import (
    NORM,
    holder_of,
    line_of,
    links_of,
    measures_of,
    norm_url,
    petitioners_of,
    shown_rendition,
    text_languages,
)
from rulings.wording import OUTCOME_MEANS, OUTCOME_TONES, OUTCOME_WORDS, family_of, heading_of


@public("ruling.read_published")
@require_safe
def ruling_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one published ruling: the outcome for each norm first, then the text, then what it changed."""
    ruling = get_object_or_404(published().select_related("case", "facts"), slug=slug)
    language = get_language() or "kk"
    rendition = shown_rendition(ruling, language)
    today = court_day(timezone.now())  # a measure is overdue from one day to the next

    def made() -> HttpResponse:
        return render(request, "rulings/public/ruling.html", context(ruling, rendition, language))

    stamp = [ruling.pk, ruling.page_changed_at, rendition.digest if rendition else "", today]
    return public_page(request, stamp=stamp, changed_at=ruling.page_changed_at, render=made)


def context(ruling: Ruling, rendition: Rendition | None, language: str) -> dict[str, Any]:
    """Return what the page shows."""
    norms = list(ruling.provisions.select_related(*NORM))
    line = line_of(ruling, language)
    today = court_day(timezone.now())
    links = links_of(ruling)
    return {
        "ruling": ruling,
        "line": line,
        "family": family_of(ruling.kind),
        "facts": getattr(ruling, "facts", None),
        "outcomes": [
            {
                "tone": OUTCOME_TONES[norm.outcome],
                "words": OUTCOME_WORDS[norm.outcome],
                "means": OUTCOME_MEANS[norm.outcome],
                "provision": cite(norm.provision, language),
                "in_part": norm.in_part,
                "extent": norm.extent,
                "within": [cite(one.provision, language) for one in norms if holder_of(one, norms) is norm],
                "url": norm_url(norm.provision, language),
            }
            for norm in norms
            if holder_of(norm, norms) is None
        ],
        "rendition": rendition,
        "texts": [] if rendition is None else text_languages(ruling),
        "files": [] if rendition is None else list(FORMATS.values()),
        "identifier": identifier_of(ruling),
        "citation": citation_of(ruling, line.heading, line.title),
        "bench": list(ruling.bench.all()),
        "petitioners": petitioners_of(ruling, today),
        "measures": [measure_line(measure, today) for measure in measures_of(ruling)],
        "cites": [{"link": link, "heading": heading_of(link.to_ruling, language)} for link in links["cites"]],
        "cited_by": [{"link": link, "heading": heading_of(link.from_ruling, language)} for link in links["cited_by"]],
        "language": language,
    }
