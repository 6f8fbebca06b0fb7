"""Read what a person typed into the search box and say it as a PostgreSQL tsquery."""

from __future__ import annotations

import functools
import re
from typing import Any

from django.contrib.postgres.search import SearchQuery

from courtcase.search.citations import citations
from courtcase.search.folding import KAZAKH_LETTERS, clean, layout_guesses, loose
from courtcase.search.stemming import stem
from courtcase.search.tokens import LOOSE_MARK, Token, quoted, words

LONGEST_QUERY = 300
MOST_WORDS = 24
PHRASE = re.compile(r'["«“”„]([^"«»“”„]+)["»“”]')
# Words too common to ask for; inside quotation marks they count.
LITTLE_WORDS = frozenset(
    {"и", "в", "во", "на", "о", "об", "по", "с", "со", "к", "у", "от", "до", "за", "из", "не", "что", "для", "при"}
    | {"а", "но", "или", "же", "және", "мен", "бен", "пен", "туралы", "үшін", "бойынша", "да", "де", "та", "те"}
    | {"the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "is"}
)


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


def tsquery(query: str, language: str | None = None) -> str:
    """Return the text of a tsquery for `query`, or "" when nothing in it can be looked for.

    Every word must occur; words in quotation marks must stand side by side; parts of one printed number ("85-НП")
    too. A citation is matched by its norm however it was written. A query that looks typed with the wrong keyboard
    layout is also looked for as it was meant. Without `language` stems of all three are tried.
    """
    asked = clean(query)[:LONGEST_QUERY]
    alternatives = [_conjunction(text, language) for text in (asked, *layout_guesses(asked))]
    return " | ".join(f"({alternative})" for alternative in dict.fromkeys(alternatives) if alternative)


def _conjunction(text: str, language: str | None) -> str:
    """Return the clauses of `text` joined by AND."""
    clauses: list[str] = []
    rest = text
    for match in PHRASE.finditer(text):
        clauses.append(_phrase(words(match[1])[:MOST_WORDS], language))
        rest = rest.replace(match[0], " ", 1)
    for citation in reversed(citations(rest)):
        cited = words(rest[citation.start : citation.end])
        spelled = " & ".join(_alternatives(token.lexeme, language) for token in cited)
        clauses.append(f"({quoted(citation.token)} | ({spelled}))")
        rest = rest[: citation.start] + " " + rest[citation.end :]
    groups = _groups(words(rest)[:MOST_WORDS])
    telling = [group for group in groups if len(group) > 1 or group[0].lexeme not in LITTLE_WORDS]
    clauses.extend(_phrase(group, language) for group in (telling or ([] if clauses else groups)))
    return " & ".join(dict.fromkeys(clause for clause in clauses if clause))


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


@functools.lru_cache(maxsize=20_000)
def _alternatives(word: str, language: str | None) -> str:
    """Return the lexemes that answer one folded word: its stems, and its spellings with and without Kazakh letters."""
    return "(" + " | ".join(quoted(lexeme) for lexeme in answering_lexemes(word, language)) + ")"


def answering_lexemes(word: str, language: str | None) -> list[str]:
    """Return the lexemes of an indexed text that the folded `word` of a query matches, most exact first."""
    languages = ("kk", "ru") if language is None else (language,)
    stems = list(dict.fromkeys(stem(word, each) for each in languages))
    lexemes = list(stems)
    if not word.isascii():
        lexemes += [LOOSE_MARK + loose(each) for each in stems]
        lexemes += [loose(each) for each in stems if not KAZAKH_LETTERS.isdisjoint(each)]
    return list(dict.fromkeys(lexemes))
