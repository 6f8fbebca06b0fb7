"""References: steps put together from the article down, and several of them side by side. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from courtcase.law.citing.steps import (
    MOST_STEPS,
    RANK,
    Item,
    Step,
    after_comma,
    read_compact,
    read_kazakh_step,
    read_numbers,
    read_step,
)
from courtcase.law.citing.words import Tokens
from courtcase.law.provisions import Segment

MOST_REFERENCES = 30
MOST_PARTS = 40


@dataclass(frozen=True)
class Part:
    """One provision: its segments from the article down, and where it stands in the text, in characters."""

    segments: tuple[Segment, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Reference:
    """What one run of steps names: one provision or, where a step has several numbers, several."""

    steps: tuple[Step, ...]
    start: int
    end: int

    @property
    def has_article(self) -> bool:
        """Say whether the article is named in it."""
        return self.steps[0].level == "article"

    @property
    def parts(self) -> list[Part]:
        """Return the provisions; the first begins where the reference does, the last ends where it ends."""
        combined = list(product(*(step.items for step in self.steps)))[:MOST_PARTS]
        listed = next((place for place, step in enumerate(self.steps) if len(step.items) > 1), None)
        parts = []
        for number, items in enumerate(combined):
            first, last = number == 0, number == len(combined) - 1
            own = items[listed] if listed is not None else None
            start = self.start if first or own is None else own.start
            end = self.end if last or own is None else own.end
            parts.append(Part(segments_of(self.steps, items), start, end))
        return parts


Reader = Callable[[Tokens, int], "tuple[Reference, int] | None"]


def segments_of(steps: Sequence[Step], items: Sequence[Item]) -> tuple[Segment, ...]:
    """Return the segments; a “пункт” inside a part is a point of it, not a paragraph."""
    segments: list[Segment] = []
    for step, item in zip(steps, items, strict=True):
        inside_part = step.level == "paragraph" and any(one.level == "part" for one in segments)
        segments.append(Segment("item" if inside_part else step.level, item.label))
    return tuple(segments)


def read_chain(tokens: Tokens, index: int) -> tuple[list[Reference], int] | None:
    """Return the references of Russian or English that begin at `index`, and the token after them."""
    return chained(tokens, index, read_reference, inherits_from_next=True)


def read_kazakh_chain(tokens: Tokens, index: int) -> tuple[list[Reference], int] | None:
    """Return the references of Kazakh that begin at `index`, and the token after them."""
    return chained(tokens, index, read_kazakh_reference, inherits_from_next=False)


def chained(
    tokens: Tokens, index: int, read: Reader, *, inherits_from_next: bool
) -> tuple[list[Reference], int] | None:
    """Return references with commas or “and” between them; one without an article takes that of its neighbour."""
    found: list[Reference] = []
    at = ahead = index
    while len(found) < MOST_REFERENCES:
        one = read(tokens, ahead)
        if one is None:
            break
        with_parts, at = read_asides(tokens, one[0], one[1])
        found += with_parts
        ahead = at + 1 if tokens[at].text == "," else at
        ahead = ahead + 1 if tokens[ahead].sense.get("and") else ahead
        if ahead == at:
            break
    return (with_articles(found, inherits_from_next), at) if found else None


def read_asides(tokens: Tokens, one: Reference, at: int) -> tuple[list[Reference], int]:
    """Return a reference with what parentheses say of its articles: “статьям 12, 13 (пункт 1) и 39 (пункты 1 и 3)”."""
    found: list[Reference] = []
    while len(one.steps) == 1 and one.has_article and tokens[at].text == "(" and len(found) < MOST_REFERENCES:
        inner = read_reference(tokens, at + 1)
        if inner is None or inner[0].has_article or tokens[inner[1]].text != ")":
            break
        article = one.steps[0]
        *before, last = article.items
        if before:
            found.append(Reference((replace(article, items=before),), one.start, before[-1].end))
        start = last.start if before else one.start
        steps = (replace(article, items=[last]), *inner[0].steps)
        found.append(Reference(steps, start, tokens[inner[1]].end))
        at = inner[1] + 1
        ahead = after_comma(tokens, at)
        numbers = read_numbers(tokens, ahead, closed=False, many=True) if ahead > at else None
        if numbers is None:
            return found, at
        items, at = numbers
        one = Reference((replace(article, items=items),), items[0].start, items[-1].end)
    return [*found, one], at


def with_articles(found: Sequence[Reference], from_next: bool) -> list[Reference]:
    """Return references, those without an article with the one of the next (in Kazakh: the one before)."""
    given: list[Reference] = []
    article: Step | None = None
    for one in reversed(found) if from_next else found:
        if one.has_article:
            article = one.steps[0]
        elif article is not None:
            one = replace(one, steps=(replace(article, items=article.items[:1]), *one.steps))
        given.append(one)
    return given[::-1] if from_next else given


def read_reference(tokens: Tokens, index: int) -> tuple[Reference, int] | None:
    """Return one reference of Russian or English: from the smallest part up to the article, or from the article down."""
    first = read_step(tokens, index)
    if first is None:
        return None
    steps = [first, *(read_compact(tokens, first.after) if first.level == "article" else [])]
    at, up = steps[-1].after, first.level != "article"
    while len(steps) < MOST_STEPS:
        one = next_step(tokens, at, steps[-1], up)
        if one is None:
            break
        steps.append(one)
        at = one.after
        if one.level == "article":
            compact = read_compact(tokens, at)
            steps = [*steps[:-1], *reversed(compact), one]
            at = compact[-1].after if compact else at
            break
    start, end = min(step.start for step in steps), max(step.end for step in steps)
    return Reference(tuple(reversed(steps)) if up else tuple(steps), start, end), at


def next_step(tokens: Tokens, at: int, before: Step, up: bool) -> Step | None:
    """Return the step that goes on from `before`: out of it (`up`) or, after a comma or “of”, into it."""
    ahead = at
    while tokens[ahead].sense.get("of") and ahead - at < 2:
        ahead += 1
    if not up and tokens[ahead].text == ",":
        ahead += 1
    one = read_step(tokens, ahead)
    if one is None or one.level == before.level:
        return None
    if up:
        return one if holds(one, before) else None
    # “статья 12, пункт 1 статьи 13”: what follows the comma has an article of its own.
    goes_up = read_step(tokens, one.after)
    own_article = goes_up is not None and goes_up.level == "article"
    return None if own_article or holds(one, before) else one


def holds(outer: Step, inner: Step) -> bool:
    """Say whether a step of one level may hold one of the other; parts hold paragraphs, and paragraphs parts."""
    same = {outer.level, inner.level} == {"part", "paragraph"}
    noted = outer.level == "note" and inner.level != "article"
    return same or noted or RANK[outer.level] < RANK[inner.level]


def read_kazakh_reference(tokens: Tokens, index: int) -> tuple[Reference, int] | None:
    """Return one reference of Kazakh: from the article down."""
    first = read_kazakh_step(tokens, index)
    if first is None or (first.level == "note" and not first.items[0].label):
        return None
    steps, at = [first], first.after
    while len(steps) < MOST_STEPS:
        one = read_kazakh_step(tokens, at)
        if one is None or one.level == steps[-1].level or not holds(steps[-1], one):
            break
        steps.append(one)
        at = one.after
    return Reference(tuple(steps), steps[0].start, steps[-1].end), at
