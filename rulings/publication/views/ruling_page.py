from __future__ import annotations

import functools
from typing import Any
from uuid import UUID

from django.db import connections, router
from django.db.models import Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.law.queries import cite
from courtcase.law.time import court_day
from courtcase.people.permissions import public
from courtcase.rows import quoted
from rulings.access import published
from rulings.execution.queries import measure_line
from rulings.models import Rendition, Ruling, RulingState
from rulings.models.kinds import LANGUAGES
from rulings.publication.caching import public_page
from rulings.publication.citing import surroundings
from rulings.publication.formats import FORMATS
from rulings.publication.graph import Node, graph_of
from rulings.publication.identifier import citation_of, identifier_of
from rulings.publication.queries import (
    NORMS,
    holder_of,
    line_of,
    norm_url,
    shown_rendition,
)
from rulings.publication.shown import notes_of
from rulings.publication.whole import (
    explained_in,
    measures_of,
    mendings_of,
    publications_of,
    renditions_of,
    with_everything,
)
from rulings.wording import OUTCOME_MEANS, OUTCOME_TONES, OUTCOME_WORDS, family_of

# Why a reader was led to a ruling's page: the ids of what the page then shows (templates/rulings/public/came.html).
BY_NUMBER, BY_ADDRESS = "by-number", "by-address"


@public("ruling.read_published")
@require_safe
def ruling_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one published ruling: the outcome for each norm first, then the text, then what it changed."""
    state = state_of_page(slug)
    if state is None:
        return by_another_address(slug)

    def made() -> HttpResponse:
        ruling = with_everything(published()).get(pk=state[0])
        return render(request, "rulings/public/ruling.html", context(ruling, get_language() or "kk"))

    today = court_day(timezone.now())  # a measure is overdue from one day to the next
    return public_page(request, stamp=[*state, today], changed_at=state[2], render=made, keep=True)


@functools.cache
def state_statement() -> str:
    """Return the statement by which a page that was made before is known to stand; every reader asks it."""
    rulings, renditions = (quoted(model._meta.db_table) for model in (Ruling, Rendition))
    newest = f"(SELECT max(id) FROM {renditions} WHERE ruling_id = {rulings}.id)"  # noqa: S608 - names of our own
    return f"SELECT id, version, page_changed_at, {newest} FROM {rulings} WHERE slug = %s AND state = %s ORDER BY id LIMIT 1"  # noqa: S608


def state_of_page(slug: str) -> tuple[Any, ...] | None:
    """Return of a published ruling by its place in addresses: id, version, when its page changed, its newest rendition."""
    with connections[router.db_for_read(Ruling)].cursor() as cursor:
        cursor.execute(state_statement(), [slug, RulingState.PUBLISHED])
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def by_another_address(typed: str) -> HttpResponse:
    """Lead to the one address of a ruling from a number as it is printed in any language, /rulings/29-НП, or another address.

    The end of the address, after “#”, tells the page which reason to show. Raises Http404.
    """
    written = typed.strip("/ ")
    number = "-".join(written.replace("–", "-").replace("\u2011", "-").replace("-", " ").split()).upper()
    forms = Q(number_kk=number) | Q(number_ru=number) | Q(number_en=number)
    found, reason = published().filter(forms).order_by("pk").first(), BY_NUMBER
    if found is None:
        other = Q(slug__iexact=written) | (Q(public_id=written) if is_public_id(written) else Q(pk__in=[]))
        found, reason = get_object_or_404(published().filter(other).order_by("pk")[:1]), BY_ADDRESS
    return HttpResponsePermanentRedirect(f"/{get_language() or 'kk'}{found.public_path}#{reason}")


def is_public_id(typed: str) -> bool:
    """Say whether what was typed is a public id: by it interfaces and old addresses name a ruling."""
    try:
        UUID(typed)
    except ValueError:
        return False
    return True


def context(ruling: Ruling, language: str) -> dict[str, Any]:
    """Return what the page shows of a ruling that came `with_everything`."""
    renditions = renditions_of(ruling)
    rendition = shown_rendition(renditions, language)
    prefetch_related_objects([ruling], NORMS)
    norms = list(ruling.provisions.all())
    line = line_of(ruling, language)
    today = court_day(timezone.now())
    around = surroundings(ruling, language)
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
        "texts": sorted(renditions),
        "files": [] if rendition is None else list(FORMATS.values()),
        "identifier": identifier_of(ruling),
        "publications": publications_of(ruling),
        "citation": citation_of(ruling, line.heading, line.title if has_this_title(ruling, line.title) else ""),
        "explained": explained_in(ruling, language),
        "mended": notes_of(mendings_of(ruling)),
        "bench": getattr(ruling, "judges", []),
        "petitioners": getattr(ruling, "petitioners", []),
        "measures": [measure_line(measure, today, steps) for measure, steps in measures_of(ruling)],
        "around": around,
        "graph": graph_of(
            middle=Node(named(ruling, line.heading), ""),
            left=[Node(named(one.ruling, one.heading), one.url, one.words) for one in around.cited_by],
            right=[
                *(Node(named(one.ruling, one.heading), one.url, one.words) for one in around.cites),
                *(Node(one["cited"], one["url"], ends_tell=True) for one in around.norms),
            ],
        ),
        "language": language,
    }


def has_this_title(ruling: Ruling, words: str) -> bool:
    """Say whether words are the title of a ruling in any language: what we call it ourselves is nothing to cite it by."""
    return words in {ruling.in_language("title", language) for language in LANGUAGES}


def named(ruling: Ruling, heading: str) -> str:
    """Return the short name of a ruling in a drawing: its number or, where it has none, what it is called."""
    return ruling.number or heading
