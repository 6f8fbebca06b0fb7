"""Messages to the people of the bodies that carry a measure out. They say nothing but where to read it."""

from __future__ import annotations

from datetime import datetime

from courtcase.notices.operations import owe_notices
from courtcase.people.queries import accounts_acting_for
from rulings.models import Measure


def tell_of_publication(*, measure: Measure, at: datetime) -> None:
    """Tell the body that answers for a measure that its ruling is published, once; nobody where it has no account here."""
    tell_body(measure=measure, institution=measure.answerable_id, event="measure.handed_on", key="published", at=at)


def tell_body(*, measure: Measure, institution: int | None, event: str, key: str, at: datetime) -> None:
    """Owe everybody who acts for a body (its id) and has a mailbox a notice of `event`, once for each `key`."""
    if institution is None:
        return
    owe_notices(
        [
            {
                "subject": measure.subject,
                "event": event,
                "recipient": account,
                "address": None,
                "channel": "email",
                "language": account.language,
                "context": {"measure": str(measure.public_id), "due_on": str(measure.due_on or "")},
                "not_before": at,
                "key": key,
            }
            for account in accounts_acting_for(institution, at)
            if account.email
        ]
    )
