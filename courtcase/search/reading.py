"""What a query was understood to ask, so that the page can say it in words and look for it in turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from courtcase.search.citations import citations
from courtcase.search.folding import clean, layout_guesses
from courtcase.search.matching import LITTLE_WORDS, LONGEST_QUERY, PHRASE, Clause, answering_lexemes, clauses_of, every
from courtcase.search.thesaurus import other_words
from courtcase.search.tokens import words


@dataclass(frozen=True)
class Reading:
    """One way to read a query. `layout`: it was meant on another keyboard layout, and `text` is what was meant."""

    text: str
    clauses: tuple[Clause, ...]
    layout: bool = False

    @property
    def every(self) -> str:
        """Return the tsquery in which every clause must be met; "" where nothing can be looked for."""
        return every(list(self.clauses))

    @property
    def also(self) -> tuple[str, ...]:
        """Return the words that are searched besides those typed."""
        return tuple(dict.fromkeys(word for clause in self.clauses for word in clause.also))

    @property
    def norms(self) -> tuple[str, ...]:
        """Return the words that were read as citations of norms."""
        return tuple(clause.typed for clause in self.clauses if clause.cites)


def readings_of(query: str) -> Iterator[Reading]:
    """Yield the ways to read `query` in the order they are tried: as typed, then as meant on another layout."""
    asked = clean(query)[:LONGEST_QUERY]
    for place, text in enumerate((asked, *layout_guesses(asked))):
        clauses = tuple(clauses_of(text))
        if clauses:
            yield Reading(text=text, clauses=clauses, layout=place > 0)


def wanted_lexemes(text: str, language: str) -> frozenset[str]:
    """Return every lexeme of a text in `language` that is marked for the query `text`: little words only in phrases."""
    wanted = {citation.token for citation in citations(text)}
    typed = words(text)
    kept = {token.lexeme for match in PHRASE.finditer(text) for token in words(match[1])}
    for place, token in enumerate(typed):
        if token.lexeme not in LITTLE_WORDS or token.lexeme in kept:
            wanted.update(answering_lexemes(token.lexeme, language))
        _length, others = other_words([one.lexeme for one in typed[place : place + 4]])
        for other in others:
            for word in words(other):
                wanted.update(answering_lexemes(word.lexeme, language))
    return frozenset(wanted)
