"""What programs that search should know of: public pages alone, in parts, each address with its other languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from courtcase.law.models import Provision
from petitions.models import Case
from rulings.access import published
from rulings.models.kinds import LANGUAGES
from rulings.publication.citing import linked_citations, norm_path
from rulings.publication.queries import last_change

# Rulings or norms whose ids begin alike stand in one part: a part stays what it is when others are published.
EACH = 1_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
# Pages without a row of their own, by the name of their address.
PAGES = (
    *("publication:home", "publication:list", "publication:cases", "publication:sessions", "publication:constitution"),
    *(
        "publication:open_data",
        "statistics:page",
        "statistics:definitions",
        "execution:list",
        "api_docs",
        "filing:start",
    ),
)


@dataclass(frozen=True)
class Place:
    """A page: its path without language, and when what it shows last changed; None: not known."""

    path: str
    changed_at: datetime | None


def pages() -> list[Place]:
    """Return the pages there always are; no statement."""
    return [Place(reverse(name)[3:], None) for name in PAGES]


def rulings() -> QuerySet[Any]:
    """Return the published rulings, each with `changed`."""
    return published().annotate(changed=F("page_changed_at"))


def norms() -> QuerySet[Any]:
    """Return the norms that published rulings examined or cite, each with `changed`: when what was examined last changed."""
    examined = Q(pk__in=published().values("provisions__provision"))
    cited = Q(pk__in=linked_citations().filter(ruling__in=published(), provision__isnull=False).values("provision"))
    shown = Q(ruling_provisions__ruling__state="published")
    return Provision.objects.filter(examined | cited).annotate(
        changed=Max("ruling_provisions__ruling__page_changed_at", filter=shown)
    )


def cases() -> QuerySet[Any]:
    """Return the cases the Court accepted, each with `changed`: when it was opened here."""
    return Case.objects.annotate(changed=F("subject__created_at"))


def stamp_of_cases() -> tuple[datetime | None, int]:
    """Return when a case was last opened here and how many there are, by one statement: what tells one state from another."""
    row = cases().aggregate(at=Max("changed"), count=Count("pk"))
    return row["at"], row["count"]


KINDS: dict[str, tuple[Callable[[], QuerySet[Any]], Callable[[Any], str]]] = {
    "rulings": (rulings, lambda ruling: ruling.public_path),
    "norms": (lambda: norms().select_related("act"), norm_path),
    "cases": (cases, lambda case: f"/cases/{case.number}/"),
}


def part(kind: str, number: int) -> list[Place]:
    """Return the pages of one part, in one statement; none where there is no such part."""
    found, path_of = KINDS[kind]
    rows = found().filter(pk__gte=number * EACH, pk__lt=(number + 1) * EACH).order_by("pk")
    return [Place(path_of(row), row.changed) for row in rows]


def parts() -> Iterator[Place]:
    """Yield every part of the map with its last change, in four statements."""
    yield Place("/sitemap-pages.xml", last_change())
    for kind, (found, _path_of) in KINDS.items():
        known: dict[int, datetime | None] = {}
        for pk, changed in found().order_by("pk").values_list("pk", "changed"):
            before = known.get(pk // EACH)
            known[pk // EACH] = max(filter(None, (before, changed)), default=None)
        yield from (Place(f"/sitemap-{kind}-{number}.xml", changed) for number, changed in known.items())


def index_of(places: Iterable[Place], *, base: str) -> str:
    """Return the index: where the parts are."""
    lines = [f"<sitemap>{location(base + place.path)}{when(place)}</sitemap>" for place in places]
    return written(f'<sitemapindex xmlns="{NAMESPACE}">', lines, "</sitemapindex>")


def map_of(places: Iterable[Place], *, base: str) -> str:
    """Return one part: each page in each language, with the addresses of the others."""
    lines = []
    for place in places:
        path = iri_to_uri(place.path)
        others = "".join(other(code, f"{base}/{code}{path}") for code in LANGUAGES)
        others += other("x-default", f"{base}/{LANGUAGES[0]}{path}")
        lines += [f"<url>{location(f'{base}/{code}{path}')}{when(place)}{others}</url>" for code in LANGUAGES]
    return written(f'<urlset xmlns="{NAMESPACE}" xmlns:xhtml="{XHTML}">', lines, "</urlset>")


def written(begin: str, lines: Iterable[str], end: str) -> str:
    """Return an XML document."""
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', begin, *lines, end, ""])


def location(address: str) -> str:
    """Return where a page or a part is."""
    return f"<loc>{escape(address)}</loc>"


def when(place: Place) -> str:
    """Return when a page last changed, if it is known."""
    return f"<lastmod>{place.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if place.changed_at else ""


def other(code: str, address: str) -> str:
    """Return the address of a page in a language."""
    return f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>'
