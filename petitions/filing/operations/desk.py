"""A representative's desk: keep clients and the papers that prove authority, and begin petitions from both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.documents.operations import Received, keep_upload, receive_upload, remove_document
from courtcase.documents.queries import open_document
from courtcase.keys import operations as keys
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError, StaleVersion, operation
from courtcase.people.actors import Actor
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import ensure
from petitions import access
from petitions.content import PetitionContent, open_content
from petitions.filing.desk import People, clients_of, is_expired, people_of, proofs_of, seal_people
from petitions.filing.operations.attach import lay_received
from petitions.filing.operations.once import begun_before, ids_of_form
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.start_draft import Started, start_draft
from petitions.models import Authority, Client, Petition
from petitions.versions import written_last

MOST_CLIENTS = 200
MOST_PROOFS = 10
# What one petition may lend another: the norm, the rights and the reasoning, and nothing of anybody's case.
LEGAL_PART = ("provisions", "provisions_typed", "rights", "rights_typed", "reasoning", "request")


@operation
def keep_client(
    *, people: People, actor: Actor, at: datetime, client: Client | None = None, version: int | None = None
) -> Client:
    """Write a client down on the actor's desk, or change one that stands there, and return it.

    Raises OperationError, NotAllowed, StaleVersion.
    """
    ensure(actor, "desk.clients", at)
    if client is not None:
        locked = lock_client(client=client, actor=actor, version=version)
        locked.sealed_people = seal_people(locked.data_key, people)
        locked.version += 1
        rows.update(locked, ["sealed_people", "version"])
        record_account(account=actor.signed_in, event="desk.client_changed", actor=actor, at=at)
        return locked
    if Client.objects.filter(account=actor.account, closed_at=None).count() >= MOST_CLIENTS:
        raise OperationError(_("At most 200 clients stand on a desk. Take off those whose petitions are over."))
    data_key = keys.new_data_key(at=at)
    made = Client.objects.create(
        account=actor.signed_in, data_key=data_key, sealed_people=seal_people(data_key, people), created_at=at
    )
    record_account(account=actor.signed_in, event="desk.client_added", actor=actor, at=at)
    return made


@operation
def remove_client(*, client: Client, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Take a client off the desk: what was written is overwritten, the papers are erased, the petitions stay as they are.

    Raises NotAllowed, StaleVersion.
    """
    ensure(actor, "desk.clients", at)
    forget_client(lock_client(client=client, actor=actor, version=version), actor=actor, at=at)


@operation
def clear_desk(*, actor: Actor, at: datetime) -> None:
    """Take every client off the actor's own desk, as `remove_client` does: called when the account is closed."""
    for client in clients_of(actor):
        forget_client(lock_client(client=client, actor=actor), actor=actor, at=at)


def forget_client(client: Client, *, actor: Actor, at: datetime) -> None:
    """Overwrite what is written of a locked client, and erase the papers."""
    client.sealed_people = seal_people(client.data_key, {"person": {}, "representative": {}})
    client.closed_at = at
    client.version += 1
    rows.update(client, ["sealed_people", "closed_at", "version"])
    for proof in proofs_of(client):
        erase_proof(proof, actor=actor, at=at)
    record_account(account=actor.signed_in, event="desk.client_removed", actor=actor, at=at)


def erase_proof(proof: Authority, *, actor: Actor, at: datetime) -> None:
    """Erase a paper with its file: no record points at it, and each petition keeps a copy of its own."""
    document = proof.document
    proof.delete()
    remove_document(document=document, actor=actor, at=at)


def lock_client(*, client: Client, actor: Actor, version: int | None = None) -> Client:
    """Return the client read anew and locked; raises NotAllowed for another's or one taken off, StaleVersion."""
    found = Client.objects.select_related("data_key").select_for_update(of=("self",), no_key=True)
    locked = found.filter(pk=client.pk, account=actor.account, closed_at=None).first()
    if actor.account is None or locked is None:
        raise NotAllowed()
    if version is not None and locked.version != version:
        raise StaleVersion(_("This client was changed in another window. Look again."), current=locked.version)
    return locked


def keep_proof(
    *, client: Client, uploaded: UploadedFile, valid_until: date | None, actor: Actor, at: datetime
) -> Authority:
    """Keep a paper that proves authority, to be laid with every petition of the client while it holds.

    The file is examined before anything is locked. Raises OperationError beside `attachment` or `valid_until`, NotAllowed.
    """
    ensure(actor, "desk.clients", at)
    if client.account_id != actor.signed_in.pk:
        raise NotAllowed()
    if valid_until is not None and valid_until < court_day(at):
        raise OperationError(_("This paper no longer holds. Choose one that does."), field="valid_until")
    return lay_proof(
        client=client, received=receive_upload(uploaded=uploaded), valid_until=valid_until, actor=actor, at=at
    )


