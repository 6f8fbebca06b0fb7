"""Messages to the people of the bodies that carry a measure out. They say nothing but where to read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from courtcase.notices.operations import owe_notices
from courtcase.people.queries import accounts_acting_for
from rulings.models import Measure, MeasureStep, StepWithdrawal


def tell_of_publication(*, measure: Measure, at: datetime) -> None:
    """Tell the body that answers for a measure that its ruling is published, once; nobody where it has no account here."""
    tell_body(measure=measure, institution=measure.answerable_id, event="measure.handed_on", key="published", at=at)


def tell_of_withdrawal(*, withdrawal: StepWithdrawal, measure: Measure, at: datetime) -> None:
    """Tell the body whose words were withdrawn, once: who entered them, else who answers. Words of nobody's body tell nobody.

    The message gives the reason, which everyone may read, and never the words.
    """
    step = withdrawal.step
    if step.says != MeasureStep.Says.BODY:
        return
    body = step.institution_id or measure.answerable_id
    more = {"withdrawal": str(withdrawal.public_id)}
    key = str(withdrawal.pk)
    tell_body(measure=measure, institution=body, event="measure.words_withdrawn", key=key, at=at, more=more)


def tell_body(
    *,
    measure: Measure,
    institution: int | None,
    event: str,
    key: str,
    at: datetime,
    more: Mapping[str, str] | None = None,
) -> None:
    """Owe everybody who acts for a body (its id) and has a mailbox a notice of `event`, once for each `key`.

    `more` are further ids by which the message finds what it says.
    """
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
                "context": {"measure": str(measure.public_id), "due_on": str(measure.due_on or ""), **(more or {})},
                "not_before": at,
                "key": key,
            }
            for account in accounts_acting_for(institution, at)
            if account.email
        ]
    )
