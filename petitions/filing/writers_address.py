"""Where whoever writes a draft is reached: the account, or an address that was confirmed by opening the way back with it."""

from __future__ import annotations

from datetime import datetime

from courtcase.keys import operations as keys
from courtcase.notices.operations import owe_notice
from petitions.content import Person
from petitions.models import CodePurpose, Petition
from petitions.telling import is_told_by_account, tell_petitioner, to_petitioner
from petitions.writers import Writer

PURPOSE = "draft.address"


def seal_draft_address(petition: Petition, *, channel: str, address: str) -> bytes:
    """Return the address a way back is sent to, sealed with the petition's data key."""
    return keys.seal_json(petition.data_key, {"phone" if channel == "sms" else "email": address}, purpose=PURPOSE)


def confirmed_address(petition: Petition) -> Person | None:
    """Return the address from which the way back to this draft was opened last; None: nobody has opened one.

    What stands in the words of the draft is not asked: whoever writes may write the address of anybody.
    """
    opened = petition.one_time_codes.filter(
        purpose=CodePurpose.LINK, used_at__isnull=False, sealed_address__isnull=False
    ).order_by("-used_at", "-pk")
    last = opened.first()
    if last is None:
        return None
    found: Person = keys.open_json(petition.data_key, bytes(last.sealed_address or b""), purpose=PURPOSE)
    return found


def tell_writer(*, petition: Petition, event: str, at: datetime, key: str) -> None:
    """Owe whoever writes a draft a notice of `event`, once for each `key`: the account, else the confirmed address.

    An address nobody has confirmed gets none: it had its one message. Who writes for another is told in a helper's words.
    """
    if petition.writer == Writer.HELPER:
        tell_helper(petition=petition, event=event, at=at, key=key)
    elif is_told_by_account(petition):
        tell_petitioner(petition=petition, event=event, at=at, key=key)
    elif petition.institution_id is None and (person := confirmed_address(petition)) is not None:
        told = to_petitioner(petition=petition, event=event, person=person, not_before=at, key=key)
        owe_notice(**told, data_key=petition.data_key)


def tell_helper(*, petition: Petition, event: str, at: datetime, key: str = "") -> None:
    """Owe somebody who only wrote for another a notice of `event`: at the account, else at the confirmed address.

    `key` tells apart several notices of one event (default: the petition's version). It says "the petitioner", and
    gives nobody a right: from the filing on the helper is told no more.
    """
    if petition.writer != Writer.HELPER or petition.filed_at is not None:
        return
    person = None if petition.account_id is not None else confirmed_address(petition)
    if petition.account_id is None and person is None:
        return
    key = f"helper:{key or f'v{petition.version}'}"
    told = to_petitioner(petition=petition, event=event, person=person, not_before=at, key=key)
    told["context"] = {**told["context"], "helper": True}
    owe_notice(**told, data_key=None if person is None else petition.data_key)