@operation
def lay_proof(*, client: Client, received: Received, valid_until: date | None, actor: Actor, at: datetime) -> Authority:
    """Do what `keep_proof` says with a file that was received."""
    locked = lock_client(client=client, actor=actor)
    if locked.proofs.count() >= MOST_PROOFS:
        raise OperationError(_("At most 10 papers are kept for a client. Remove one first."), field="attachment")
    document = keep_upload(received=received, subject=None, kind="authority", actor=actor, at=at)
    made = Authority.objects.create(client=locked, document=document, valid_until=valid_until, added_at=at)
    record_account(account=actor.signed_in, event="desk.proof_added", actor=actor, at=at)
    return made


@operation
def remove_proof(*, proof: Authority, actor: Actor, at: datetime) -> None:
    """Keep a paper no longer: its file is erased. One removed before is let be. Raises NotAllowed."""
    ensure(actor, "desk.clients", at)
    locked = lock_client(client=proof.client, actor=actor)
    there = next((one for one in proofs_of(locked) if one.pk == proof.pk), None)
    if there is not None:
        erase_proof(there, actor=actor, at=at)
        record_account(account=actor.signed_in, event="desk.proof_removed", actor=actor, at=at)


def start_for_client(
    *, client: Client, language: str, actor: Actor, at: datetime, like: Petition | None = None, once: str = ""
) -> Started:
    """Begin a petition for a client: who petitions and who represents are written, the papers that hold are laid with it.

    `like` lends its legal part. Papers are examined anew, since each petition keeps its own; where one of them cannot be
    taken just now, nothing is begun. `once` is the token of the form: sent again, it finds the draft it began. Raises
    OperationError, NotAllowed.
    """
    ensure(actor, "desk.clients", at)
    if client.account_id != actor.signed_in.pk:
        raise NotAllowed()
    holding = [one for one in proofs_of(client) if not is_expired(one, court_day(at))]
    papers = [receive_upload(uploaded=copy_of(one)) for one in holding]
    return begin_for_client(client=client, papers=papers, language=language, like=like, once=once, actor=actor, at=at)


@operation
def begin_for_client(
    *,
    client: Client,
    papers: Sequence[Received],
    language: str,
    like: Petition | None,
    once: str,
    actor: Actor,
    at: datetime,
) -> Started:
    """Begin the draft of `start_for_client`, with `papers` that were received: all of it or nothing."""
    public_ids = ids_of_form(once, client.public_id, language, like.public_id if like is not None else "", actor=actor)
    if begun := begun_before(public_ids, actor=actor):
        return begun
    people = people_of(lock_client(client=client, actor=actor))
    part: PetitionContent = legal_part(like, actor, at) if like is not None else {}
    part["writer"] = people["representative"].get("kind", "")
    part["petitioner"], part["representatives"] = people["person"], [people["representative"]]
    started = begun_with(part, language=language, public_id=next(iter(public_ids), None), actor=actor, at=at)
    for one in papers:
        lay_received(petition=started.petition, received=one, purpose="proof", actor=actor, at=at)
    return started


@operation
def copy_legal_part(*, petition: Petition, actor: Actor, at: datetime, once: str = "") -> Started:
    """Begin a petition with the norm, the rights, the reasoning and the request of another one of the actor's own.

    `once` is the token of the form: sent again, it finds the draft it began. Raises OperationError, NotAllowed.
    """
    part = legal_part(petition, actor, at)
    public_ids = ids_of_form(once, petition.public_id, actor=actor)
    begun = begun_before(public_ids, actor=actor)
    return begun or begun_with(
        part, language=petition.language, public_id=next(iter(public_ids), None), actor=actor, at=at
    )


def legal_part(petition: Petition, actor: Actor, at: datetime) -> PetitionContent:
    """Return what one petition may lend another; raises NotAllowed where it is not the actor's own."""
    if actor.account is None or petition.account_id != actor.account.pk:
        raise NotAllowed()
    if not access.may(actor, "petition.mine", petition, at):
        raise NotAllowed()
    content = open_content(petition, written_last(petition))
    lent = {name: value for name, value in content.items() if name in LEGAL_PART}
    return PetitionContent(**lent)  # type: ignore[typeddict-item]


def begun_with(part: PetitionContent, *, language: str, public_id: UUID | None, actor: Actor, at: datetime) -> Started:
    """Return a citizen's draft that says `part` already."""
    started = start_draft(petitioner_kind="citizen", language=language, public_id=public_id, actor=actor, at=at)
    petition = save_draft(petition=started.petition, part=part, actor=actor, at=at)
    return Started(petition=petition, code=started.code)


def copy_of(proof: Authority) -> SimpleUploadedFile:
    """Return the kept paper as a file that comes anew."""
    document = proof.document
    with open_document(document) as file:
        return SimpleUploadedFile(document.filename, file.read(), content_type=document.content_type)
