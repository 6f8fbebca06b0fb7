"""Read the citations of a text: one walk from its first word to its last, in which no word is looked at often. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from courtcase.law.citing.documents import Document, read_document
from courtcase.law.citing.names import Acts, Names
from courtcase.law.citing.references import Reference, read_chain, read_kazakh_chain
from courtcase.law.citing.steps import read_number
from courtcase.law.citing.words import CLOSING, HYPHENS, NOTHING, OPENING, Tokens, is_sign
from courtcase.law.provisions import Segment, path_of

LONGEST_TEXT = 4_000_000
BEFORE_REFERENCE = frozenset(",(:") | HYPHENS
MOST_BETWEEN = 4
KEPT_ACTS = 40
LONGEST_ASIDE = 12


@dataclass(frozen=True)
class Citation:
    """A norm or a ruling that a text names, and where, in characters.

    Of a norm: the acts that may be meant (more than one: “the Constitution”), and the segments from the article down. Of
    a ruling: its series (normative, message), number and, where it is written, its day. `certain`: nothing was guessed.
    """

    start: int
    end: int
    acts: Acts = ()
    segments: tuple[Segment, ...] = ()
    series: str = ""
    number: int = 0
    day: date | None = None
    certain: bool = True

    @property
    def path(self) -> str:
        """Return the path of the provision, “whole” for the act itself; blank for a ruling."""
        if self.series:
            return ""
        return path_of(list(self.segments)) or "whole"


@dataclass
class Held:
    """An act or document that was just named: what comes next may be a part of it.

    `place`: its own citation, if it has one. `is_used`: it was named behind its parts, so that what comes next is hardly its own.
    """

    acts: Acts
    start: int
    after: int
    certain: bool
    is_ruling: bool = False
    place: int | None = None
    is_used: bool = False


@dataclass
class Memory:
    """What the text named so far: acts in their order, and what short words stand for (“далее – Закон”)."""

    named: list[Acts] = field(default_factory=list)
    stands_for: dict[str, Acts] = field(default_factory=dict)

    def add(self, acts: Acts) -> None:
        """Remember acts as those named last."""
        self.named = [*self.named[-KEPT_ACTS:], acts]


def read_citations(text: str, names: Names, *, typed: bool = False, memory: Memory | None = None) -> list[Citation]:
    """Return the citations of `text` in its order. `typed`: as in a search, “482 упк” is one too.

    `memory` is what the text said before this part of it: handed from paragraph to paragraph.
    """
    return Reading(Tokens(text[:LONGEST_TEXT]), names, typed, memory).all()


class Reading:
    """One walk through a text."""

    def __init__(self, tokens: Tokens, names: Names, typed: bool, memory: Memory | None = None) -> None:
        self.tokens, self.names, self.typed = tokens, names, typed
        self.memory = memory or Memory()
        self.held: Held | None = None
        self.found: list[Citation] = []

    def all(self) -> list[Citation]:
        """Return the citations of the whole text."""
        at, last, every, begins = 0, len(self.tokens), self.tokens.all, self.names.may_begin
        while at < last:
            token = every[at]
            # Most words say nothing here: they are passed by without a further call.
            is_plain = token.sense is NOTHING and token.kind in "wp" and token.text != "№"
            at = at + 1 if is_plain and not (token.kind == "w" and begins(token)) else max(self.step(at), at + 1)
        return sorted(self.found, key=lambda one: (one.start, one.end))

    def step(self, at: int) -> int:
        """Read what begins at a token, and return where to go on."""
        token = self.tokens.all[at]
        sense = token.sense
        if token.kind == "w" and (sense is NOTHING or (sense.get("level") is None and sense.get("ordinal") is None)):
            return self.act_or_document(at)
        if token.kind == "n" and self.names.may_begin(token) and (after := self.act_or_document(at)) > at:
            return after
        kazakh = read_kazakh_chain(self.tokens, at)
        if kazakh is not None:
            return self.kazakh(at, *kazakh)
        if token.kind == "w":
            chain = read_chain(self.tokens, at)
            return self.forward(at, *chain) if chain is not None else at
        document = read_document(self.tokens, at, self.names)
        if document is not None:
            return self.document(document)
        return self.bare(at)

    def act_or_document(self, at: int) -> int:
        """Read the name of an act, a word that stands for one, or a ruling; hold it for what follows."""
        named = self.act_at(at)
        if named is not None:
            acts, after, certain = named
            start = self.opened(at, after)
            after = self.note(acts, after)
            self.held = Held(acts, start, after, certain)
            return after
        sense = self.tokens.all[at].sense
        if sense is NOTHING or not any(
            sense.get(what) for what in ("document", "normative", "body", "dated", "prefix", "number")
        ):
            return at
        document = read_document(self.tokens, at, self.names)
        return self.document(document) if document is not None else at

    def opened(self, at: int, after: int) -> int:
        """Return where the name at `at` begins in the text, with the quotation mark that it closes and the country before it."""
        first = at
        closes = any(is_sign(self.tokens[place], CLOSING) for place in range(at, after))
        while first > 0 and at - first < 3:
            before = self.tokens[first - 1]
            if not (closes and is_sign(before, OPENING)) and before.sense.get("country") is None:
                break
            first -= 1
        return self.tokens[first].start

    def note(self, acts: Acts, after: int) -> int:
        """Remember an act, and the word that will stand for it: “(далее – Закон)”; returns where the text goes on behind that."""
        self.memory.add(acts)
        words = [self.tokens[after + place] for place in range(LONGEST_ASIDE)]
        if words[0].text != "(" or not words[1].sense.get("further"):
            return after
        short = next((word for word in reversed(words[2:]) if word.sense.get("kind")), None)
        if short is not None:
            self.memory.stands_for[short.sense.values["kind"]] = acts
        closed = next((place for place, word in enumerate(words) if word.text == ")"), -1)
        return after + closed + 1

    def act_at(self, at: int) -> tuple[Acts, int, bool] | None:
        """Return the acts named at `at`, where the name ends, and whether it is certain; the country after it belongs to it."""
        found = self.names.match(self.tokens, at, typed=self.typed)
        if found is not None:
            sure = len(found[0]) == 1 or self.is_constitution(found[0])
            return found[0], self.past_country(found[1]), sure and self.tokens[at].lower not in self.names.guessed
        if self.tokens[at].sense is NOTHING:
            return None
        here = self.tokens[at].sense.get("here") is not None
        word = self.tokens[at + 1] if here else self.tokens[at]
        kind = word.sense.get("kind")
        if not kind or not (here or word.text[0].isupper()):
            return None
        after = self.past_country(at + (2 if here else 1))
        if kind in self.memory.stands_for and not here:
            return self.memory.stands_for[kind], after, True
        for acts in reversed(self.memory.named):
            if self.names.kinds.get(acts[0]) == kind:
                return acts, after, False
        return None

    def is_constitution(self, acts: Acts) -> bool:
        """Say whether the acts are the editions of the Constitution, of which the day tells the one meant."""
        return all(self.names.kinds.get(act) == "constitution" for act in acts)

    def past_country(self, at: int) -> int:
        """Return where the text goes on after the country, the endings of an abbreviation and a closing mark."""
        while self.tokens[at].sense.get("country"):
            at += 1
        ending = self.tokens[at + 1]
        if is_sign(self.tokens[at], HYPHENS) and self.tokens[at].glued and ending.sense.get("ending"):
            at += 2
        return at + 1 if is_sign(self.tokens[at], CLOSING) and self.tokens[at].glued else at

    def holding(self, at: int) -> Held | None:
        """Return the act named just before `at`, with at most a comma or a parenthesis between."""
        held = self.held
        if held is None or not 0 <= at - held.after <= MOST_BETWEEN:
            return None
        between = [self.tokens[place] for place in range(held.after, at)]
        loose = all(
            (token.kind == "p" and token.text in BEFORE_REFERENCE)
            or token.sense.get("country")
            or token.sense.get("ending")
            for token in between
        )
        return held if loose else None

    def document(self, document: Document) -> int:
        """Note a ruling or a whole act by its number, and hold it: a part of it may follow."""
        place = len(self.found)
        self.found.append(cited(document))
        self.held = Held(document.acts, document.start, document.after, document.certain, bool(document.series), place)
        if document.acts:
            self.memory.add(document.acts)
        return document.after

    def kazakh(self, at: int, chain: Sequence[Reference], after: int) -> int:
        """Note parts of the act named before them or, as people type, right after."""
        held = self.holding(at)
        if held is not None:
            self.held = replace(held, after=after)
            if held.is_ruling:
                return after
            if held.place is not None:
                self.found.pop(held.place)
            self.add(chain, held.acts, held.certain, start=held.start, whole=held.place is not None)
            self.held.place = None
            return after
        is_short = self.tokens[after].lower in self.names.short
        if is_short and (named := self.names.match(self.tokens, after, typed=self.typed)) is not None:
            self.add(chain, named[0], len(named[0]) == 1, end=self.tokens[named[1] - 1].end)
            return named[1]
        return after

    def forward(self, at: int, chain: Sequence[Reference], after: int) -> int:
        """Note parts of the act named after them, or of the one before."""
        held = self.holding(at)
        place = after
        while self.tokens[place].sense.get("of") and place - after < 3:
            place += 1
        named = self.act_at(place)
        if named is not None:
            acts, end, certain = named
            goes_on = self.note(acts, end)
            some = chain
            if held is not None and not held.is_used and len(chain) > 1:
                self.add(chain[:1], held.acts, False, start=held.start)
                some = chain[1:]
            self.add(some, acts, certain, end=self.tokens[end - 1].end)
            self.held = Held(acts, self.tokens[place].start, goes_on, certain, is_used=True)
            return goes_on
        document = read_document(self.tokens, place, self.names)
        if document is not None:
            self.of_document(chain, document)
            return document.after
        if held is not None and not held.is_ruling:
            if held.place is not None:
                self.found.pop(held.place)
            # “по Закону, статья 5 договора”: a word right behind may be what the article is really of.
            follows = self.tokens[after]
            sure = held.certain and not held.is_used and (follows.kind != "w" or follows.sense.get("and") is not None)
            start = None if held.is_used else held.start
            self.add(chain, held.acts, sure, start=start, whole=held.place is not None)
            self.held = replace(held, after=after, place=None)
        return after

    def of_document(self, chain: Sequence[Reference], document: Document) -> None:
        """Note paragraphs of an act that has a number; of a ruling its number alone is noted."""
        if document.series:
            self.found.append(replace(cited(document), start=chain[0].start))
        else:
            self.add(chain, document.acts, document.certain, end=document.end, whole=True)
            self.memory.add(document.acts)

    def bare(self, at: int) -> int:
        """Note “482 УПК” where texts are typed to be found."""
        token = self.tokens[at]
        number = read_typed(self.tokens, at) if self.typed and token.kind == "n" else None
        if number is None or (at and self.tokens[at - 1].text == "-" and self.tokens[at].glued):
            return at
        named = self.names.match(self.tokens, number[1], typed=True)
        if named is None:
            return at
        end = self.past_country(named[1])
        segments = (Segment("article", number[0]),)
        self.found.append(Citation(token.start, self.tokens[end - 1].end, named[0], segments))
        return end

    def add(
        self,
        chain: Sequence[Reference],
        acts: Acts,
        certain: bool,
        *,
        start: int | None = None,
        end: int | None = None,
        whole: bool = False,
    ) -> None:
        """Note every provision of a chain; the first begins where the act did (`start`), the last ends where it does (`end`)."""
        is_code = not whole and not any(
            kind.startswith(("supreme", "constitutional_c")) for kind in self.kinds_of(acts)
        )
        for number, reference in enumerate(chain):
            for place, part in enumerate(reference.parts):
                if is_code and part.segments[0].level != "article":
                    continue
                first, last = not number and not place, number == len(chain) - 1 and place == len(reference.parts) - 1
                self.found.append(
                    Citation(
                        start if first and start is not None else part.start,
                        end if last and end is not None else part.end,
                        acts,
                        part.segments,
                        certain=certain,
                    )
                )

    def kinds_of(self, acts: Acts) -> list[str]:
        """Return the kinds of acts."""
        return [self.names.kinds.get(act, "") for act in acts]


def cited(document: Document) -> Citation:
    """Return the citation of a ruling or a whole act."""
    return Citation(
        document.start,
        document.end,
        document.acts,
        series=document.series,
        number=document.number,
        day=document.day,
        certain=document.certain,
    )


def read_typed(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return the number at `at` and where an act's name may begin after it."""
    found = read_number(tokens, at, closed=False)
    if found is None:
        return None
    after = found[1]
    while tokens[after].sense.get("of") and after - found[1] < 3:
        after += 1
    return found[0].label, after
