"""Who is writing: an account, or somebody whose session holds the code of a draft or a petition."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from courtcase.frame.errors import Destroyed
from courtcase.keys import operations as keys
from courtcase.people.middleware import HELD_EPOCHS, HELD_PETITIONERS, HELD_SUBJECTS
from courtcase.people.requests import ActorRequest
from courtcase.register import receipt_code
from courtcase.register.models import RecordedRead
from courtcase.register.operations import record_read
from petitions import access
from petitions.models import Petition, Petitioner

CODES = "codes"
SUBMISSION_CODES = "submission_codes"
# So long the parts of a page belong to one look at it.
ONE_LOOK = timedelta(hours=1)
# What pages of a petition read with it; a page that needs less says so.
LEFT = "_petition_left_for_page"
RELATED = ("subject", "data_key", "case", "account")


def hold(request: HttpRequest, petition: Petition) -> None:
    """Let this session act for the petition whose code was proven or whose draft was begun in it."""
    held = set(request.session.get(HELD_SUBJECTS, ()))
    request.session.cycle_key()
    request.session[HELD_SUBJECTS] = sorted(held | {petition.subject_id})
    if petition.code_epoch:
        epochs = request.session.get(HELD_EPOCHS, {})
        request.session[HELD_EPOCHS] = {**epochs, str(petition.subject_id): petition.code_epoch}


def hold_as(request: HttpRequest, petitioner: Petitioner) -> None:
    """Let this session act as one of several petitioners, whose own code was proven in it."""
    held = request.session.get(HELD_PETITIONERS, {})
    request.session.cycle_key()
    request.session[HELD_PETITIONERS] = {**held, str(petitioner.pk): petitioner.code_epoch}


def keep_code(request: HttpRequest, petition: Petition, code: str) -> None:
    """Keep a code in the session, to show it again to whoever filed: the database has its digest alone."""
    request.session[CODES] = {**request.session.get(CODES, {}), str(petition.public_id): code}


def submission_code(request: HttpRequest, petition: Petition) -> str:
    """Return the tracking code this petition will have, made once: a form sent twice finds the first sending by it.

    It stays in the session, which therefore need not be written again when the petition is submitted.
    """
    codes = request.session.setdefault(SUBMISSION_CODES, {})
    code = codes.get(str(petition.public_id))
    if code is None:
        code = receipt_code.generate()
        request.session[SUBMISSION_CODES] = {**codes, str(petition.public_id): code}
    return str(code)


def kept_code(request: HttpRequest, petition: Petition) -> str:
    """Return the code the session keeps for this petition: the tracking code once it was submitted under it.

    Before, it is the draft's own; the empty string where the session knows neither.
    """
    name = str(petition.public_id)
    if was_filed_here(request, petition):
        return str(request.session[SUBMISSION_CODES][name])
    kept = str(request.session.get(CODES, {}).get(name, ""))
    return kept if keys.is_code(kept, petition.holder_digest) else ""


def was_filed_here(request: HttpRequest, petition: Petition) -> bool:
    """Say whether this session submitted the petition, and its code is still the one it has."""
    tracking = str(request.session.get(SUBMISSION_CODES, {}).get(str(petition.public_id), ""))
    return petition.code_digest is not None and keys.is_code(tracking, petition.code_digest)


def petition_or_404(
    request: ActorRequest,
    public_id: UUID,
    action: str,
    *,
    at: datetime | None = None,
    related: tuple[str, ...] = RELATED,
) -> Petition:
    """Return the petition to which the visitor may do `action`, with the rows `related` to it.

    Whoever guards a page reads it first and leaves it for the page (`leave_for_page`), which then asks its own action about
    that row. Raises Http404 for one that is not theirs or is not.
    """
    instant = at or timezone.now()
    left: Petition | None = request.__dict__.pop(LEFT, None)
    if left is not None and left.public_id == public_id and set(related) <= set(RELATED):
        petition = left if access.may(request.actor, action, left, instant) else None
    else:
        petition = access.petition_for(request.actor, action, public_id, instant, related=related)
    if petition is None:
        gone = Petition.objects.filter(public_id=public_id).exclude(disposed_on=None).first()
        raise Destroyed(gone.disposed_on) if gone is not None and gone.disposed_on is not None else Http404
    return petition


def leave_for_page(request: ActorRequest, petition: Petition) -> None:
    """Leave a petition that was read just now, with all of RELATED, to the page that asks for it next, and only once."""
    request.__dict__[LEFT] = petition


def note_read(request: ActorRequest, petition: Petition, *, place: str) -> bool:
    """Record that a member of the Court was given the words or a file of a petition, and say whether that was so.

    Its own people are not recorded.
    """
    actor, at = request.actor, timezone.now()
    own = access.own(actor, at) | access.co_petitioner(actor, at) | access.institution(actor, at)
    if Petition.objects.filter(own, pk=petition.pk).exists():
        return False
    record_read(subject=petition.subject, actor=request.actor, at=timezone.now(), place=place)
    return True


def note_read_of_part(request: ActorRequest, petition: Petition, *, place: str) -> None:
    """Record the same of a part that a page asks for after itself, unless this member's look was recorded within the hour."""
    account = request.actor.account
    reads = RecordedRead.objects.filter(subject=petition.subject_id, account=account, place=place)
    if account is None or not reads.filter(at__gt=timezone.now() - ONE_LOOK).exists():
        note_read(request, petition, place=place)
