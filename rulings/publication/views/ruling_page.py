from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.queries import cite
from courtcase.law.time import court_day
from courtcase.people.permissions import public
from rulings.access import published
from rulings.execution.queries import measure_line
from rulings.models import Origin, Rendition, Ruling
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
from rulings.publication.shown import notes_on, shown_words
from rulings.wording import OUTCOME_MEANS, OUTCOME_TONES, OUTCOME_WORDS, family_of, heading_of


@public("ruling.read_published")
@require_safe
def ruling_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one published ruling: the outcome for each norm first, then the text, then what it changed."""
    ruling = published().select_related("case", "facts").filter(slug=slug).first()
    if ruling is None:
        return by_its_number(slug)
    language = get_language() or "kk"
    rendition = shown_rendition(ruling, language)
    today = court_day(timezone.now())  # a measure is overdue from one day to the next

    def made() -> HttpResponse:
        return render(request, "rulings/public/ruling.html", context(ruling, rendition, language))

    stamp = [ruling.pk, ruling.page_changed_at, rendition.digest if rendition else "", today]
    return public_page(request, stamp=stamp, changed_at=ruling.page_changed_at, render=made)


def by_its_number(typed: str) -> HttpResponse:
    """Lead from a number as it is printed in any language, /rulings/29-НП, to the ruling's one address; raises Http404."""
    number = "-".join(typed.replace("–", "-").replace("-", " ").split()).upper()
    forms = Q(number_kk=number) | Q(number_ru=number) | Q(number_en=number)
    found = get_object_or_404(published().filter(forms).order_by("pk")[:1])
    return HttpResponsePermanentRedirect(f"/{get_language() or 'kk'}{found.public_path}")


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
        "publications": list(ruling.official_publications.all()),
        "citation": citation_of(ruling, line.heading, line.title),
        "explained": explained.told if (explained := shown_words(ruling)) else [],
        "mended": notes_on(ruling) if ruling.origin == Origin.COURT else [],
        "bench": list(ruling.bench.all()),
        "petitioners": petitioners_of(ruling, today),
        "measures": [measure_line(measure, today) for measure in measures_of(ruling)],
        "cites": [{"link": link, "heading": heading_of(link.to_ruling, language)} for link in links["cites"]],
        "cited_by": [{"link": link, "heading": heading_of(link.from_ruling, language)} for link in links["cited_by"]],
        "language": language,
    }
