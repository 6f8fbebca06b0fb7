"""Published rulings read whole, many at once: what the API says of each, and what its files are made of."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from rulings.execution.queries import shown_steps
from rulings.models import Measure, Rendition, Ruling, RulingLink, RulingText
from rulings.publication.citing import NORM, linked_citations
from rulings.publication.queries import NORMS

READ_FOR_FILES = {"provisions", "bench", "mendings", "texts", "renditions", "citations", "links_out"}


def for_files() -> tuple[Any, ...]:
    """Return what the files of a ruling are made of, as lookups to prefetch."""
    return ("bench", "mendings", *told())


def told() -> tuple[Any, ...]:
    """Return what both its files and the API say of it, as lookups to prefetch."""
    return (
        NORMS,
        Prefetch("texts", queryset=RulingText.objects.order_by("language")),
        Prefetch("renditions", queryset=Rendition.objects.defer("html")),
        Prefetch("citations", queryset=linked_citations().select_related(*NORM, "cited").order_by("id")),
        Prefetch("links_out", queryset=RulingLink.objects.select_related("to_ruling").order_by("id")),
    )


def read_for_files(ruling: Ruling) -> Ruling:
    """Return a ruling with what its files are made of; what was read of it before is not read again."""
    if not set(getattr(ruling, "_prefetched_objects_cache", ())) >= READ_FOR_FILES:
        prefetch_related_objects([ruling], *for_files())
    return ruling


def whole(found: QuerySet[Ruling]) -> QuerySet[Ruling]:
    """Return rulings with all that the API says of each, by as many statements for a hundred as for one."""
    measures = Measure.objects.select_related("ruling", "answerable", "resulting_act").prefetch_related(shown_steps())
    return found.select_related("facts", "case").prefetch_related(
        *told(),
        "plain_words",
        Prefetch("measures", queryset=measures),
        Prefetch("links_in", queryset=RulingLink.objects.select_related("from_ruling").order_by("id")),
    )
