"""What a petitioner does with files already laid: say what they are, put them in order, make one PDF of pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from courtcase.documents.joining import receive_joined
from courtcase.documents.operations import Received
from courtcase.documents.queries import document_facts
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.filing.operations.approve_filing import void_approval
from petitions.filing.operations.attach import PAGE, detach, lay_received, require_place, was_before_the_court
from petitions.models import Attachment, Petition
from petitions.steps import lock_petition
from petitions.workflow import EDITABLE


@operation
def change_purpose(*, petition: Petition, attachment: Attachment, purpose: str, actor: Actor, at: datetime) -> None:
    """Say anew what a file of a petition that is still written is. Raises NotAllowed, WrongState."""
    locked = lock_petition(petition=petition)
    changed = require_arrangeable(locked, attachment, actor=actor, at=at)
    if changed.purpose == purpose:
        return
    changed.purpose = purpose
    changed.save(update_fields=["purpose"])
    facts = {"purpose": purpose, **document_facts(changed.document)}
    record(subject=locked.subject, event="petition.document_named", actor=actor, at=at, body=facts)
    void_approval(petition=locked, actor=actor, at=at)


@operation
def move_attachment(*, petition: Petition, attachment: Attachment, up: bool, actor: Actor, at: datetime) -> None:
    """Let a file of a petition that is still written change places with its neighbour. Raises NotAllowed, WrongState.

    Files stand among files and pages among pages; the first does not go up, and the last does not go down.
    """
    locked = lock_petition(petition=petition)
    moved = require_arrangeable(locked, attachment, actor=actor, at=at)
    returned = locked.returns.aggregate(last=Max("returned_at"))["last"]
    row = [
        one
        for one in locked.attachments.filter(removed_at=None).order_by("position")
        if (one.purpose == PAGE) == (moved.purpose == PAGE) and (returned is None or one.added_at > returned)
    ]
    place = row.index(moved)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(row):
        return
    neighbour = row[other]
    moved.position, neighbour.position = neighbour.position, moved.position
    Attachment.objects.bulk_update([moved, neighbour], ["position"])
    void_approval(petition=locked, actor=actor, at=at)


def require_arrangeable(petition: Petition, attachment: Attachment, *, actor: Actor, at: datetime) -> Attachment:
    """Return the file as it stands now that the petition is locked. Raises NotAllowed, WrongState."""
    if not access.may(actor, "petition.draft", petition, at):
        raise NotAllowed()
    found = petition.attachments.select_related("document").filter(pk=attachment.pk, removed_at=None).first()
    if found is None:
        raise WrongState(gettext_lazy("This file was taken out meanwhile."))
    if petition.state not in EDITABLE or was_before_the_court(petition, found):
        raise WrongState(gettext_lazy("What was filed stays with the petition."))
    return found


def join_pages(*, petition: Petition, purpose: str, actor: Actor, at: datetime) -> Attachment:
    """Make one PDF of the photographed pages of a draft and lay it with the petition; the single pages are taken out.

    Returns the PDF's attachment. It is made before the petition is locked. Raises OperationError beside `attachment`,
    NotAllowed, WrongState.
    """
    require_place(petition=petition, purpose=purpose, actor=actor, at=at)
    pages = list(pages_of(petition))
    if not pages:
        raise OperationError(gettext_lazy("No page has been photographed yet."), field="attachment", code="no_pages")
    received = receive_joined(pages=[one.document for one in pages], title=title_of(petition, len(pages)))
    return lay_joined(petition=petition, pages=pages, received=received, purpose=purpose, actor=actor, at=at)


@operation
def lay_joined(
    *,
    petition: Petition,
    pages: Sequence[Attachment],
    received: Received,
    purpose: str,
    actor: Actor,
    at: datetime,
) -> Attachment:
    """Lay the PDF made of `pages` with the petition and take these out. Raises WrongState where they changed meanwhile."""
    locked = lock_petition(petition=petition)
    wanted = {one.pk for one in pages}
    if pages_of(locked).filter(pk__in=wanted).count() != len(wanted):
        raise WrongState(gettext_lazy("The pages were changed in another window. Look at them and try again."))
    laid = lay_received(petition=locked, received=received, purpose=purpose, actor=actor, at=at, pages=len(pages))
    for one in pages:
        detach(petition=locked, attachment=one, actor=actor, at=at)
    return laid


def add_joined(
    *, petition: Petition, pages: Sequence[Received], purpose: str, actor: Actor, at: datetime
) -> Attachment:
    """Make one PDF of pictures just received and lay it with the petition, filed or not; the pictures go.

    Raises OperationError beside `attachment`, NotAllowed, WrongState.
    """
    require_place(petition=petition, purpose=purpose, actor=actor, at=at)
    try:
        received = receive_joined(pages=pages, title=title_of(petition, len(pages)))
    finally:
        for one in pages:
            one.written.path.unlink(missing_ok=True)
    return lay_received(petition=petition, received=received, purpose=purpose, actor=actor, at=at, pages=len(pages))


def pages_of(petition: Petition) -> QuerySet[Attachment]:
    """Return the photographed pages that wait to be made one PDF, in their order."""
    return petition.attachments.filter(purpose=PAGE, removed_at=None).select_related("document").order_by("position")


def title_of(petition: Petition, pages: int) -> str:
    """Return the name of a photographed document, in the language of the petition."""
    with override(petition.language):
        return _("Photographed document, %(pages)d pages") % {"pages": pages}
