"""Articles that people name and the list of provisions does not know: most of the law is not in it."""

from __future__ import annotations

from dataclasses import dataclass

from courtcase.law.citations import cite_segments
from courtcase.law.models import Act, Provision
from courtcase.law.models.acts import ActKind, Level
from courtcase.law.provisions import Segment
from courtcase.law.queries.provisions import acts_named, split_query

MOST = 3
# Acts that are divided into articles; every other kind begins with paragraphs.
WITH_ARTICLES = frozenset({ActKind.CODE, ActKind.LAW, ActKind.CONSTITUTIONAL_LAW})


@dataclass(frozen=True)
class Unlisted:
    """An article of a known act that has no row of its own; `path` as it was typed: “500”, “16(3)14)”."""

    act: Act
    path: str

    def cited(self, language: str) -> str:
        """Return it as it is cited in `language` (kk, ru, en)."""
        name = self.act.named(language)
        level = Level.ARTICLE if self.act.kind in WITH_ARTICLES else Level.PARAGRAPH
        return cite_segments(act=name, segments=[Segment(level, self.path)], language=language)


def unlisted(text: str) -> list[Unlisted]:
    """Return the articles named in `text` of acts that are known by it, where the list has no such article; at most three."""
    words, path = split_query(text)
    if not words or not path:
        return []
    acts = list(Act.objects.filter(pk__in=acts_named(words)).exclude(kind=ActKind.CONSTITUTION).order_by("code")[:MOST])
    known = set(Provision.objects.filter(act__in=acts, path=path).values_list("act", flat=True))
    return [Unlisted(act, path) for act in acts if act.pk not in known]
