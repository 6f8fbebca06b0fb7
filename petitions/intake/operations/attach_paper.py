"""A paper came that belongs to a petition before the Court: each kind goes by the operation it would go by online."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase.documents.operations import Received, keep_upload, receive_upload
from courtcase.documents.queries import document_facts
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import open_content, seal_content, without
from petitions.filing.operations.attach import lay, lay_received
from petitions.filing.operations.follow_up import demand_decision, withdraw_petition
from petitions.filing.operations.save_draft import check_size
from petitions.filing.operations.start_draft import new_version
from petitions.filing.operations.submit_petition import submit_corrected
from petitions.filing.operations.withdraw_one import withdraw_one
from petitions.intake.operations.confirm_signature import confirm_received, last_returned_on
from petitions.intake.operations.register_paper import register_paper
from petitions.intake.paper_days import PaperDays, checked_days, counted
from petitions.models import IncomingKind, IncomingPaper, Petition
from petitions.signatories import is_joint, must_leave_alone, withdrawn
from petitions.steps import lock_petition, require
from petitions.versions import as_told, written_last
from petitions.workflow import State, transition_named

ACTION = "paper.attach"
STEPS = {
    IncomingKind.ADDITION: "add_document",
    IncomingKind.CURE: "cure",
    IncomingKind.DEMAND: "demand_decision",
    IncomingKind.WITHDRAWAL: "withdraw",
}

ANSWER_A_RETURN = frozenset({IncomingKind.CURE, IncomingKind.DEMAND})


def attach_paper(
    *,
    petition: Petition,
    kind: IncomingKind,
    days: PaperDays,
    signer: str,
    scan: UploadedFile,
    actor: Actor,
    at: datetime,
    words: str = "",
    signed: Collection[int] = (),
    petitioner: int | None = None,
    version: int | None = None,
) -> IncomingPaper:
    """Enter for the petitioner a signed paper: an addition, a correction, a demand for the Court's decision, a withdrawal.

    `signer` is who signed it; `words` what a correction says; of several petitioners `signed` are the rows (ids) of those
    whose signatures a correction bears, and `petitioner` that of whoever withdraws.
    The scan stays with the petition, the paper gets its number of the incoming register. Where the workflow does not
    allow it, nothing is kept. Raises OperationError beside the field, TermPassed, NotAllowed, WrongState, StaleVersion.
    """
    found = Petition.objects.get(pk=petition.pk)
    if not access.may(actor, ACTION, found, at):
        raise NotAllowed()
    require(petition=found, transition=transition_named(STEPS[kind]), actor=bearer_of(found, actor), at=at)
    days = checked_days(
        days, today=court_day(at), returned_on=last_returned_on(found) if kind in ANSWER_A_RETURN else None
    )
    if not signer.strip():
        raise OperationError(_("Write who signed the paper."), field="signer")
    if kind == IncomingKind.CURE:
        require_correction(found, words=words, signed=signed)
    return attach_received(
        petition=petition,
        kind=kind,
        days=days,
        signer=signer.strip(),
        received=receive_upload(uploaded=scan),
        words=words.strip(),
        signed=signed,
        petitioner=petitioner,
        version=version,
        actor=actor,
        at=at,
    )


def require_correction(petition: Petition, *, words: str, signed: Collection[int]) -> None:
    """Raise OperationError beside what a correction on paper lacks: what it says, or whose signatures it bears."""
    if not words.strip():
        raise OperationError(_("Write in a few words what the correction says."), field="words")
    if is_joint(petition) and not signed:
        raise OperationError(_("Choose whose signatures the paper bears."), field="signed")


def bearer_of(petition: Petition, actor: Actor) -> Actor:
    """Return the clerk who holds the signed paper, as a code would be held: by it they act for this one petition."""
    epochs = frozenset({(petition.subject_id, petition.code_epoch)}) if petition.code_epoch else frozenset()
    return Actor.of(actor.signed_in, subjects=frozenset({petition.subject_id}), epochs=epochs)


@operation
def attach_received(
    *,
    petition: Petition,
    kind: IncomingKind,
    days: PaperDays,
    signer: str,
    received: Received,
    words: str,
    signed: Collection[int],
    petitioner: int | None,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> IncomingPaper:
    """Do what `attach_paper` says, with a scan that was received already."""
    locked = lock_petition(petition=petition, version=version)
    bearer = bearer_of(locked, actor)
    if kind == IncomingKind.ADDITION:
        lay_received(petition=locked, received=received, purpose="other", actor=bearer, at=at)
    elif kind == IncomingKind.CURE:
        day = counted(days).day
        begin_cure(locked, words=words, day=day, bearer=bearer, at=at)
        confirm_received(
            petition=locked,
            received=received,
            received_on=day,
            signed=signed,
            by_paper=True,
            actor=actor,
            at=at,
        )
    else:
        keep_scan(locked, received=received, actor=actor, at=at)
        if kind == IncomingKind.DEMAND:
            demand_decision(petition=locked, actor=bearer, at=at)
        elif must_leave_alone(locked):
            withdraw_one(petition=locked, petitioner=petitioner or 0, actor=actor, at=at)
        else:
            withdraw_petition(petition=locked, actor=bearer, at=at)
    after = lock_petition(petition=petition)
    body = {"kind": kind.value, "counts_on": counted(days).day.isoformat()}
    record(subject=after.subject, event="petition.paper_entered", actor=actor, at=at, body=body)
    return register_paper(petition=after, kind=kind, days=days, signer=signer, actor=actor, at=at)


def keep_scan(
    petition: Petition, *, received: Received, actor: Actor, at: datetime, purpose: str = "signed_paper"
) -> None:
    """Keep the scan of a paper that came with a locked petition, in whatever state, and record its digest."""
    document = keep_upload(received=received, subject=petition.subject, kind=purpose, actor=actor, at=at)
    lay(petition=petition, document=document, purpose=purpose, at=at)
    record(
        subject=petition.subject,
        event="petition.document_added",
        actor=actor,
        at=at,
        body={"purpose": purpose, **document_facts(document)},
    )


def begin_cure(petition: Petition, *, words: str, day: date, bearer: Actor, at: datetime) -> None:
    """Submit a correction that came on paper: its words are added to the reasoning, and by the `day` it is in time."""
    if petition.state != State.RETURNED:
        raise WrongState(_("Only a petition that was returned can be corrected."))
    begin_afresh(petition, words=words, at=at)
    submit_corrected(petition=petition, actor=bearer, at=at, day=day, is_signed=True)


def begin_afresh(petition: Petition, *, words: str, at: datetime) -> None:
    """Begin a version of what the Court goes by and the words that came on paper, and of nothing else.

    What the petitioner writes online and has not sent is no part of what they signed: it stays in its own version.
    """
    content = without(open_content(petition, as_told(petition)), withdrawn(petition))
    content["reasoning"] = "\n\n".join(part for part in (content.get("reasoning", ""), words) if part)
    check_size(content)
    number = written_last(petition).number + 1
    fresh = new_version(petition=petition, number=number, sealed_content=seal_content(petition, content), at=at)
    fresh.save(force_insert=True)
