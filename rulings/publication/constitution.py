"""The Constitution in cases: how many published rulings concern each of its articles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from courtcase.law.models import DecidedProvision, Edition, Provision
from courtcase.law.models.acts import Level
from courtcase.law.queries import line_of


@dataclass(frozen=True)
class ArticleInCases:
    """An article of a Constitution, and how many published rulings decided on it or on a part of it."""

    provision: Provision
    rulings: int


def articles_in_cases() -> list[ArticleInCases]:
    """Return every article we know of the Constitutions, the one in force last first, in the order of its articles."""
    editions = list(Edition.objects.current().select_related("constitution").order_by("-applies_from"))
    order = {edition.constitution_id: place for place, edition in reversed(list(enumerate(editions)))}
    found = Provision.objects.filter(act__in=order, level=Level.ARTICLE).select_related("act").order_by("sort_key")
    articles = sorted(found, key=lambda one: order[one.act_id])
    counts = rulings_by_article(list(order))
    return [ArticleInCases(one, counts[one.pk]) for one in articles]


def rulings_by_article(acts: list[int]) -> Counter[int]:
    """Return how many rulings decided on each article of these acts (ids) or on a part of it."""
    decided = DecidedProvision.objects.filter(provision__act__in=acts).select_related(
        "provision__parent__parent__parent"
    )
    pairs = {(line_of(row.provision)[0].pk, row.ruling_uuid) for row in decided}
    return Counter(article for article, _ruling in pairs)
