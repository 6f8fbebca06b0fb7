from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase.documents.operations import Received, receive_upload
from courtcase.law.time import court_day
from courtcase.operations import OperationError, StaleVersion, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register import receipt_code
from petitions.content import Person, PetitionContent, open_content
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.submit_petition import submit_petition
from petitions.intake.operations.confirm_signature import confirm_received
from petitions.intake.operations.register_paper import register_paper
from petitions.intake.paper_days import PaperDays
from petitions.models import Channel, IncomingKind, Petition
from petitions.steps import lock_petition
from petitions.versions import written_last
from petitions.workflow import State

CHANGED = _(
    "The draft was changed after this paper was printed. Enter the paper by hand: its words are what was signed."
)


def take_in_draft(
    *,
    petition: Petition,
    version: int,
    scan: UploadedFile,
    actor: Actor,
    at: datetime,
    received_on: date | None = None,
    typed: PetitionContent | None = None,
) -> tuple[Petition, str]:
    """File a draft whose signed print lies before the clerk; return it with its tracking code, for the first letter.

    `version` is the one printed on the paper: where the draft was changed since, other words were signed. `typed` is what
    somebody wrote on the paper by hand and the draft lacks; what the draft has stays. Raises OperationError beside what is
    still missing, StaleVersion, WrongState, NotAllowed.
    """
    ensure(actor, "paper.enter", at)
    received = receive_upload(uploaded=scan)
    return take_in_received(
        petition=petition,
        version=version,
        received=received,
        received_on=received_on,
        typed=typed or {},
        actor=actor,
        at=at,
    )


@operation
def take_in_received(
    *,
    petition: Petition,
    version: int,
    received: Received,
    received_on: date | None,
    typed: PetitionContent,
    actor: Actor,
    at: datetime,
) -> tuple[Petition, str]:
    """Do what `take_in_draft` says, with a scan that was received already."""
    locked = lock_petition(petition=petition)
    if locked.state != State.DRAFT or locked.institution_id is not None:
        raise WrongState(_("This petition is no draft of a citizen any more. Open it and confirm the paper there."))
    if locked.version != version:
        raise StaleVersion(CHANGED, current=locked.version)
    if received_on is not None and received_on < court_day(locked.created_at):
        raise OperationError(_("The petition was not yet written on this day."), field="received_on")
    # The paper is in the clerk's hands, as a code would be in a petitioner's: by it the clerk acts for this one draft.
    bearer = Actor.of(actor.signed_in, subjects=frozenset({locked.subject_id}))
    lacking = what_is_lacking(open_content(locked, written_last(locked)), typed)
    if lacking:
        save_draft(petition=locked, part=lacking, actor=bearer, at=at)
    code = receipt_code.generate()
    submitted = submit_petition(petition=locked, code=code, actor=bearer, at=at)
    submitted.channel = Channel.PAPER
    submitted.save(update_fields=["channel"])
    filed = confirm_received(petition=submitted, received=received, received_on=received_on, actor=actor, at=at)
    days = PaperDays(received_on=received_on or court_day(at))
    register_paper(petition=filed, kind=IncomingKind.PETITION, days=days, actor=actor, at=at)
    return filed, code


def what_is_lacking(content: PetitionContent, typed: PetitionContent) -> PetitionContent:
    """Return what of `typed` the draft does not say itself."""
    person, told = content.get("petitioner", Person()), typed.get("petitioner", Person())
    added = {name: value for name, value in told.items() if value and not person.get(name)}
    lacking: PetitionContent = {}
    if added:
        lacking["petitioner"] = {**person, **added}  # type: ignore[typeddict-item]
    if typed.get("situation") and not content.get("situation"):
        lacking["situation"] = typed["situation"]
    return lacking
