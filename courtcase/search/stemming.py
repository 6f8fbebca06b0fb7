"""Cut words to their stems: Snowball for Russian and English, an own suffix stripper for Kazakh."""

from __future__ import annotations

import functools
import threading

import snowballstemmer

from courtcase.search.folding import KAZAKH_LETTERS, loose

# Endings in the loose alphabet, so that all variants of vowel harmony and both ways of typing are one list.
PLURAL = ("лар", "лер", "дар", "дер", "тар", "тер")
CASES = (
    *("нын", "нин", "дын", "дин", "тын", "тин"),
    *("га", "ге", "ка", "ке", "на", "не"),
    *("ны", "ни", "ды", "ди", "ты", "ти"),
    *("да", "де", "та", "те", "нда", "нде"),
    *("дан", "ден", "тан", "тен", "нан", "нен"),
    *("мен", "бен", "пен"),
    *("дагы", "деги", "тагы", "теги", "ндагы", "ндеги"),
)
# Of the first person only after a plural (істерім) or the consonants that a possessive voiced (құқығым): "шешім" is whole.
MINE = ("ым", "им")
VOICED_BY_POSSESSIVE = frozenset("бг")
POSSESSIVE = (
    *MINE,
    "ыныз",
    "иниз",
    "ныз",
    "низ",
    "ымыз",
    "имиз",
    "мыз",
    "миз",
    "сын",
    "син",
    "ын",
    "ин",
    "сы",
    "си",
    "ы",
    "и",
)
ENDINGS = tuple(sorted({*PLURAL, *CASES, *POSSESSIVE}, key=lambda ending: (-len(ending), ending)))
SHORTEST_STEM = 3
# Nouns of two letters that the law uses; without the list "істің" would keep its ending.
SHORT_NOUNS = frozenset(map(loose, ("іс", "ел", "үй", "ат", "ақ", "ай", "ар", "ән", "су")))
# Nouns whose own end looks like an ending: without the list "жұмысы" would give another stem than "жұмыс".
WHOLE_NOUNS = frozenset(
    map(
        loose,
        ("жұмыс", "отырыс", "жиналыс", "дауыс", "табыс", "кіріс", "шығыс", "құрылыс", "байланыс", "соғыс", "ұрыс")
        + ("мәжіліс", "келіс", "қозғалыс", "таныс", "сайыс", "ауыс", "ұсыныс", "өріс", "жүріс", "жарыс")
        + ("тыныс", "кеңес", "қарыс", "орыс", "жеміс", "болмыс", "тұрмыс", "қылмыс")
        + ("орган", "план", "закон", "район", "регион", "дүкен", "мекен", "заман", "майдан", "қорған")
        + ("акт", "факт", "тұрғын", "сатқын", "ұшқын", "тұтқын")
        + ("кәсіпорын", "телефон", "миллион", "ақын", "жақын", "алтын", "қатын", "шағым", "ұғым", "ағым", "егім"),
    )
)
# Nouns that lose their last vowel before a possessive ending: халық, халқы. Their stem is without it.
ELIDING = frozenset(
    map(loose, ("мүлік", "қауіп", "орын", "халық", "ерік", "мойын", "қарын", "ауыз", "мұрын", "ерін", "көрік", "бөрік"))
)
# Words of every petition whose forms Snowball leaves apart.
IRREGULAR_RUSSIAN = {"гражданин": "граждан", "гражда": "граждан", "люд": "человек"}
VOICED_ENDINGS = {"б": "п", "г": "к", "ғ": "қ"}
VOWELS = frozenset("аеиоуыэюя")
VOICELESS = frozenset("бвгдкпстфхцчшщ")
# Which letters an ending may follow, by its first letter: consonants agree, so "азаматы" is not "азама" with -ты.
EVERY_LETTER = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя")
BEFORE = {
    "т": VOICELESS,
    "к": VOICELESS,
    "п": VOICELESS,
    "д": EVERY_LETTER - VOICELESS,
    "л": VOWELS | {"р", "й", "л"},
    "н": VOWELS | {"м", "н"},
    "с": VOWELS,
}

_snowball = threading.local()


@functools.lru_cache(maxsize=30_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded `word` of a text in `language` ("kk", "ru" or "en").

    The letters decide before the language does: a Latin word is stemmed as English, a word with a letter
    only Kazakh has as Kazakh.
    """
    if not word.isalpha():
        return word
    if word.isascii():
        return _by_snowball("english", word)
    if language == "kk" or not KAZAKH_LETTERS.isdisjoint(word):
        return kazakh_stem(word)
    stemmed = _by_snowball("russian", word)
    return IRREGULAR_RUSSIAN.get(stemmed, stemmed)


def kazakh_stem(word: str) -> str:
    """Return a folded Kazakh `word` without plural, possessive and case endings: "бабының" gives "бап".

    Endings are cut from the end until none is left, so every form of a word ends at the same stem even where
    that stem is shorter than the dictionary's. The last voiced consonant is then put back (б to п, ғ to қ).
    """
    length = len(word)
    plain = loose(word)
    while (shorter := _cut(plain[:length])) != length:
        length = shorter
    kept = word[:length]
    if plain[:length] in ELIDING:
        kept = kept[:-2] + kept[-1]
    return kept[:-1] + VOICED_ENDINGS.get(kept[-1], kept[-1]) if length > SHORTEST_STEM - 1 else kept


def _cut(plain: str) -> int:
    """Return the length of `plain` without its longest ending, or its whole length when it has none."""
    if plain in WHOLE_NOUNS or plain in ELIDING:
        return len(plain)
    for ending in ENDINGS:
        if plain.endswith(ending) and (plain[: -len(ending)] in WHOLE_NOUNS or plain[: -len(ending)] in ELIDING):
            return len(plain) - len(ending)
    for ending in ENDINGS:
        if not plain.endswith(ending):
            continue
        rest = plain[: -len(ending)]
        if not _may_follow(ending, rest):
            continue
        if rest in SHORT_NOUNS or (len(rest) >= SHORTEST_STEM and not VOWELS.isdisjoint(rest)):
            return len(rest)
    return len(plain)


def _may_follow(ending: str, rest: str) -> bool:
    """Say whether an ending agrees with what is left before it."""
    if ending in MINE:
        return rest[-1:] in VOICED_BY_POSSESSIVE or rest.endswith(PLURAL)
    return rest[-1:] in BEFORE.get(ending[0], EVERY_LETTER)


def _by_snowball(algorithm: str, word: str) -> str:
    """Return the Snowball stem; a stemmer keeps state while it works, so each thread has its own."""
    stemmer = getattr(_snowball, algorithm, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(algorithm)
        setattr(_snowball, algorithm, stemmer)
    return stemmer.stemWord(word)
