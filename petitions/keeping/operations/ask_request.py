"""A person asks about the personal data held of them: from the account, by the code of a petition, or on paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from courtcase.keys.operations import new_data_key
from courtcase.law.clocks import begin_clock
from courtcase.law.models import Term
from courtcase.law.series import next_number
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notices
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure, may
from courtcase.people.queries import accounts_with_role
from courtcase.people.roles import Role
from courtcase.register.operations import open_subject, record
from petitions import access
from petitions.keeping.operations.holding import hold_what_is_asked
from petitions.keeping.requests import TERMS, Asker, asked_since, sealed_words
from petitions.models import DataRequest, Petition, RequestKind, RequestRoad

ASKS, ENTERS = "data_request.ask", "data_request.enter"
SERIES = "data_requests"
A_DAY_AT_MOST = 5
DAY = timedelta(days=1)


@operation
def ask_request(
    *, kind: str, words: str, language: str, actor: Actor, at: datetime, petition: Petition | None = None
) -> DataRequest:
    """Ask from the actor's account, or of a `petition` by its code; return the request, whose term runs from today.

    Raises NotAllowed, and OperationError beside `words` for the sixth in a day.
    """
    if petition is None:
        if actor.account is None or not may(actor, ASKS, at):
            raise NotAllowed()
    elif not access.may(actor, ASKS, petition, at):
        raise NotAllowed()
    account = actor.account if petition is None or petition.account_id is not None else None
    if asked_since(at - DAY, account=account, petition=petition) >= A_DAY_AT_MOST:
        raise OperationError(
            _("Five requests in a day are enough. Ask again tomorrow."), field="words", code="too_many"
        )
    road = RequestRoad.CODE if account is None else RequestRoad.ACCOUNT
    row = new_request(kind, words, asker=Asker(), language=language, day=court_day(at), at=at)
    row.road, row.account, row.petition = road, account, petition
    return taken_in(row, actor=actor, at=at)


@operation
def enter_request(
    *,
    kind: str,
    words: str,
    name: str,
    lines: str,
    language: str,
    received_on: date,
    actor: Actor,
    at: datetime,
    petition: Petition | None = None,
) -> DataRequest:
    """Enter a request that came on paper; the answer goes by post to `name` at `lines`. Returns it.

    `petition` is the one it names, if it names one: nothing of it is destroyed while the request waits.

    Raises NotAllowed, and OperationError beside `received_on` for a day to come, or one before every term we hold.
    """
    ensure(actor, ENTERS, at)
    if received_on > court_day(at):
        raise OperationError(_("This day has not come yet."), field="received_on")
    if not Term.objects.on(received_on).filter(code=TERMS[RequestKind(kind)]).exists():
        raise OperationError(_("No term for an answer was in force on this day. Compare the day."), field="received_on")
    row = new_request(kind, words, asker=Asker(name=name, lines=lines), language=language, day=received_on, at=at)
    row.road, row.entered_by, row.petition = RequestRoad.PAPER, actor.signed_in, petition
    return taken_in(row, actor=actor, at=at)


def new_request(kind: str, words: str, *, asker: Asker, language: str, day: date, at: datetime) -> DataRequest:
    """Return an unsaved request under a data key of its own."""
    data_key = new_data_key(at=at)
    return DataRequest(
        subject=open_subject(kind="data_request", at=at),
        kind=RequestKind(kind),
        data_key=data_key,
        sealed=sealed_words(data_key, words=words, asker=asker),
        language=language,
        received_on=day,
        asked_at=at,
    )


def taken_in(row: DataRequest, *, actor: Actor, at: datetime) -> DataRequest:
    """Save a request under its number, begin its term, record it, tell whoever answers, and hold what is asked about."""
    subject = row.subject
    body = {"kind": str(row.kind), "road": str(row.road)}
    record(subject=subject, event="data_request.asked", actor=actor, at=at, body=body)
    begin_clock(subject=subject, term=TERMS[RequestKind(row.kind)], starts_on=row.received_on, actor=actor, at=at)
    owe_notices(
        [
            {
                "subject": subject,
                "event": "data_request.asked",
                "recipient": account,
                "channel": Notice.Channel.INAPP,
                "language": account.language,
            }
            for account in accounts_with_role(Role.DATA_PROTECTION_OFFICER, at)
        ]
    )
    row.number = next_number(series_code=SERIES, day=court_day(at)).printed
    row.save(force_insert=True)
    hold_what_is_asked(row, actor=actor, at=at)
    return row
