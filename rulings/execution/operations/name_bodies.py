"""The Court names the bodies that carry a measure out: the one that answers for it, and those that do a part."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.people.permissions import may
from courtcase.register.operations import record
from rulings.execution.operations.take_step import lock_measure, save_next
from rulings.execution.telling import tell_body
from rulings.models import Measure, MeasureDoer
from rulings.models.kinds import LANGUAGES
from rulings.steps import page_changed


@operation
def name_answerable(*, measure: Measure, institution: Institution, actor: Actor, at: datetime) -> Measure:
    """Name the institution that answers for a measure, in the place of whoever did; its people are told.

    Returns the measure. Raises NotAllowed, and OperationError beside `institution` where it answers already.
    """
    locked = lock_to_name(measure=measure, actor=actor, at=at)
    if institution.pk == locked.answerable_id:
        raise OperationError(_("This body carries the measure out already."), field="institution")
    give_to(measure=locked, institution=institution)
    tell_named(measure=locked, institution=institution, event="measure.answerable_named", actor=actor, at=at)
    return locked


def give_to(*, measure: Measure, institution: Institution) -> None:
    """Let an institution answer for a locked measure; one that did a part of it does so no more besides."""
    names = {f"answerable_{language}": getattr(institution, f"name_{language}") for language in LANGUAGES}
    measure.doers.filter(institution=institution).delete()
    save_next(measure, answerable=institution, **names)


@operation
def name_doer(*, measure: Measure, institution: Institution, actor: Actor, at: datetime) -> MeasureDoer:
    """Name an institution that does a part of a measure; its people are told. Raises NotAllowed, OperationError."""
    locked = lock_to_name(measure=measure, actor=actor, at=at)
    if institution.pk == locked.answerable_id or locked.doers.filter(institution=institution).exists():
        raise OperationError(_("This body carries the measure out already."), field="institution")
    doer = MeasureDoer.objects.create(
        measure=locked, institution=institution, since=court_day(at), entered_by=actor.account
    )
    save_next(locked)
    tell_named(measure=locked, institution=institution, event="measure.doer_named", actor=actor, at=at)
    return doer


def lock_to_name(*, measure: Measure, actor: Actor, at: datetime) -> Measure:
    """Return the measure locked, for whoever may name its bodies. Raises NotAllowed."""
    if not may(actor, "measure.confirm", at):
        raise NotAllowed()
    return lock_measure(measure=measure, version=None)


def tell_named(*, measure: Measure, institution: Institution, event: str, actor: Actor, at: datetime) -> None:
    """Record that an institution was named, tell its people of a published ruling's measure, and note that pages changed."""
    facts = {"institution": str(institution.public_id), "version": measure.version}
    record(subject=measure.subject, event=event, actor=actor, at=at, body=facts)
    key = f"named:{institution.pk}:{measure.version}"
    tell_body(measure=measure, institution=institution.pk, event="measure.handed_on", key=key, at=at)
    page_changed(rulings=[measure.ruling_id], at=at)
