"""Finding provisions by the words people type, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q, QuerySet

from courtcase.law.citations import cite_segments
from courtcase.law.folding import fold_words
from courtcase.law.models import Act, DecidedProvision, Edition, Provision
from courtcase.law.models.acts import Level
from courtcase.law.provisions import Segment, parse_segments, path_of
from courtcase.law.queries.rules import edition_on
from courtcase.search.folding import layout_guesses

LIMIT = 30
# A number of an article with whatever is written after it: 482, 43-1, 16(3)14), 16 (3) 14).
NUMBERS = re.compile(r"(?<![\w/])\d+(?:-\d+)?(?:\s*\(\d+(?:-\d+)?\)|\s*\d+(?:-\d+)?\))*(?![\w/])")
# Words that say “article”, “part” and so on, and words too common to search by. Folded.
NOISE = re.compile(
    r"^(?:no|n|ст|стат\w*|бап\w*|баб\w*|art\w*|ч|част\w*|бол[ии]\w*|part|п|пункт\w*|тармак\w*|тармаг\w*|para\w*|пп|"
    r"подпункт\w*|subpara\w*|абзац\w*|indent|закон\w*|зан\w*|law|о|об|и|the|of|on|рк|кр|кодекс\w*|code)$"
)


def search_provisions(text: str, language: str) -> list[Provision]:
    """Return up to 30 provisions for what a person typed, best first: “482 УПК”, “482-бап ҚПК”, “CPC 482”, or words.

    `language` (kk, ru, en) only puts acts that have a name in it first: abbreviations of all three are understood.
    """
    for guess in (text, *layout_guesses(text)):
        words, path = split_query(guess)
        if not words and not path:
            continue
        acts = acts_named(words)
        found = at_path(path, acts=acts, named=bool(words)) if path else by_words(words, acts=acts)
        if found or path:
            return sorted(found, key=lambda p: rank(p, path, acts, language))[:LIMIT]
        if some := by_some_words(words):
            return some
    return []


def cited_whole() -> QuerySet[Provision]:
    """Return provisions with the act and all they are parts of: what a citation needs."""
    return Provision.objects.select_related("act", "parent__parent__parent__parent")


def at_path(path: str, *, acts: list[int], named: bool) -> list[Provision]:
    """Return the provisions at or under `path`; where an act has none there, those of the same article."""
    within = cited_whole().filter(act__in=acts) if named else cited_whole()
    found = list(within.filter(path__startswith=path).order_by("act", "sort_key")[: 4 * LIMIT])
    article = re.match(r"[\d-]+", path)
    if found or not named or article is None:
        return found
    alone = Q(path=article.group()) | Q(path__startswith=article.group() + "(")
    return list(within.filter(alone).order_by("act", "sort_key")[:LIMIT])


def by_words(words: list[str], *, acts: list[int]) -> list[Provision]:
    """Return the provisions whose heading, or whose act's name, holds every word."""
    headed = Q()
    for word in words:
        headed &= Q(search_text__contains=f" {without_ending(word)}")
    return list(cited_whole().filter(Q(act__in=acts) | headed).order_by("act", "sort_key")[: 4 * LIMIT])


def by_some_words(words: list[str]) -> list[Provision]:
    """Return the provisions that answer at least half of several words, those that answer most of them first."""
    if len(words) < 2:
        return []
    marks = [f" {word} " if len(word) <= 4 else f" {without_ending(word)}" for word in words]
    some = Q()
    for mark in marks:
        some |= Q(search_text__contains=mark) | Q(act__search_text__contains=mark)
    scored = [
        (sum(mark in one.search_text or mark in one.act.search_text for mark in marks), one)
        for one in cited_whole().filter(some).order_by("act", "sort_key")[: 10 * LIMIT]
    ]
    enough = [pair for pair in scored if 2 * pair[0] >= len(marks)]
    return [one for _score, one in sorted(enough, key=lambda pair: -pair[0])][:LIMIT]


def split_query(text: str) -> tuple[list[str], str]:
    """Return the folded words and the path (“16(3)14)”, blank if none) of what was typed."""
    folded = fold_words(text[:200])
    numbers = NUMBERS.search(folded)
    path = re.sub(r"\s+", "", numbers.group()) if numbers else ""
    rest = NUMBERS.sub(" ", folded, count=1) if numbers else folded
    suffixed = re.match(r".*?(?<![\w/])(\d+(?:-\d+)?)-(?:бап|баб|ст)\w*", folded)
    if suffixed:
        path, rest = suffixed.group(1), folded.replace(suffixed.group(0)[suffixed.start(1) :], " ", 1)
    words = [word for word in re.findall(r"[\w-]+", rest) if not NOISE.match(word) and word.strip("-")]
    return words, path


