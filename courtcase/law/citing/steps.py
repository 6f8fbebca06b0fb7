"""Steps down an act as texts write them: “подпунктами 1) и 2) пункта 3 статьи 16”, “16-бабы 3-тармағының 1) тармақшасы”. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from courtcase.law.citing.words import ABBREVIATED, DASHES, HYPHENS, RAISED, Tokens, is_in_parentheses, is_sign

# What holds what: an article its parts or paragraphs, those points and sub-paragraphs, all of them indents.
RANK = {"article": 0, "note": 1, "part": 2, "paragraph": 2, "item": 3, "subparagraph": 4, "indent": 5}
# Numbers that may be written with a parenthesis: “подпункт 1)”.
CLOSED = frozenset({"subparagraph", "item", "paragraph"})
MOST_NUMBERS = 40
MOST_STEPS = 6
LONGEST_RANGE = 30


@dataclass(frozen=True)
class Item:
    """One number of a step, and where it stands in the text, in characters."""

    label: str
    start: int
    end: int


@dataclass
class Step:
    """A level with its numbers; `start` and `end` in characters, `after` is the token that follows."""

    level: str
    items: list[Item]
    start: int
    end: int
    after: int


def read_number(tokens: Tokens, index: int, *, closed: bool) -> tuple[Item, int] | None:
    """Return the number at `index` (482, 43-1, 319¹, 14) and the token after it; `closed`: it may end in a parenthesis."""
    first = tokens[index]
    if first.kind != "n" or len(first.text) > 4:
        return None
    label, at = str(int(first.text)), index + 1
    if tokens[at].kind == "s" and tokens[at].glued:
        label, at = f"{label}-{tokens[at].text.translate(RAISED)}", at + 1
    elif is_sign(tokens[at], HYPHENS) and tokens[at].glued and tokens[at + 1].kind == "n" and tokens[at + 1].glued:
        label, at = f"{label}-{int(tokens[at + 1].text[:4])}", at + 2
    if closed and tokens[at].text == ")" and tokens[at].glued and not is_in_parentheses(tokens, index):
        return Item(label, first.start, tokens[at].end), at + 1
    follows = tokens[at]
    if is_sign(follows, HYPHENS | DASHES) and tokens[at + 1].sense.get("suffix") is not None:
        return None  # “29-НП” is a ruling
    torn = follows.kind == "w" or (is_sign(follows, "./") and tokens[at + 1].kind == "n" and tokens[at + 1].glued)
    if follows.glued and torn:
        return None
    return Item(label, first.start, tokens[at - 1].end), at


def read_numbers(tokens: Tokens, index: int, *, closed: bool, many: bool) -> tuple[list[Item], int] | None:
    """Return a number, or several (`many`) with commas, “and” or a dash between them, and the token after them."""
    first = read_number(tokens, index, closed=closed)
    if first is None:
        return None
    items, at = unfolded([], first[0], many), first[1]
    while many and len(items) < MOST_NUMBERS:
        is_range = is_sign(tokens[at], DASHES | HYPHENS) or tokens[at].sense.get("range") is not None
        ahead = at + 1 if is_range else after_comma(tokens, at)
        found = read_number(tokens, ahead, closed=closed) if ahead > at else None
        if found is None or is_counted(tokens, found[1]):
            break
        items = ranged(items, found[0]) if is_range else unfolded(items, found[0], many)
        at = found[1]
    return items, at


def after_comma(tokens: Tokens, index: int) -> int:
    """Return where a list goes on after a comma, “and” or both; `index` itself where it does not."""
    at = index + 1 if tokens[index].text == "," else index
    return at + 1 if tokens[at].sense.get("and") else at


def is_counted(tokens: Tokens, index: int) -> bool:
    """Say whether the number before `index` counts days or something else that is no part of an act."""
    sense = tokens[index].sense
    return sense.get("month") is not None or sense.get("year") is not None or tokens[index].kind == "n"


def unfolded(items: list[Item], item: Item, many: bool) -> list[Item]:
    """Return `items` with one more; “15-17” among several is a range, “43-1” is one number."""
    low, _, high = item.label.partition("-")
    if many and high and int(high) > int(low):
        middle = item.start + len(low)
        return ranged([*items, Item(low, item.start, middle)], Item(high, middle + 1, item.end))
    return [*items, item]


def ranged(items: list[Item], last: Item) -> list[Item]:
    """Return `items` with all numbers up to `last`; those between have a place without words."""
    low, high = items[-1].label, last.label
    between: list[Item] = []
    if low.isdigit() and high.isdigit() and int(low) < int(high) <= int(low) + LONGEST_RANGE:
        place = items[-1].end
        between = [Item(str(number), place, place) for number in range(int(low) + 1, int(high))]
    return [*items, *between, last]


def read_ordinals(tokens: Tokens, index: int) -> tuple[list[Item], int] | None:
    """Return ordinals (“первой и второй”, “екінші”) and the token after them."""
    items: list[Item] = []
    at = ahead = index
    while len(items) < MOST_NUMBERS:
        token = tokens[ahead]
        label = token.sense.get("ordinal")
        if label is None:
            break
        items.append(Item(label, token.start, token.end))
        at = ahead + 1
        is_range = is_sign(tokens[at], DASHES)
        ahead = at + 1 if is_range else after_comma(tokens, at)
        if ahead == at:
            break
    return (items, at) if items else None


def read_step(tokens: Tokens, index: int) -> Step | None:
    """Return a step of Russian or English at `index`: the level before its numbers, or ordinals before their level."""
    first = tokens[index]
    if first.sense.get("ordinal") and first.sense.language != "kk":
        found = read_ordinals(tokens, index)
        level = tokens[found[1]] if found else first
        if found is None or not level.sense.get("level"):
            return None
        if level.sense.language == "kk" and level.lower not in {"абзац", "абзацы"}:
            return None
        return Step(level.sense.values["level"], found[0], first.start, level.end, found[1] + 1)
    level_name = first.sense.get("level")
    if level_name is None:
        return None
    at = index + 1
    if first.lower == "sub" and is_sign(tokens[at], HYPHENS):
        at += 2
    if first.lower in ABBREVIATED and tokens[at].text == ".":
        at += 1
    many = first.sense.many != "no"
    numbers = read_numbers(tokens, at, closed=level_name in CLOSED, many=many) or read_ordinals(tokens, at)
    if numbers is None:
        return (
            Step(level_name, [Item("", first.start, first.end)], first.start, first.end, at)
            if level_name == "note"
            else None
        )
    return Step(level_name, numbers[0], first.start, max(numbers[0][-1].end, tokens[numbers[1] - 1].end), numbers[1])


def read_compact(tokens: Tokens, index: int) -> list[Step]:
    """Return what stands glued to an article's number: “(3)14)” of “16(3)14)”."""
    steps: list[Step] = []
    at = index
    if tokens[at].text == "(" and tokens[at].glued and tokens[at + 1].kind == "n" and tokens[at + 2].text == ")":
        number = tokens[at + 1]
        steps.append(step_of("paragraph", number.text, tokens[at].start, tokens[at + 2].end, at + 3))
        at += 3
        if tokens[at].kind == "n" and tokens[at].glued and tokens[at + 1].text == ")":
            steps.append(step_of("subparagraph", tokens[at].text, tokens[at].start, tokens[at + 1].end, at + 2))
    return steps


