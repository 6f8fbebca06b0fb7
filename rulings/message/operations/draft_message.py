from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject, record
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.message.words import text_in, title_in
from rulings.models import CountedYear, Ruling, RulingKind, RulingState
from rulings.models.kinds import LANGUAGES


@operation
def draft_message(*, year: int, actor: Actor, at: datetime, synthetic: bool = False) -> Ruling:
    """Begin the draft of the Message about a year, with every table of it; return the one there is where it was begun.

    Raises OperationError beside `year` where its figures do not stand yet, NotAllowed.
    """
    if not actor.is_system and not may(actor, "ruling.draft", at):
        raise NotAllowed()
    # Locked, so that two who begin at once begin one.
    if not CountedYear.objects.select_for_update().filter(year=year, is_over=True).exists():
        message = _("The figures of %(year)s are not counted yet, or the year is not over.") % {"year": year}
        raise OperationError(message, field="year", code="not_counted")
    if known := message_about(year):
        return known
    ruling = Ruling.objects.create(
        subject=open_subject(kind="ruling", at=at),
        kind=RulingKind.MESSAGE,
        created_at=at,
        created_by=actor.account,
        synthetic=synthetic,
    )
    record(subject=ruling.subject, event="ruling.drafted", actor=actor, at=at, body={"kind": str(ruling.kind)})
    titles = {language: title_in(language, year) for language in LANGUAGES}
    texts = {language: text_in(language, year) for language in LANGUAGES}
    return edit_draft(ruling=ruling, titles=titles, texts=texts, actor=actor, at=at)


def message_about(year: int) -> Ruling | None:
    """Return the Message about a year, drafted or beyond: the one whose text holds a table of that year's totals."""
    begun = Ruling.objects.filter(kind=RulingKind.MESSAGE).exclude(state=RulingState.DISCARDED).order_by("-pk")
    wanted = [{"figures": f"{year}:totals"}]
    return begun.filter(texts__blocks__contains=wanted).first()
