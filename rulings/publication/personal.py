"""What in a text may be about a private person: found by rules, decided by a person, each. Pure.

The rules look for the shapes in which decisions name people: they find too much rather than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from courtcase.iin import is_valid_iin

BIG, SMALL = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ", "a-zа-яёәғқңөұүһі"
WORD = rf"[{BIG}][{SMALL}]+(?:-[{BIG}][{SMALL}]+)?"
# Russian patronymics in every case, Kazakh ones in both alphabets: they tell a name from two words with capitals.
PATRONYMIC = (
    rf"[{BIG}][{SMALL}]+(?:(?:ович|евич|ьич|ич)(?:а|у|ем|е)?|(?:овн|евн|ичн)(?:а|ы|е|у|ой)|(?:ovich|evich|ovna|evna|ichna))"
    rf"|[{BIG}][{SMALL}]+[ -]?(?:ұлы|қызы|улы|кызы|uly|qyzy|kyzy)(?:н?[ыi]?[нң]|ның|на|ң|мен)?"
)
INITIALS = rf"[{BIG}]\.\s?(?:[{BIG}]\.)?"


class PersonalKind(StrEnum):
    """What was found."""

    IIN = "iin"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    ADDRESS = "address"


# The first that takes a place keeps it: an IIN is no telephone.
RULES: tuple[tuple[PersonalKind, re.Pattern[str]], ...] = (
    (PersonalKind.NUMBER, re.compile(r"(?<![\w/-])\d{6}\s?\d{6}(?![\w/-])")),
    (PersonalKind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (PersonalKind.PHONE, re.compile(r"(?<!\w)(?:\+7|8)(?:[\s()-]{0,2}\d){10}(?!\d)")),
    (
        PersonalKind.NAME,
        re.compile(
            rf"(?<!\w)(?:(?:{WORD}\s+)?{WORD}\s+(?:{PATRONYMIC})(?:\s+{WORD})?|{WORD}\s+{INITIALS}|{INITIALS}\s?{WORD})(?!\w)"
        ),
    ),
    (
        PersonalKind.ADDRESS,
        re.compile(
            rf"(?<!\w)(?:ул\.|улиц\w+|пр\.|проспект\w*|мкр\.?|микрорайон\w*|пер\.|переулок|st\.|street)\s+{WORD}(?:\s+{WORD})?\s*,?"
            rf"\s*(?:(?:д|дом)\.?\s*)?\d+\w?(?:\s*,\s*(?:д|дом|кв|квартира)\.?\s*\d+\w?)*"
            rf"|(?<!\w){WORD}(?:\s+{WORD})?\s+(?:көшесі|даңғылы|шағын ауданы|ықшам ауданы)\s*,?\s*\d+\w?"
            r"(?:-?үй)?(?:\s*,\s*\d+(?:-?пәтер)?)?"
        ),
    ),
)


@dataclass(frozen=True)
class Personal:
    """One thing found, with the words before and after it."""

    kind: PersonalKind
    words: str
    around: str


def personal_in(texts: Iterable[str], *, known: Iterable[str] = ()) -> list[Personal]:
    """Return what in `texts` may be personal, each words once, in the order they stand. `known` are names everyone may read."""
    public = {squeezed(name) for name in known}
    found: dict[str, Personal] = {}
    for text in texts:
        for one in found_in(text):
            if squeezed(one.words) not in public:
                found.setdefault(squeezed(one.words), one)
    return list(found.values())


def found_in(text: str) -> Iterator[Personal]:
    """Yield what one text holds; no place is told twice."""
    taken = [False] * len(text)
    for kind, rule in RULES:
        for match in rule.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = [True] * (end - start)
            words = match.group()
            told = PersonalKind.IIN if kind is PersonalKind.NUMBER and is_valid_iin(squeezed(words)) else kind
            yield Personal(
                told, " ".join(words.split()), text[max(0, start - 60) : end + 60].replace("\n", " ").strip()
            )


def tells_iin(words: str) -> bool:
    """Say whether words hold an individual identification number, which is never published."""
    return any(one.kind is PersonalKind.IIN for one in found_in(words))


def squeezed(words: str) -> str:
    """Return words without spaces, in small letters: how two spellings are told to be one."""
    return "".join(words.split()).casefold()


def initials_of(name: str) -> str:
    """Return a proposal for a name: the first letters of its words, as decisions print them. “Иванов Иван Иванович”: “И.И.И.”"""
    return "".join(f"{word[0]}." for word in re.findall(rf"[{BIG}][{SMALL}.]*", name))
