"""Help by phone: the writer reads a code out, a consultant reads the draft and proposes text, the writer takes it or not."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.keys import operations as keys
from courtcase.operations import NotAllowed, OperationError, StaleVersion, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import ensure
from courtcase.register.operations import record, record_read
from petitions import access
from petitions.content import seal_text
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.proposals import text_of
from petitions.models import CodePurpose, DraftHelp, HelpProposal, OneTimeCode, Petition, ProposalOutcome
from petitions.steps import lock_petition
from petitions.workflow import EDITABLE

MINUTES = 20
LASTS = timedelta(days=1)
OWNER = "help"
# The parts of a petition's words for which a text can be proposed, as the guided form calls them.
FIELDS: dict[str, Promise | str] = {
    "situation": _("What happened"),
    "reasoning": _("Why the provision is unjust"),
    "request": _("What is asked"),
    "provisions_typed": _("Provisions, as typed"),
    "rights_typed": _("Rights, as typed"),
}
LONGEST = 50_000


@operation
def make_help_code(*, petition: Petition, actor: Actor, at: datetime) -> str:
    """Return eight digits by which a consultant opens the draft: for twenty minutes, once; the one before ends.

    The code is stored nowhere. Raises NotAllowed, and WrongState for what can no longer be written.
    """
    locked = lock_petition(petition=petition)
    require_writer(locked, actor, at)
    if locked.state not in EDITABLE:
        raise WrongState(_("This petition can no longer be changed."))
    waiting = OneTimeCode.objects.filter(purpose=CodePurpose.HELP, used_at=None, revoked_at=None)
    waiting.filter(petition=locked).update(revoked_at=at)
    code = f"{secrets.randbelow(10**8):08d}"
    while waiting.filter(digest__in=keys.short_code_hmacs(code, OWNER)).exists():
        code = f"{secrets.randbelow(10**8):08d}"
    OneTimeCode.objects.create(
        petition=locked,
        purpose=CodePurpose.HELP,
        digest=keys.short_code_hmac(code, OWNER),
        made_at=at,
        expires_at=at + timedelta(minutes=MINUTES),
    )
    record(subject=locked.subject, event="petition.help_asked", actor=actor, at=at)
    return code


@operation
def open_help(*, code: str, actor: Actor, at: datetime) -> DraftHelp | None:
    """Open the draft whose writer reads `code` out, for a day; None for every other word. Raises NotAllowed."""
    ensure(actor, "help.give", at)
    digits = "".join(sign for sign in code if sign.isdecimal())
    found = (
        OneTimeCode.objects.filter(digest__in=keys.short_code_hmacs(digits, OWNER), used_at=None, revoked_at=None)
        .filter(purpose=CodePurpose.HELP)
        .select_related("petition")
        .order_by("-pk")
        .first()
    )
    if found is None:
        return None
    locked = lock_petition(petition=found.petition)
    mine = OneTimeCode.objects.filter(pk=found.pk, used_at=None, revoked_at=None, expires_at__gt=at)
    if locked.state not in EDITABLE or not mine.update(used_at=at):
        return None
    opened = DraftHelp.objects.create(petition=locked, consultant=actor.signed_in, opened_at=at, ends_at=at + LASTS)
    record(subject=locked.subject, event="petition.help_opened", actor=actor, at=at, body={"help": opened.pk})
    return opened


@operation
def read_for_help(*, help: DraftHelp, actor: Actor, at: datetime) -> Petition:  # noqa: A002 - the thing's own name
    """Return the draft a consultant reads, and record that it was read. Raises NotAllowed once the help has ended."""
    petition = lock_petition(petition=help.petition)
    require_consultant(help, petition, actor, at)
    record_read(subject=petition.subject, actor=actor, at=at, place="help.give")
    return petition


@operation
def propose_text(*, help: DraftHelp, field: str, text: str, actor: Actor, at: datetime) -> HelpProposal:  # noqa: A002
    """Propose a text for one part; it waits for the writer, in place of one proposed before for the same part.

    Raises OperationError beside `field` or `text`, NotAllowed once the help has ended.
    """
    locked = lock_petition(petition=help.petition)
    require_consultant(help, locked, actor, at)
    if field not in FIELDS:
        raise OperationError(_("Choose the part the text is for."), field="field")
    if not text.strip() or len(text) > LONGEST:
        raise OperationError(_("Write a text of at most 50,000 characters."), field="text")
    waiting = HelpProposal.objects.filter(help__petition=locked, field=field, decided_at=None)
    waiting.update(decided_at=at, outcome=ProposalOutcome.REPLACED)
    made = HelpProposal.objects.create(help=help, field=field, sealed_text=seal_text(locked, text), proposed_at=at)
    body = {"proposal": made.pk, "field": field}
    record(subject=locked.subject, event="petition.text_proposed", actor=actor, at=at, body=body)
    return made


@operation
def decide_proposal(
    *, proposal: HelpProposal, accept: bool, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Take a proposed text into the draft, or leave it out, as its writer; one decided before is let be.

    `version` is the one of the words the writer compared it with. Raises NotAllowed, WrongState, StaleVersion.
    """
    locked = lock_petition(petition=proposal.help.petition)
    require_writer(locked, actor, at)
    mine = HelpProposal.objects.select_related("help").get(pk=proposal.pk, help__petition=locked)
    if mine.decided_at is not None:
        return
    if version is not None and version != locked.version:
        message = _("Your draft was changed after this page was shown. Compare the texts again.")
        raise StaleVersion(message, current=locked.version)
    if accept:
        part = {mine.field: text_of(locked, mine)}
        save_draft(petition=locked, part=part, actor=actor, at=at)  # type: ignore[arg-type]
    mine.decided_at, mine.outcome = at, ProposalOutcome.ACCEPTED if accept else ProposalOutcome.REFUSED
    mine.save(update_fields=["decided_at", "outcome"])
    body = {"proposal": mine.pk, "field": mine.field, "outcome": str(mine.outcome)}
    record(subject=locked.subject, event="petition.proposal_decided", actor=actor, at=at, body=body)


