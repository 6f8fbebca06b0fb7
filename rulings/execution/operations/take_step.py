from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.documents.models import Document
from courtcase.law.clocks import close_clocks
from courtcase.law.models import Act
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.people.permissions import may
from courtcase.register.operations import record
from rulings.execution.clocks import EXECUTION_TERM
from rulings.models import Measure, MeasureStep, Stage
from rulings.models.measures import PENDING
from rulings.publication.personal import tells_iin
from rulings.steps import page_changed


@operation
def report_measure(
    *,
    measure: Measure,
    stage: str,
    actor: Actor,
    at: datetime,
    day: date | None = None,
    note: Mapping[str, str] | None = None,
    source: str = "",
    version: int | None = None,
) -> MeasureStep:
    """Enter what the answerable body says: it is shown as its word, and the stage stays until the Court confirms.

    `day` is the legal day it was reached, `source` the letter. Returns the entry. Raises OperationError, NotAllowed,
    StaleVersion.
    """
    if not may(actor, "measure.report", at):
        raise NotAllowed()
    locked = lock_measure(measure=measure, version=version)
    if not source.strip():
        raise OperationError(_("Name the letter or publication this rests on."), field="source")
    step = write_step(
        measure=locked, says=MeasureStep.Says.BODY, stage=stage, day=day, note=note, source=source, actor=actor, at=at
    )
    save_next(locked)
    tell(measure=locked, event="measure.reported", step=step, actor=actor, at=at)
    return step


@operation
def confirm_measure(
    *,
    measure: Measure,
    stage: str,
    actor: Actor,
    at: datetime,
    day: date | None = None,
    note: Mapping[str, str] | None = None,
    source: str = "",
    resulting_act: Act | None = None,
    resulting_words: str = "",
    version: int | None = None,
) -> MeasureStep:
    """Confirm, for the Court, how far the measure has come; its term closes once a bill or act is introduced.

    `resulting_act` (or its words) is the act that did it. Returns the entry. Raises OperationError, NotAllowed,
    StaleVersion, WrongState where that stage is confirmed already.
    """
    if not may(actor, "measure.confirm", at):
        raise NotAllowed()
    locked = lock_measure(measure=measure, version=version)
    if stage == locked.stage and locked.steps.filter(says=MeasureStep.Says.COURT, stage=stage).exists():
        raise WrongState(_("This stage is confirmed already."))
    step = write_step(
        measure=locked, says=MeasureStep.Says.COURT, stage=stage, day=day, note=note, source=source, actor=actor, at=at
    )
    refuse_iin({"resulting_words": resulting_words})
    act = resulting_act or locked.resulting_act
    words = resulting_words.strip()[:300] or locked.resulting_words
    save_next(locked, stage=stage, resulting_act=act, resulting_words=words)
    if stage not in PENDING:
        close_clocks(subject=locked.subject, terms=[EXECUTION_TERM], day=day or court_day(at), actor=actor, at=at)
    tell(measure=locked, event="measure.confirmed", step=step, actor=actor, at=at)
    return step


def lock_measure(*, measure: Measure, version: int | None) -> Measure:
    """Return the measure locked with its subject. Raises StaleVersion unless `version` still stands."""
    locked = (
        Measure.objects.select_related("subject", "ruling", "resulting_act", "answerable")
        .select_for_update(of=("subject", "self"), no_key=True)
        .get(pk=measure.pk)
    )
    if version is not None and locked.version != version:
        raise StaleVersion(_("Somebody changed this measure after you opened it."), current=locked.version)
    return locked


def write_step(
    *,
    measure: Measure,
    says: str,
    stage: str,
    day: date | None,
    note: Mapping[str, str] | None,
    source: str,
    actor: Actor,
    at: datetime,
    institution: Institution | None = None,
    document: Document | None = None,
) -> MeasureStep:
    """Add an entry to the history; raises OperationError beside `stage` or `day`."""
    if stage not in Stage.values:
        raise OperationError(_("Choose how far the measure has come."), field="stage")
    if day is not None and day > court_day(at):
        raise OperationError(_("This day lies ahead."), field="day")
    refuse_iin({"source": source, **{f"note_{language}": words for language, words in (note or {}).items()}})
    return MeasureStep.objects.create(
        measure=measure,
        says=says,
        stage=stage,
        day=day,
        source=source.strip()[:300],
        institution=institution,
        document=document,
        entered_by=actor.account,
        entered_at=at,
        **{f"note_{language}": words.strip()[:500] for language, words in (note or {}).items()},
    )


def refuse_iin(told: Mapping[str, str]) -> None:
    """Raise OperationError beside the field (its name: its words) that tells an IIN: what is said here is public at once."""
    for field, words in told.items():
        if tells_iin(words):
            raise OperationError(_("An individual identification number is never published."), field=field)


def save_next(measure: Measure, **fields: object) -> None:
    """Save `fields` of a locked measure and its next version."""
    for name, value in fields.items():
        setattr(measure, name, value)
    measure.version += 1
    measure.save(update_fields=[*fields, "version"])


def tell(*, measure: Measure, event: str, step: MeasureStep, actor: Actor, at: datetime) -> None:
    """Record the entry, and note that the ruling's page changed."""
    body = {"stage": str(step.stage), "day": step.day.isoformat() if step.day else None, "version": measure.version}
    record(subject=measure.subject, event=event, actor=actor, at=at, body=body)
    page_changed(rulings=[measure.ruling_id], at=at)
