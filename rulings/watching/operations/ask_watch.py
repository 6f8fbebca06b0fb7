from __future__ import annotations

from datetime import datetime

from django.db import connection

from courtcase.keys.operations import new_data_key, seal_json
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice
from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject
from rulings.models import Watch
from rulings.watching.content import PURPOSE, Wanted, index_of_address, indexes_of_address

# An address waits for no more than this; what is asked beyond is not written down.
MOST_WATCHES = 50


@operation
def ask_watch(*, email: str, wanted: Wanted, language: str, actor: Actor, at: datetime) -> Watch | None:
    """Write down that somebody at `email` wants to be told, and owe the message whose link confirms it, once a day.

    Nothing is told of until the link was followed. Returns the watch; None where it was confirmed before or the address
    waits for fifty things already: whoever asks is answered the same each time. Raises NotAllowed.
    """
    if not may(actor, "watch.ask", at):
        raise NotAllowed()
    whom, known_as = index_of_address(email), indexes_of_address(email)
    wait_for_others(known_as[-1])  # by the oldest key: while keys are changed, processes differ in the newest
    mine = Watch.objects.filter(whom__in=known_as)
    watch = mine.select_related("subject", "data_key").filter(what__in=wanted.indexes).first()
    if watch is None:
        if mine.count() >= MOST_WATCHES:
            return None
        watch = create(email=email, whom=whom, wanted=wanted, language=language, at=at)
    if watch.confirmed_at is not None:
        return None
    owe_notice(
        subject=watch.subject,
        event="watch.asked",
        address={"email": email},
        channel=Notice.Channel.EMAIL,
        language=language,
        key=f"{court_day(at)}",
        data_key=watch.data_key,
    )
    return watch


def wait_for_others(whom: bytes) -> None:
    """Let whoever else asks for the same address at this moment end first: a row that is not there yet cannot be locked.

    Without it a form sent twice at once breaks on the unique row, and many at once pass the limit of an address.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(whom[:8], "big", signed=True)])


def create(*, email: str, whom: bytes, wanted: Wanted, language: str, at: datetime) -> Watch:
    """Write the row of a watch that is not confirmed yet."""
    data_key = new_data_key(at=at)
    return Watch.objects.create(
        subject=open_subject(kind="watch", at=at),
        kind=wanted.kind,
        language=language,
        data_key=data_key,
        sealed=seal_json(data_key, {"email": email, "filters": wanted.filters}, purpose=PURPOSE),
        whom=whom,
        what=wanted.index,
        ruling=wanted.ruling,
        provision=wanted.provision,
        asked_at=at,
    )
