"""Read what a person typed into the search box and say it as a PostgreSQL tsquery."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery

from courtcase.search.citations import citations
from courtcase.search.folding import KAZAKH_LETTERS, clean, layout_guesses, loose
from courtcase.search.stemming import stem
from courtcase.search.thesaurus import other_words
from courtcase.search.tokens import LOOSE_MARK, Token, quoted, words

LONGEST_QUERY = 300
MOST_WORDS = 24
PHRASE = re.compile(r'["«“”„]([^"«»“”„]+)["»“”]')
# Words too common to ask for; inside quotation marks they count.
LITTLE_WORDS = frozenset(
    {"и", "в", "во", "на", "о", "об", "по", "с", "со", "к", "у", "от", "до", "за", "из", "не", "что", "для", "при"}
    | {"а", "но", "или", "же", "және", "мен", "бен", "пен", "туралы", "үшін", "бойынша", "да", "де", "та", "те"}
    | {"the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "is", "рк", "қр", "rk"}
)
# How parts of an act are shortened; a text may spell them out.
SPELLED_OUT = {
    **{"ст": ("статья",), "п": ("пункт",), "пп": ("подпункт",), "подп": ("подпункт",), "ч": ("часть",)},
    **{"абз": ("абзац",), "т": ("тармақ",), "тт": ("тармақша",), "art": ("article",), "para": ("paragraph",)},
}
ARTICLE_WORDS = frozenset({"ст", "статья", "статьи", "статье", "статью", "статьей", "art", "article", "бап"})
KAZAKH_ARTICLE = "баб"
QUOTED = re.compile(r"'(?:[^']|'')*'")


class BuiltQuery(SearchQuery):
    """A tsquery written by us: PostgreSQL casts it and does not parse or stem it again."""

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")
        self.text = text

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, *arguments: Any, **keywords: Any
    ) -> tuple[str, list[str]]:
        """Return the cast and its one parameter."""
        return "%s::tsquery", [self.text]


@dataclass(frozen=True)
class Clause:
    """One thing that is asked: its tsquery, what was typed, other words for it, whether it was read as a citation."""

    text: str
    typed: str
    also: tuple[str, ...] = ()
    cites: bool = False


def tsquery(query: str, language: str | None = None) -> str:
    """Return the text of a tsquery for `query`, or "" when nothing in it can be looked for.

    Every word must occur; words in quotation marks must stand side by side; parts of one printed number ("85-НП")
    too. A citation is matched by its norm however it was written, a word of the thesaurus also by the others of its
    line. A query that looks typed with the wrong keyboard layout is also looked for as it was meant. Without
    `language` stems of all three are tried.
    """
    asked = clean(query)[:LONGEST_QUERY]
    alternatives = [every(clauses_of(text, language)) for text in (asked, *layout_guesses(asked))]
    return " | ".join(f"({alternative})" for alternative in dict.fromkeys(alternatives) if alternative)


def every(clauses: list[Clause]) -> str:
    """Return the tsquery in which each clause must be met."""
    return " & ".join(dict.fromkeys(clause.text for clause in clauses))


def in_title(text: str) -> str:
    """Return a tsquery that is met only by what stands in the title or among the norms examined (weights A and B)."""
    return QUOTED.sub(lambda match: f"{match[0]}:AB", text)


def clauses_of(text: str, language: str | None = None) -> list[Clause]:
    """Return what `text` asks, clause by clause: phrases, citations, words of the thesaurus, other words."""
    found: list[Clause] = []
    rest = text
    for match in PHRASE.finditer(text):
        found.append(Clause(_phrase(words(match[1])[:MOST_WORDS], language), match[1]))
        rest = rest.replace(match[0], " ", 1)
    for citation in reversed(citations(rest)):
        if citation.start == citation.end:
            continue  # an article between the ends of a range: the ends are asked for
        cited = rest[citation.start : citation.end]
        spelled = _spelled(words(cited), language)
        found.append(Clause(f"({quoted(citation.token)} | ({spelled}))", cited.strip(), cites=True))
        rest = rest[: citation.start] + " " + rest[citation.end :]
    groups = _groups(words(rest)[:MOST_WORDS])
    telling = [group for group in groups if len(group) > 1 or group[0].lexeme not in LITTLE_WORDS]
    found.extend(_worded(telling or ([] if found else groups), language))
    return [clause for clause in found if clause.text]


def _worded(groups: list[list[Token]], language: str | None) -> list[Clause]:
    """Return the clauses of words in their order; words that the thesaurus knows together are one clause."""
    found: list[Clause] = []
    place = 0
    while place < len(groups):
        following = [group[0].lexeme if len(group) == 1 else "" for group in groups[place:]]
        length, others = other_words(following)
        taken = groups[place : place + max(length, 1)]
        typed = " & ".join(_phrase(group, language) for group in taken)
        said = " ".join("-".join(token.lexeme for token in group) for group in taken)
        if others:
            phrases = [_phrase(words(other), None) for other in others]
            found.append(Clause(f"(({typed}) | {' | '.join(phrases)})", said, also=others))
        else:
            found.append(Clause(typed, said))
        place += max(length, 1)
    return found


def _spelled(cited: list[Token], language: str | None) -> str:
    """Return the words of a citation joined by AND, a number beside its article word as a phrase."""
    pieces: list[str] = []
    place = 0
    while place < len(cited):
        pair = cited[place : place + 2]
        if len(pair) == 2 and _names_article(pair):
            pieces.append(_phrase(pair, language))
            place += 2
        else:
            pieces.append(_alternatives(pair[0].lexeme, language))
            place += 1
    return " & ".join(pieces)


def _names_article(pair: list[Token]) -> bool:
    """Say whether two words are an article word and a number, in the order of either language."""
    first, second = pair[0].lexeme, pair[1].lexeme
    if second.isdigit():
        return first in ARTICLE_WORDS
    return first.isdigit() and (second in ARTICLE_WORDS or second.startswith(KAZAKH_ARTICLE))


def _groups(found: list[Token]) -> list[list[Token]]:
    """Return words, with the parts of one printed thing ("85-НП", "12/2025") kept together."""
    groups: list[list[Token]] = []
    for token in found:
        if token.spaced or not groups:
            groups.append([token])
        else:
            groups[-1].append(token)
    return groups


def _phrase(found: list[Token], language: str | None) -> str:
    """Return the words as one phrase; a single word is a phrase of one."""
    joined = " <-> ".join(_alternatives(token.lexeme, language) for token in found)
    return f"({joined})" if len(found) > 1 else joined


@functools.lru_cache(maxsize=4_000)
def _alternatives(word: str, language: str | None) -> str:
    """Return the lexemes that answer one folded word: its stems, and its spellings with and without Kazakh letters."""
    return "(" + " | ".join(quoted(lexeme) for lexeme in answering_lexemes(word, language)) + ")"


def answering_lexemes(word: str, language: str | None) -> list[str]:
    """Return the lexemes of an indexed text that the folded `word` of a query matches, most exact first."""
    languages = ("kk", "ru") if language is None else (language,)
    spellings = (word, *SPELLED_OUT.get(word, ()))
    stems = list(dict.fromkeys(stem(spelling, each) for spelling in spellings for each in languages))
    lexemes = list(stems)
    if not word.isascii():
        lexemes += [LOOSE_MARK + loose(each) for each in stems]
        lexemes += [loose(each) for each in stems if not KAZAKH_LETTERS.isdisjoint(each)]
    return list(dict.fromkeys(lexemes))
