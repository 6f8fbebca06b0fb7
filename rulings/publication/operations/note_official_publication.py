from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings import access
from rulings.execution.clocks import start_execution, term_place
from rulings.execution.telling import tell_of_publication
from rulings.models import OfficialPublication, PublicationPlace, Ruling
from rulings.steps import lock_ruling, save_next


@operation
def note_official_publication(
    *, ruling: Ruling, place: str, day: date, actor: Actor, at: datetime, issue: str = "", link: str = ""
) -> OfficialPublication:
    """Write down where else a published ruling was officially published, on the legal day `day`.

    If it is the publication from which the terms of measures run (a rule of the law's data), they start on that day.
    Returns the row. Raises OperationError beside `place`, `day` or `link`, NotAllowed, WrongState.
    """
    locked = lock_ruling(ruling=ruling)
    if not access.may(actor, "ruling.publish", locked, at):
        raise NotAllowed()
    if not locked.is_published:
        raise WrongState(_("Only a ruling published here can be said to be published elsewhere."))
    if locked.official_publications.filter(place=place).exists():
        raise OperationError(_("This publication is written down already."), field="place")
    if day > court_day(at) or (locked.adopted_on is not None and day < locked.adopted_on):
        raise OperationError(_("The day lies between the adoption of the ruling and today."), field="day")
    row = write_publication(locked, place, day, actor=actor, at=at, issue=issue, link=link)
    save_next(locked, page_changed_at=at)
    body = {"place": place, "day": day.isoformat()}
    record(subject=locked.subject, event="ruling.officially_published", actor=actor, at=at, body=body)
    return row


def write_publication(
    ruling: Ruling, place: str, day: date, *, actor: Actor, at: datetime, issue: str = "", link: str = ""
) -> OfficialPublication:
    """Write the row, start the terms of measures where they run from this place, and tell the bodies of what is public now.

    Called within an operation.
    """
    row = OfficialPublication.objects.create(
        ruling=ruling,
        place=place,
        day=day,
        issue=" ".join(issue.split())[:200],
        link=link,
        entered_at=at,
        entered_by=actor.account,
    )
    for measure in ruling.measures.select_related("subject", "ruling"):
        if place == term_place(day):
            start_execution(measure=measure, actor=actor, at=at)
        if place == PublicationPlace.SITE:
            tell_of_publication(measure=measure, at=at)
    return row
