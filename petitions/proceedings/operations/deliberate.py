from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.cases import lock_case, seal_words
from petitions.models import BenchKind, Case, CaseState, Question, Result, Sitting
from petitions.proceedings.bench import QUORUM
from petitions.proceedings.deliberation import QUESTION_PURPOSE, result_of


def lock_deliberation(*, sitting: Sitting, actor: Actor) -> tuple[Case, Sitting]:
    """Return the case and the held session, locked, for the judge who presided.

    Raises NotAllowed to everybody else, WrongState where the session was not held or the case is closed.
    """
    if sitting.case is None:
        raise NotAllowed()
    case = lock_case(sitting.case)
    presided = sitting.members.filter(judge=actor.account, presides=True, present=True)
    if actor.account is None or not presided.exists():
        raise NotAllowed()
    if sitting.held_at is None or case.state != CaseState.PREPARATION:
        raise WrongState(_("Questions are put in a session that was held, while its case is open."))
    return case, sitting


@operation
def put_question(*, sitting: Sitting, text: str, actor: Actor, at: datetime) -> Question:
    """Put the next question of a deliberation; only the judge who presides does. Returns it.

    Raises OperationError beside `text`, NotAllowed, WrongState.
    """
    case, held = lock_deliberation(sitting=sitting, actor=actor)
    if len(text.strip()) < 10:
        raise OperationError(_("Write the question."), field="text")
    last = held.questions.aggregate(last=Max("position"))["last"] or 0
    return Question.objects.create(
        sitting=held,
        position=last + 1,
        sealed_text=seal_words(case, text.strip(), at=at, purpose=QUESTION_PURPOSE),
        asked_by=actor.signed_in,
        asked_at=at,
    )


@operation
def record_result(
    *, question: Question, in_favour: int, chair_in_favour: bool | None, actor: Actor, at: datetime
) -> Question:
    """Record the result of a vote by the law's rules, from how many were in favour; nobody may abstain.

    The numbers are used and forgotten: stored are who sat (the session's attendance), the quorum and the result. In a
    tie of the plenary the Chair's vote breaks it. Questions are voted on in their order.
    Raises OperationError beside `in_favour` or `chair_in_favour`, NotAllowed, WrongState.
    """
    sitting = question.sitting
    case, held = lock_deliberation(sitting=sitting, actor=actor)
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if locked.voted_at is not None:
        raise WrongState(_("The result of this question stands."))
    if held.questions.filter(position__lt=locked.position, voted_at=None).exists():
        raise WrongState(_("An earlier question waits for its vote."))
    bench, sat = BenchKind(held.bench), held.members.filter(present=True).count()
    if not 0 <= in_favour <= sat:
        raise OperationError(_("So many did not vote."), field="in_favour")
    locked.result = result_of(bench=bench, sat=sat, in_favour=in_favour, chair_in_favour=chair_in_favour)
    locked.bench, locked.sat, locked.quorum, locked.voted_at = bench, sat, QUORUM[bench], at
    locked.save(update_fields=["result", "bench", "sat", "quorum", "voted_at"])
    if locked.result == Result.PASSED_ON:
        body = {"sitting": str(held.public_id)}
        record(subject=case.subject, event="case.passed_to_plenary", actor=actor, at=at, body=body)
    return locked
