"""What a portal's program asks for citizens, done once for each Idempotency-Key."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.register.operations import record
from petitions.api.operations import asked_once
from petitions.api.people import with_keys
from petitions.content import PetitionContent
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.start_draft import start_draft
from petitions.models import Channel, Petition


@operation
def begin_for_citizen(
    *,
    portal: Institution,
    language: str,
    words: PetitionContent,
    external_number: str | None,
    key: str,
    actor: Actor,
    at: datetime,
) -> tuple[Petition, bool]:
    """Begin a citizen's petition that came by a portal; return it, and whether it was begun just now.

    Raises OperationError, beside `external_number` with code external_number_taken where the portal has a petition of
    this number, and where `key` came before with other words.
    """

    def do() -> dict[str, Any]:
        started = start_draft(
            petitioner_kind="citizen", language=language, channel=Channel.API, actor=actor, at=at
        ).petition
        name_portal(petition=started, portal=portal, external_number=external_number, actor=actor, at=at)
        save_draft(petition=started, part=with_keys(words), actor=actor, at=at)
        return {"petition": started.pk}

    asked = {"do": "begin_for_citizen", "language": language, "words": words, "number": external_number}
    outcome, now = asked_once(key=key, asked=asked, actor=actor, at=at, do=do)
    return Petition.objects.get(pk=outcome["petition"]), now


def name_portal(
    *, petition: Petition, portal: Institution, external_number: str | None, actor: Actor, at: datetime
) -> None:
    """Write down by whose portal a petition came, and under which number it stands there. Raises OperationError."""
    try:
        with transaction.atomic():
            Petition.objects.filter(pk=petition.pk).update(portal=portal, external_number=external_number or None)
    except IntegrityError as error:
        message = _("You have a petition of this number already. Ask for it by its number.")
        raise OperationError(message, field="external_number", code="external_number_taken") from error
    petition.portal, petition.external_number = portal, external_number or None
    body = {"portal": str(portal.public_id)}
    record(subject=petition.subject, event="petition.brought_by_portal", actor=actor, at=at, body=body)