def step_of(level: str, label: str, start: int, end: int, after: int) -> Step:
    """Return a step with one number."""
    return Step(level, [Item(label, start, end)], start, end, after)


def read_kazakh_step(tokens: Tokens, index: int) -> Step | None:
    """Return a step of Kazakh at `index`: numbers or ordinals before their level, “13 және 14-баптары”."""
    first = tokens[index]
    found = read_kazakh_numbers(tokens, index) or (
        read_ordinals(tokens, index) if first.sense.language == "kk" else None
    )
    if found is None:
        is_note = first.sense.get("level") == "note" and first.sense.language == "kk"
        return step_of("note", "", first.start, first.end, index + 1) if is_note else None
    items, at = found
    level = tokens[at]
    name = level.sense.get("level")
    if name is None or level.sense.language != "kk":
        return None
    kept = items if level.sense.many != "no" else items[-1:]
    if level.sense.many != "no":
        several: list[Item] = []
        for item in kept:
            several = unfolded(several, item, True)
        kept = several
    return Step(name, kept, kept[0].start, level.end, at + 1)


def read_kazakh_numbers(tokens: Tokens, index: int) -> tuple[list[Item], int] | None:
    """Return the numbers before a Kazakh level, and the level's place: “15–17-”, “6), 11) және 14)”, “43-1-”."""
    if index < tokens.barren:
        return None
    items: list[Item] = []
    at = index
    is_range = False
    while len(items) < MOST_NUMBERS:
        found = read_number(tokens, at, closed=True)
        if found is None:
            break
        items = ranged(items, found[0]) if is_range else [*items, found[0]]
        at = found[1]
        joined = at + 1 if is_sign(tokens[at], HYPHENS) else at
        if tokens[joined].sense.get("level") and tokens[joined].sense.language == "kk":
            return items, joined
        is_range = is_sign(tokens[at], DASHES)
        ahead = at + 1 if is_range else after_comma(tokens, at)
        if ahead == at:
            break
        at = ahead
    tokens.barren = max(tokens.barren, at)
    return None
