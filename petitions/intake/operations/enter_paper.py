from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from courtcase.documents.operations import Received, receive_upload
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register import receipt_code
from petitions.content import PetitionContent
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.start_draft import start_draft
from petitions.filing.operations.submit_petition import submit_petition
from petitions.intake.operations.confirm_signature import confirm_received
from petitions.models import Channel, Petition


def enter_paper(
    *,
    content: PetitionContent,
    language: str,
    scan: UploadedFile,
    actor: Actor,
    at: datetime,
    synthetic: bool = False,
) -> tuple[Petition, str]:
    """Enter a signed petition of a citizen that came on paper: it is filed at once, since the signature lies before us.

    Returns the petition and the tracking code, which goes to the petitioner with the first letter.
    Raises OperationError beside the field, NotAllowed.
    """
    ensure(actor, "paper.enter", at)
    received = receive_upload(uploaded=scan)
    return enter_received(
        content=content, language=language, received=received, synthetic=synthetic, actor=actor, at=at
    )


@operation
def enter_received(
    *, content: PetitionContent, language: str, received: Received, synthetic: bool, actor: Actor, at: datetime
) -> tuple[Petition, str]:
    """Do what `enter_paper` says, with a scan that was received already."""
    started = start_draft(
        petitioner_kind="citizen", language=language, channel=Channel.PAPER, synthetic=synthetic, actor=actor, at=at
    )
    writer = Actor.of(actor.signed_in, subjects=frozenset({started.petition.subject_id}))
    petition = save_draft(petition=started.petition, part=content, actor=writer, at=at)
    code = receipt_code.generate()
    submit_petition(petition=petition, code=code, actor=writer, at=at)
    return confirm_received(petition=petition, received=received, actor=actor, at=at), code
