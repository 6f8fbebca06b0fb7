"""The head of an institution approves what its officers prepared before it goes to the Court, or sends it back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.operations import OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import grants_of
from courtcase.people.roles import Role
from courtcase.register.operations import record
from petitions.content import seal_text
from petitions.models import STANDING, ApprovalOutcome, Channel, FilingApproval, Petition
from petitions.steps import lock_petition, require, take_step
from petitions.telling import tell_accounts, tell_heads
from petitions.workflow import transition_named

LONGEST_REMARK = 5000


@operation
def ask_approval(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Ask the head of the institution to approve a draft, or a correction, for filing; the head is told.

    Returns the petition. Raises NotAllowed, StaleVersion, and WrongState also where it was asked or approved already.
    """
    locked = lock_petition(petition=petition, version=version)
    require_institution(locked)
    require(petition=locked, transition=transition_named("ask_approval"), actor=actor, at=at)
    require_unasked(standing_approval(locked))
    take_step(petition=locked, step="ask_approval", actor=actor, at=at)
    FilingApproval.objects.create(petition=locked, asked_by=actor.signed_in, asked_at=at)
    tell_heads(petition=locked, event="petition.approval_asked", at=at)
    return locked


@operation
def approve_filing(*, petition: Petition, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Approve a draft, or a correction, for filing, as the head of the institution, asked or unasked.

    From then on its officers may submit it. Every later change of words or files makes the approval void. Whoever asked
    is told. Returns the petition. Raises NotAllowed, StaleVersion, and WrongState also where it is approved already.
    """
    locked = lock_petition(petition=petition, version=version)
    require_institution(locked)
    asked = approve(petition=locked, actor=actor, at=at)
    if asked.asked_by_id != actor.signed_in.pk:
        tell_accounts(petition=locked, accounts=[asked.asked_by], event="petition.filing_approved", at=at)
    return locked


@operation
def send_back(*, petition: Petition, remark: str, actor: Actor, at: datetime, version: int | None = None) -> Petition:
    """Send a draft back to its officer with a remark, as the head of the institution; an approval given falls with it.

    Returns the petition. Raises OperationError beside `remark`, NotAllowed, StaleVersion, and WrongState also where
    nobody asked.
    """
    locked = lock_petition(petition=petition, version=version)
    require_institution(locked)
    require(petition=locked, transition=transition_named("send_back"), actor=actor, at=at)
    asked = standing_approval(locked)
    if asked is None:
        raise WrongState(_("Nobody asks for an approval of this petition."))
    words = remark.strip()
    if len(words) < 3:
        raise OperationError(_("Write what is to be changed."), field="remark")
    if len(words) > LONGEST_REMARK:
        raise OperationError(_("This remark is too long. Write at most 5,000 characters."), field="remark")
    take_step(petition=locked, step="send_back", actor=actor, at=at, content=words.encode())
    asked.sealed_remark = seal_text(locked, words)
    asked.decided_by, asked.decided_at = actor.signed_in, at
    end_approval(asked, outcome=ApprovalOutcome.SENT_BACK, at=at)
    tell_accounts(petition=locked, accounts=[asked.asked_by], event="petition.sent_back", at=at)
    return locked


def approve(*, petition: Petition, actor: Actor, at: datetime) -> FilingApproval:
    """Write the approval of a locked petition by the head who acts, and return it. Raises NotAllowed, WrongState."""
    require(petition=petition, transition=transition_named("approve_filing"), actor=actor, at=at)
    asked = standing_approval(petition)
    if asked is not None and asked.outcome == ApprovalOutcome.APPROVED:
        raise WrongState(_("The petition is approved already."))
    take_step(petition=petition, step="approve_filing", actor=actor, at=at)
    asked = asked or FilingApproval(petition=petition, asked_by=actor.signed_in, asked_at=at)
    asked.outcome, asked.decided_by, asked.decided_at = ApprovalOutcome.APPROVED, actor.signed_in, at
    asked.save()
    return asked


def use_approval(*, petition: Petition, actor: Actor, at: datetime, is_signed: bool = False) -> None:
    """Let a locked petition be submitted only as the head of its institution approved it; called by the submission.

    A head who submits approves by it. A citizen's petition needs none, nor does one that came on paper, which the
    letterhead speaks for, nor one that is filed together with its signed container (`is_signed`): whatever was asked of
    the head then is over. Raises WrongState with code not_approved where an approval is missing.
    """
    if petition.institution_id is None or petition.channel == Channel.PAPER:
        return
    used = {"outcome": ApprovalOutcome.USED, "ended_at": at}
    standing = [petition.pk, ApprovalOutcome.APPROVED]
    # The petition is locked: nobody takes the approval back meanwhile.
    if rows.update_all(FilingApproval, used, "petition_id = %s AND outcome = %s", standing):
        return
    given = standing_approval(petition)
    if not is_signed:
        roles = {grant.role for grant in grants_of(actor, at) if grant.institution_id == petition.institution_id}
        if Role.INSTITUTION_HEAD not in roles:
            raise not_approved(by_program=Role.MACHINE in roles)
        given = approve(petition=petition, actor=actor, at=at)
    if given is not None:
        end_approval(given, outcome=ApprovalOutcome.USED, at=at)


def not_approved(*, by_program: bool) -> WrongState:
    """Return why a petition is not submitted without the head's approval, and what whoever asks can do about it."""
    if by_program:
        words = _(
            "The head of the institution has not approved this petition. Ask for the approval, or send the signed "
            "container of the petition's document in `container`."
        )
    else:
        words = _("The head of your institution has not approved this petition yet. Ask for the approval first.")
    return WrongState(words, code="not_approved")


def void_approval(*, petition: Petition, actor: Actor, at: datetime) -> None:
    """Make the approval of a locked petition void, and record it: its words or files change. Nothing where none stands."""
    if petition.institution_id is None:
        return
    given = standing_approval(petition)
    if given is None or given.outcome != ApprovalOutcome.APPROVED:
        return
    end_approval(given, outcome=ApprovalOutcome.VOID, at=at)
    record(subject=petition.subject, event="petition.approval_voided", actor=actor, at=at, body={})
    tell_heads(petition=petition, event="petition.approval_voided", at=at)


def standing_approval(petition: Petition) -> FilingApproval | None:
    """Return the asking that waits, or the approval that was given and not used; None where there is neither."""
    standing = FilingApproval.objects.filter(petition=petition, outcome__in=STANDING)
    return standing.select_related("asked_by").first()


def end_approval(approval: FilingApproval, *, outcome: ApprovalOutcome, at: datetime) -> None:
    """Write what became of an approval."""
    approval.outcome, approval.ended_at = outcome, at
    approval.save(update_fields=["outcome", "ended_at", "decided_by", "decided_at", "sealed_remark"])


def require_institution(petition: Petition) -> None:
    """Raise WrongState for a petition that no institution files here: nobody's approval is asked for it."""
    if petition.institution_id is None:
        raise WrongState(_("Only an institution's petition is approved by its head."))


def require_unasked(standing: FilingApproval | None) -> None:
    """Raise WrongState where an approval was asked for, or given, and stands."""
    if standing is None:
        return
    if standing.outcome == ApprovalOutcome.APPROVED:
        raise WrongState(_("The petition is approved already."))
    raise WrongState(_("The approval is asked for already."))
