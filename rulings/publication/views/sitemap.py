"""The map of the site for programs that search: an index and its parts."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from courtcase.people.permissions import public
from rulings.publication import sitemap as maps
from rulings.publication.caching import public_page
from rulings.publication.cross_origin import open_to_all_sites
from rulings.publication.facets import stamp_of_all

MOST = 10**9


@public("ruling.read_published")
@open_to_all_sites
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Say where the parts of the map are."""
    stamp, (opened_at, cases) = stamp_of_all(), maps.stamp_of_cases()
    changed_at = max(filter(None, (stamp.changed_at, opened_at)), default=None)

    def made() -> HttpResponse:
        return in_xml(maps.index_of(maps.parts(), base=base_of(request)))

    return public_page(request, stamp=["sitemap", *stamp, opened_at, cases], changed_at=changed_at, render=made)


@public("ruling.read_published")
@open_to_all_sites
@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """List the pages there always are."""

    def made() -> HttpResponse:
        return in_xml(maps.map_of(maps.pages(), base=base_of(request)))

    return public_page(request, stamp=["sitemap-pages"], changed_at=None, render=made)


@public("ruling.read_published")
@open_to_all_sites
@require_safe
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """List the pages of some rulings, or of some norms. Raises Http404 where there are none."""
    places = maps.part(kind, number) if kind in maps.KINDS and number < MOST else []
    if not places:
        raise Http404
    stamp = [(place.path, place.changed_at) for place in places]

    def made() -> HttpResponse:
        return in_xml(maps.map_of(places, base=base_of(request)))

    return public_page(request, stamp=["sitemap-part", *stamp], changed_at=None, render=made)


def base_of(request: HttpRequest) -> str:
    """Return the address of the site without a slash at the end."""
    return settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def in_xml(words: str) -> HttpResponse:
    """Return the answer that is an XML document."""
    return HttpResponse(words, content_type="application/xml; charset=utf-8")