def without_ending(word: str) -> str:
    """Return what Russian and Kazakh endings leave alone of a long word: enough to know a name by, whatever its case."""
    return word[: max(5, len(word) - 3)] if len(word) > 6 else word


def acts_named(words: Iterable[str]) -> list[int]:
    """Return ids of the acts whose names hold every word; an abbreviation has to be there whole."""
    found = Act.objects.all()
    for word in words:
        found = found.filter(search_text__contains=f" {word} " if len(word) <= 4 else f" {without_ending(word)}")
    return list(found.values_list("pk", flat=True)[:50])


def rank(provision: Provision, path: str, acts: list[int], language: str) -> tuple[bool, bool, bool, int, str]:
    """Return the order of a find: the path itself, then a named act, then acts named in the reader's language."""
    begins_anew = not re.match(r"\d", provision.path[len(path) :])
    return (
        provision.path != path,
        not begins_anew,
        not getattr(provision.act, f"short_{language}", ""),
        0 if provision.act_id in acts else 1,
        f"{provision.act.code}/{provision.sort_key}",
    )


def provision_at(act: str, segments: str) -> Provision:
    """Return the provision of the act (its code) that data files write as “article 16 / paragraph 3 / subparagraph 14”.

    Raises Provision.DoesNotExist, and ValueError for segments that cannot be read.
    """
    return Provision.objects.select_related("act").get(act__code=act, path=path_of(parse_segments(segments)))


def line_of(provision: Provision) -> list[Provision]:
    """Return the provision and all it is a part of, the article first."""
    line = [provision]
    while line[0].parent is not None:
        line.insert(0, line[0].parent)
    return line


def cite(provision: Provision, language: str) -> str:
    """Return the provision as a lawyer cites it in `language` (kk, ru, en): “УПК, статья 482”."""
    segments = [Segment(part.level, part.label) for part in line_of(provision)]
    return cite_segments(act=provision.act.named(language), segments=segments, language=language)


def neighbours(provision: Provision) -> QuerySet[Provision]:
    """Return the other provisions of the same article that a ruling decided on, in the order of the act."""
    article = line_of(provision)[0]
    within = Q(sort_key=article.sort_key) | Q(sort_key__startswith=article.sort_key + "/")
    return (
        Provision.objects.filter(within, act=provision.act, decided__isnull=False)
        .exclude(pk=provision.pk)
        .distinct()
        .order_by("sort_key")
    )


def decided_on(provision: Provision) -> QuerySet[DecidedProvision]:
    """Return what published rulings decided on the provision, what it is a part of, or its parts; newest first."""
    above = [part.pk for part in line_of(provision)]
    inside = Q(provision__sort_key__startswith=provision.sort_key + "/") | Q(provision__level=Level.WHOLE)
    return DecidedProvision.objects.filter(
        Q(provision__in=above) | Q(inside, provision__act=provision.act)
    ).select_related("provision__act")


def touched_by(provision: Provision) -> QuerySet[Provision]:
    """Return the provision, what it is a part of, and its parts: all on which something is decided with it."""
    above = [part.pk for part in line_of(provision)]
    inside = Q(sort_key__startswith=provision.sort_key + "/", act=provision.act_id)
    if provision.level == Level.WHOLE:
        inside = Q(act=provision.act_id)
    return Provision.objects.filter(Q(pk__in=above) | inside)


def constitution_articles(day: date) -> QuerySet[Provision]:
    """Return the articles of the Constitution that a petition filed on the legal day `day` may name, in their order.

    After 01.07.2026 the articles of the Constitution of 1995 follow those of the new one: the Constitutional Law still
    cites them, and a right may have been violated while they were in force.
    """
    edition = edition_on(day)
    constitutions = Edition.objects.current().filter(applies_from__lte=edition.applies_from).values("constitution")
    newest_first = models.Case(models.When(act=edition.constitution_id, then=0), default=1)
    return (
        Provision.objects.filter(act__in=constitutions, level=Level.ARTICLE)
        .select_related("act")
        .order_by(newest_first, "sort_key")
    )
