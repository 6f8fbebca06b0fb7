"""A form that begins a draft begins one, however often it is sent: a double click, a page sent again, two at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from courtcase.keys import operations as keys
from courtcase.people.actors import Actor
from petitions.filing.operations.start_draft import Started
from petitions.models import Petition


def ids_of_form(once: str, *words: object, actor: Actor) -> list[UUID]:
    """Return the public ids of the draft that a form begins, which its token `once`, the account and what was chosen make.

    One for each index key that is named: the draft begins under the first, and one begun before another key came is found
    under its own. Nobody can guess them who lacks the keys. Empty for a form without a token: it begins a draft each time.
    """
    if not once:
        return []
    named = ":".join(str(word) for word in (actor.signed_in.pk, once, *words))
    return [UUID(bytes=digest[:16], version=4) for digest in keys.blind_indexes(named, "form")]


def begun_before(public_ids: Sequence[UUID], *, actor: Actor) -> Started | None:
    """Return the draft the same form began already; one that is just beginning it is waited for. To be asked in a transaction."""
    if not public_ids:
        return None
    # In one order for all: while processes are restarted one by one, two of them name the keys in different orders.
    for one in sorted(public_ids):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(one.bytes[:8], signed=True)])
    found = Petition.objects.filter(public_id__in=public_ids, account=actor.signed_in).first()
    return Started(petition=found, code="") if found is not None else None
