from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.keys import operations as keys
from courtcase.keys.files import UnknownKey
from courtcase.keys.models import DataKey
from courtcase.keys.operations import SealBroken
from courtcase.law.queries import petitioner_kinds_on
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Institution
from courtcase.register import receipt_code
from courtcase.register.models import Subject
from courtcase.register.operations import open_subject, record
from petitions import access
from petitions.blocking import standing
from petitions.content import Person, PetitionContent, open_content, seal_content
from petitions.models import Channel, Petition, PetitionVersion
from petitions.versions import as_told


@dataclass(frozen=True)
class Started:
    """A new draft, and the code that opens it again where no account does; the code itself is stored nowhere."""

    petition: Petition
    code: str


@operation
def start_draft(
    *,
    petitioner_kind: str,
    language: str,
    actor: Actor,
    at: datetime,
    institution: Institution | None = None,
    channel: Channel = Channel.WEB,
    synthetic: bool = False,
    public_id: UUID | None = None,
) -> Started:
    """Begin a petition in `language` (kk or ru) by a petitioner of a kind the law knows on the day of `at`.

    Returns the draft and its code. `public_id` is for a form that must begin one draft however often it is sent.
    Raises OperationError beside `petitioner_kind` or `language`, and NotAllowed in the name of an institution for which the
    actor does not act; one that came on paper the Apparatus enters.
    """
    require_in_whose_name(institution, channel=channel, actor=actor, at=at)
    if language not in {"kk", "ru"}:
        raise OperationError(_("A petition is written in Kazakh or in Russian."), field="language")
    kind = petitioner_kinds_on(court_day(at)).filter(code=petitioner_kind).first()
    if kind is None or not speaks_for(kind.code, institution=institution, channel=channel):
        raise OperationError(_("Choose who petitions from the list."), field="petitioner_kind")
    require_open_account(actor)
    code = receipt_code.generate()
    petition = new_petition(
        subject=open_subject(kind="petition", at=at),
        data_key=keys.new_data_key(at=at),
        petitioner_kind=kind.code,
        language=language,
        channel=channel,
        institution=institution,
        synthetic=synthetic,
        code=code,
        actor=actor,
        at=at,
    )
    if public_id is not None:
        petition.public_id = public_id
    petition.save(force_insert=True)
    new_version(
        petition=petition,
        number=1,
        sealed_content=seal_content(petition, first_words(institution, language, channel=channel)),
        at=at,
    ).save(force_insert=True)
    record(subject=petition.subject, event="petition.started", actor=actor, at=at, body={"channel": str(channel)})
    return Started(petition=petition, code="" if actor.account else code)


def new_petition(
    *,
    subject: Subject,
    data_key: DataKey,
    petitioner_kind: str,
    language: str,
    channel: Channel,
    institution: Institution | None,
    synthetic: bool,
    code: str,
    actor: Actor,
    at: datetime,
) -> Petition:
    """Return the unsaved row of a draft that `actor` begins; `code` opens it again where no account does."""
    return Petition(
        subject=subject,
        petitioner_kind=petitioner_kind,
        language=language,
        channel=channel,
        account=None if channel == Channel.PAPER else actor.account,
        institution=institution,
        data_key=data_key,
        holder_digest=None if actor.account else keys.code_hmac(code),
        created_at=at,
        synthetic=synthetic or settings.IS_DEMO,  # a demo refuses a database that holds a real petition
    )


def new_version(*, petition: Petition, number: int, sealed_content: bytes, at: datetime) -> PetitionVersion:
    """Return the unsaved row of a version that is written from `at` on."""
    return PetitionVersion(petition=petition, number=number, sealed_content=sealed_content, created_at=at, saved_at=at)


def first_words(institution: Institution | None, language: str, *, channel: Channel) -> PetitionContent:
    """Return what a draft already says: an institution's name in the language of the petition, where it is reached.

    That is the address of its account; on the pages, where somebody reads it before it is sent, also what it wrote in the
    petition it filed last. A program says itself where it is reached.
    """
    if institution is None:
        return PetitionContent()
    last = last_written_by(institution) if channel == Channel.WEB else Person()
    return {
        "petitioner": {
            "full_name": institution.name_in(language),
            "residence": institution.address or last.get("residence", ""),
            "phone": last.get("phone", ""),
            "email": last.get("email", ""),
        }
    }


def last_written_by(institution: Institution) -> Person:
    """Return what an institution wrote of itself in the petition it filed last; nothing where that cannot be read any more."""
    filed = Petition.objects.filter(~standing(), institution=institution, filed_at__isnull=False)
    petition = filed.select_related("data_key").order_by("-filed_at", "-pk").first()
    if petition is None:
        return Person()
    try:
        return open_content(petition, as_told(petition)).get("petitioner", Person())
    except (
        SealBroken,
        UnknownKey,
    ):  # its words were destroyed when their term of keeping ended, or their key is not here
        return Person()


def require_in_whose_name(institution: Institution | None, *, channel: Channel, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed where somebody begins a petition in the name of an institution for which they do not act."""
    if institution is None or channel == Channel.PAPER or actor.is_system:
        return
    if institution.pk not in access.institutions_of(actor, at):
        raise NotAllowed()


def require_open_account(actor: Actor) -> None:
    """Wait for whoever closes the account of the actor just now; raises NotAllowed where it was closed.

    The lock is the one that a row which points at the account takes anyway, and stands in nobody's way but theirs.
    """
    if actor.account is None:
        return
    open_still = "people_account.id = %s AND people_account.is_active FOR KEY SHARE"
    if rows.read(Account, open_still, [actor.account.pk]) is None:
        raise NotAllowed()


def speaks_for(kind: str, *, institution: Institution | None, channel: Channel) -> bool:
    """Say whether a petition of this kind may be begun so: an institution as what it is, online else as a citizen alone."""
    if institution is not None:
        return kind == institution.kind
    return kind == "citizen" or channel == Channel.PAPER
