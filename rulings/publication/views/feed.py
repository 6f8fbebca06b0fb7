from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from courtcase.people.permissions import public
from rulings.access import published
from rulings.models import Ruling
from rulings.publication.caching import public_page
from rulings.publication.cross_origin import open_to_all_sites
from rulings.publication.filters import FilterForm, Filters, narrowed
from rulings.publication.queries import last_change, line_of, with_norms
from rulings.publication.searching import answer_to
from rulings.publication.views.ruling_list import kept_query

LATEST = 30


@public("ruling.read_published")
@open_to_all_sites
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give out the newest published rulings as an Atom feed in the language of the address: all, or those of a search."""
    changed_at = last_change()

    def made() -> HttpResponse:
        base = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
        query = kept_query(request)
        content = written(get_language() or "kk", base=base, found=asked_for(request), query=query)
        return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")

    return public_page(request, stamp=["feed", changed_at], changed_at=changed_at, render=made)


def asked_for(request: HttpRequest) -> QuerySet[Ruling]:
    """Return the published rulings that the address asks for; procedural ones too where it asks for nothing."""
    if not kept_query(request):
        return published()
    asked = Filters.of(FilterForm(request.GET))
    found = narrowed(asked)
    if asked.number is not None and found.filter(asked.number).exists():
        return found.filter(asked.number)
    if not asked.words:
        return found
    answer = answer_to(asked)
    # What holds a part of the words is shown to a reader; a feed would lose it again with the first full answer.
    return found.none() if answer.found.partly else found.filter(pk__in=answer.ids)


def written(language: str, *, base: str, found: QuerySet[Ruling], query: str) -> str:
    """Return the feed's XML; `base` is the address of the site without a slash at the end, `query` what is asked."""
    made = Atom1Feed(
        title=gettext("Rulings of the Constitutional Court of the Republic of Kazakhstan"),
        link=base + reverse("publication:list") + query,
        description=None,
        language=language,
        feed_url=base + reverse("publication:feed") + query,
    )
    newest = with_norms(found.select_related("subject")).order_by("-published_at", "-sort_day", "-id")[:LATEST]
    for ruling in newest:
        line = line_of(ruling, language)
        outcomes = "; ".join(outcome["words"] for outcome in line.outcomes)
        made.add_item(
            title=line.heading,
            link=base + line.url,
            description=". ".join(filter(None, [f"{line.unseen} {line.title}".strip(), outcomes])),
            unique_id=f"urn:uuid:{ruling.subject.uuid}",
            pubdate=ruling.published_at,
            updateddate=ruling.page_changed_at,
        )
    return made.writeString("utf-8")
