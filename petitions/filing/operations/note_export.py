"""That an institution's petitions were taken as a file is recorded: it names who prepared them."""

from __future__ import annotations

from datetime import datetime

from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.people.operations.institutions import institution_subject
from courtcase.people.permissions import grants_of
from courtcase.people.roles import OF_INSTITUTION
from courtcase.register.operations import record


@operation
def note_export(*, narrowed_by: list[str], actor: Actor, at: datetime) -> list[Institution]:
    """Record with each institution the actor acts for that the list of its petitions is taken; return the institutions.

    `narrowed_by` are the names of the filters that were set. Raises NotAllowed for who acts for none.
    """
    grants = [grant for grant in grants_of(actor, at) if grant.role in OF_INSTITUTION]
    acting = {grant.institution_id for grant in grants if grant.institution_id is not None}
    found = list(Institution.objects.filter(pk__in=acting).select_related("subject").order_by("pk"))
    if not found:
        raise NotAllowed()
    for institution in found:
        record(
            subject=institution_subject(institution, at=at),
            event="institution.petitions_exported",
            actor=actor,
            at=at,
            body={"narrowed_by": ",".join(sorted(narrowed_by))},
        )
    return found