@operation
def end_help(*, petition: Petition, actor: Actor, at: datetime) -> int:
    """End all help with a draft as its writer, or one's own as a consultant; return how many ended. Raises NotAllowed.

    A code that was made and not used ends too. What was proposed still waits for the writer.
    """
    locked = lock_petition(petition=petition)
    going_on = DraftHelp.objects.filter(petition=locked, ended_at=None, ends_at__gt=at)
    if access.may(actor, "petition.ask_help", locked, at):
        codes = OneTimeCode.objects.filter(petition=locked, purpose=CodePurpose.HELP, used_at=None, revoked_at=None)
        codes.update(revoked_at=at)
    else:
        ensure(actor, "help.give", at)
        going_on = going_on.filter(consultant=actor.signed_in)
        if not going_on.exists():
            raise NotAllowed()
    ended = going_on.update(ended_at=at)
    if ended:
        record(subject=locked.subject, event="petition.help_ended", actor=actor, at=at, body={"ended": ended})
    return ended


def require_writer(petition: Petition, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed unless the draft is the actor's own."""
    if not access.may(actor, "petition.ask_help", petition, at):
        raise NotAllowed()


def require_consultant(help: DraftHelp, petition: Petition, actor: Actor, at: datetime) -> None:  # noqa: A002
    """Raise NotAllowed unless the actor gives this help, it goes on, and the petition is still written."""
    ensure(actor, "help.give", at)
    mine = DraftHelp.objects.filter(pk=help.pk, consultant=actor.signed_in, ended_at=None, ends_at__gt=at)
    if petition.state not in EDITABLE or not mine.exists():
        raise NotAllowed()
