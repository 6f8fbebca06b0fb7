"""What a signed ruling says that may be about private persons, and what was decided about it before publication."""

from __future__ import annotations

from dataclasses import dataclass

from rulings.blocks import cells_of, joined
from rulings.models import Mending, MendingKind, MendingOutcome, Ruling
from rulings.publication.personal import PersonalKind, initials_of, personal_in
from rulings.publication.shown import words_beside


@dataclass(frozen=True)
class Question:
    """Something found: its words and what stands around them, what is proposed instead, and what was decided.

    `outcome` is None while nothing was decided; `instead` is then the proposal.
    """

    kind: PersonalKind
    words: str
    around: str
    instead: str
    outcome: MendingOutcome | None

    @property
    def is_settled(self) -> bool:
        """Say whether publication need not wait for it: an identification number is settled only by other words."""
        if self.kind is PersonalKind.IIN:
            return self.outcome == MendingOutcome.DONE
        return self.outcome is not None


def questions_of(ruling: Ruling) -> list[Question]:
    """Return everything found in the texts, titles and extents of a ruling. Names of its bench are no question."""
    texts = [
        joined(runs) for text in ruling.texts.order_by("language") for block in text.blocks for runs in cells_of(block)
    ]
    texts += [words for _column, words in words_beside(ruling)]
    known = list(ruling.bench.values_list("name_printed", flat=True))
    decided = {one.passage: one for one in ruling.mendings.filter(kind=MendingKind.ANONYMISATION)}
    return [
        question(one.kind, one.words, one.around, decided.get(one.words)) for one in personal_in(texts, known=known)
    ]


def question(kind: PersonalKind, words: str, around: str, decided: Mending | None) -> Question:
    """Return one question with its answer or, while there is none, a proposal."""
    if decided is None:
        proposed = initials_of(words) if kind is PersonalKind.NAME else ""
        return Question(kind, words, around, proposed, None)
    return Question(kind, words, around, decided.instead, MendingOutcome(decided.outcome))


def is_settled(ruling: Ruling) -> bool:
    """Say whether everything found was decided on."""
    return all(one.is_settled for one in questions_of(ruling))
