from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from courtcase.people.permissions import public
from rulings.access import published
from rulings.publication.caching import public_page
from rulings.publication.queries import last_change, line_of, with_norms

LATEST = 30


@public("ruling.read_published")
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give out the newest published rulings as an Atom feed in the language of the address."""
    changed_at = last_change()

    def made() -> HttpResponse:
        content = written(
            get_language() or "kk", base=settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
        )
        return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")

    return public_page(request, stamp=["feed", changed_at], changed_at=changed_at, render=made)


def written(language: str, *, base: str) -> str:
    """Return the feed's XML; `base` is the address of the site without a slash at the end."""
    made = Atom1Feed(
        title=gettext("Rulings of the Constitutional Court of the Republic of Kazakhstan"),
        link=base + reverse("publication:list"),
        description=None,
        language=language,
        feed_url=base + reverse("publication:feed"),
    )
    newest = with_norms(published().select_related("subject")).order_by("-published_at", "-sort_day", "-id")[:LATEST]
    for ruling in newest:
        line = line_of(ruling, language)
        outcomes = "; ".join(outcome["words"] for outcome in line.outcomes)
        made.add_item(
            title=line.heading,
            link=base + line.url,
            description=". ".join(filter(None, [line.title, outcomes])),
            unique_id=f"urn:uuid:{ruling.subject.uuid}",
            pubdate=ruling.published_at,
            updateddate=ruling.page_changed_at,
        )
    return made.writeString("utf-8")
