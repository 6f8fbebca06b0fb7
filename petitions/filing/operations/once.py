"""A form that begins a draft begins one, however often it is sent: a double click, a page sent again, two at once."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from courtcase.keys import operations as keys
from courtcase.people.actors import Actor
from petitions.filing.operations.start_draft import Started
from petitions.models import Petition


def id_of_form(once: str, *words: object, actor: Actor) -> UUID | None:
    """Return the public id of the draft that a form begins, which its token `once`, the account and what was chosen make.

    Nobody can guess it who lacks the index key. None for a form without a token: it begins a draft each time.
    """
    if not once:
        return None
    named = ":".join(str(word) for word in (actor.signed_in.pk, once, *words))
    return UUID(bytes=keys.lasting_index(named, "form")[:16], version=4)


def begun_before(public_id: UUID | None, *, actor: Actor) -> Started | None:
    """Return the draft the same form began already; one that is just beginning it is waited for. To be asked in a transaction."""
    if public_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(public_id.bytes[:8], signed=True)])
    found = Petition.objects.filter(public_id=public_id, account=actor.signed_in).first()
    return Started(petition=found, code="") if found is not None else None
