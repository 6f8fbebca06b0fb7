"""The rules by which a vote has its result. Who voted how is asked by nobody here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from petitions.cases import open_words
from petitions.models import BenchKind, Case, Question, Result, Sitting

QUESTION_PURPOSE = "case.deliberation"


def result_of(*, bench: BenchKind, sat: int, in_favour: int, chair_in_favour: bool | None) -> Result:
    """Return the result of a vote in which `in_favour` of the `sat` judges were in favour and the others against.

    A panel of five decides unanimously, one way or the other, or passes the case on to the plenary. The plenary, and the
    bench of three, decide by majority; in a tie the Chair's vote decides.
    Raises OperationError beside `chair_in_favour` where that vote is needed and not given.
    """
    against = sat - in_favour
    if bench == BenchKind.PANEL:
        if in_favour and against:
            return Result.PASSED_ON
        return Result.ADOPTED if in_favour else Result.REJECTED
    if in_favour != against:
        return Result.ADOPTED if in_favour > against else Result.REJECTED
    if chair_in_favour is None:
        raise OperationError(_("The votes are equal: say how the Chair voted."), field="chair_in_favour")
    return Result.ADOPTED if chair_in_favour else Result.REJECTED


@dataclass(frozen=True)
class Put:
    """A question with its words opened, for the bench."""

    row: Question
    text: str


def questions_of(sitting: Sitting, case: Case) -> list[Put]:
    """Return the questions of a deliberation in their order."""
    return [Put(one, open_words(case, one.sealed_text, purpose=QUESTION_PURPOSE)) for one in sitting.questions.all()]
