from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from courtcase.law.models import Act
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject, record
from rulings.execution.clocks import start_execution
from rulings.execution.telling import tell_of_publication
from rulings.models import Measure, MeasureKind, MeasureStep, Ruling, RulingState, Stage
from rulings.models.kinds import LANGUAGES
from rulings.steps import NO_DRAFT, lock_ruling, page_changed


@operation
def add_measure(
    *,
    ruling: Ruling,
    kind: str,
    what: Mapping[str, str],
    actor: Actor,
    at: datetime,
    who: Mapping[str, str] | None = None,
    answerable: Institution | None = None,
    due_on: date | None = None,
    source: str = "",
    stage: str = Stage.DUE,
    resulting_act: Act | None = None,
) -> Measure:
    """Write down what must change because of a ruling; in a published one, a bill or act gets its six months.

    `what` and `who` are words by language (kk, ru, en). `stage` differs from “due” only for what a source tells of the
    past. Returns the measure. Raises OperationError beside `kind` or `what_<language>`, NotAllowed,
    WrongState for a discarded draft.
    """
    if not (may(actor, "measure.confirm", at) or may(actor, "ruling.draft", at)):
        raise NotAllowed()
    require_words(kind=kind, what=what)
    locked = lock_ruling(ruling=ruling)
    if locked.state == RulingState.DISCARDED:
        raise WrongState(NO_DRAFT[RulingState.DISCARDED])
    last = locked.measures.aggregate(last=Max("position"))["last"] or 0
    measure = Measure.objects.create(
        subject=open_subject(kind="measure", at=at),
        ruling=locked,
        position=last + 1,
        kind=kind,
        stage=stage,
        answerable=answerable,
        due_on=due_on,
        resulting_act=resulting_act,
        source=source.strip()[:300],
        synthetic=locked.synthetic,
        **{f"what_{language}": what[language].strip() for language in LANGUAGES},
        **{f"answerable_{language}": words.strip()[:255] for language, words in (who or {}).items()},
    )
    write_past(measure=measure, actor=actor, at=at)
    if locked.is_published:
        start_execution(measure=measure, actor=actor, at=at)
        tell_of_publication(measure=measure, at=at)
    body = {"ruling": str(locked.subject.uuid), "kind": kind, "due_on": measure.due_on and measure.due_on.isoformat()}
    record(subject=measure.subject, event="measure.added", actor=actor, at=at, body=body)
    page_changed(rulings=[locked.pk], at=at)
    return measure


def require_words(*, kind: str, what: Mapping[str, str]) -> None:
    """Raise OperationError unless the kind is known and the words are there in three languages."""
    if kind not in MeasureKind.values:
        raise OperationError(_("Choose what has to change."), field="kind")
    for language in LANGUAGES:
        if not what.get(language, "").strip():
            raise OperationError(_("Say what has to change, in three languages."), field=f"what_{language}")


def write_past(*, measure: Measure, actor: Actor, at: datetime) -> None:
    """Begin the history of a measure with what its source tells of the past, where it tells anything."""
    if measure.stage in {Stage.DUE, Stage.UNKNOWN}:
        return
    MeasureStep.objects.create(
        measure=measure,
        says=MeasureStep.Says.SOURCE,
        stage=measure.stage,
        source=measure.source,
        entered_by=actor.account,
        entered_at=at,
    )
