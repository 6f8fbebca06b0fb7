"""Everything held about a petition or an account, as files a program reads and a person too."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any, Protocol
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from courtcase.documents.models import Document
from courtcase.documents.queries import READ_BYTES, open_document
from courtcase.keys.models import DataKey
from courtcase.keys.operations import decrypt, encrypt
from courtcase.law.models import Clock
from courtcase.law.reasons import explain_all
from courtcase.notices.models import Notice
from courtcase.people.models import Account, RoleGrant
from courtcase.register.models import Event, Subject
from petitions.content import Person, PetitionContent, open_content, open_text
from petitions.events import STAFF_ONLY
from petitions.filing.kept_beside import clients_kept, helps_kept
from petitions.filing.opened import opened_by
from petitions.filing.receipts import public_reference, receipt_json
from petitions.filing.sections import sections_of
from petitions.later_notices import is_wished
from petitions.models import Attachment, DataExport, Petition
from petitions.signatories import is_joint, remaining
from petitions.terms import INTERNAL_TERMS
from petitions.writers import REPRESENTING

LENGTH_BYTES = 4
DANGER = "petition.danger_"
PLAIN = (
    "state", "version", "channel", "language", "petitioner_kind", "region", "own_case_day", "created_at", "submitted_at",
    "filed_at", "filed_on", "register_number", "registered_on", "closed_on", "synthetic",
)  # fmt: skip


class Sealed(Protocol):
    """What is given out as one sealed file: whose key seals it, and how long it is."""

    public_id: UUID
    size: int

    @property
    def data_key(self) -> DataKey:
        """Return the key."""


def write_zip(file: IO[bytes], export: DataExport) -> None:
    """Write the ZIP of an export into `file`."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", read_me())
        if export.petition is not None:
            add_petition(archive, export.petition, folder="", language=export.language)
        if export.account is not None:
            archive.writestr("account.json", as_json(facts_of_account(export.account)))
            for petition in Petition.objects.filter(account=export.account, institution=None).order_by("pk"):
                folder = f"petitions/{public_reference(petition)}/"
                add_petition(archive, petition, folder=folder, language=export.language)


def read_me() -> str:
    """Return what stands in the archive and what not, in three languages."""
    said = []
    for language in ("kk", "ru", "en"):
        with override(language):
            said.append(
                _(
                    "petition.json holds everything the Court's system keeps about the petition: its state, each version "
                    "of its words, returns, terms, events, notices, and by which office it was opened. The folder "
                    "documents holds the files laid with it, receipt.json its proof from the register. account.json "
                    "holds what is kept of the account. Not in it: drafts, reports and votes of the judges, which are "
                    "sealed to the bench."
                )
                + " "
                + _(
                    "Of others who petition together with you it holds the names alone; whoever represents all of them "
                    "also reads what each chose about later letters."
                )
            )
    return "\r\n\r\n".join(said) + "\r\n"


def as_json(facts: object) -> str:
    """Return facts as JSON that people can read too."""
    return json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def add_petition(archive: zipfile.ZipFile, petition: Petition, *, folder: str, language: str) -> None:
    """Write one petition under `folder`: its facts, its proof, its files."""
    laid = list(petition.attachments.select_related("document").order_by("position"))
    archive.writestr(f"{folder}petition.json", as_json(facts_of_petition(petition, laid, language)))
    receipt = receipt_json(petition)
    if receipt is not None:
        archive.writestr(f"{folder}receipt.json", as_json(receipt))
    for one in laid:
        if one.removed_at is None and one.document.is_readable:
            add_document(archive, f"{folder}documents/{name_of(one)}", one.document)


def name_of(attachment: Attachment) -> str:
    """Return the name of a file in the archive: its place, so that two of one name do not meet, and its own."""
    return f"{attachment.position + 1:02d}-{attachment.document.filename}"


def add_document(archive: zipfile.ZipFile, name: str, document: Document) -> None:
    """Write a file as it is kept, piece by piece. Raises FileNotFoundError where the storage lost it."""
    with open_document(document) as source, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as target:
        while chunk := source.read(READ_BYTES):
            target.write(chunk)


def facts_of_petition(petition: Petition, laid: list[Attachment], language: str) -> dict[str, Any]:
    """Return everything kept of a petition that is its petitioner's to know, as JSON values."""
    return {
        "id": petition.public_id,
        "reference": public_reference(petition),
        **{name: getattr(petition, name) for name in PLAIN},
        "versions": [version_facts(petition, version, language) for version in petition.versions.order_by("number")],
        "attachments": [attachment_facts(one) for one in laid],
        "returns": [
            {
                "at": one.returned_at,
                "cure_until": one.cure_until,
                "grounds": [ground.code for ground in one.grounds.all()],
                "explanation": open_text(petition, one.sealed_explanation),
            }
            for one in petition.returns.prefetch_related("grounds").order_by("pk")
        ],
        "answers": list(petition.answers.order_by("pk").values("number_printed", "day", "public_path")),
        "withdrawals": [
            {"at": one.said_at, "reason": open_text(petition, one.sealed_reason)} for one in petition.withdrawals.all()
        ],
        **forwarding_kept(petition),
        **facts_of_subject(petition.subject, language),
        "help_by_telephone": helps_kept(petition),
        "opened_by": [
            {"office": str(one.office), "times": one.times, "last": one.last_at} for one in opened_by(petition)
        ],
    }


def version_facts(petition: Petition, version: Any, language: str) -> dict[str, Any]:
    """Return one version: when it was written, its digest, its words as kept and as they read."""
    content = without_others(petition, open_content(petition, version))
    with override(language):
        read = {str(section.title): section.text for section in sections_of(content, language) if section.text}
    return {
        "number": version.number,
        "created_at": version.created_at,
        "saved_at": version.saved_at,
        "frozen_at": version.frozen_at,
        "sha256": bytes(version.digest).hex() if version.digest else None,
        "content": content,
        "reads": read,
    }


def without_others(petition: Petition, content: PetitionContent) -> PetitionContent:
    """Return the words with no more than the names of those who petition together with whoever asks for the copy.

    A representative acts for all of them, and gets all.
    """
    if petition.writer in REPRESENTING or not content.get("others"):
        return content
    return {**content, "others": [Person(full_name=one.get("full_name", "")) for one in content["others"]]}


def attachment_facts(one: Attachment) -> dict[str, Any]:
    """Return what is kept of a file beside its bytes."""
    return {
        "file": name_of(one) if one.removed_at is None else None,
        "name": one.document.filename,
        "purpose": one.purpose,
        "type": one.document.content_type,
        "size": one.document.size,
        "sha256": one.document.sha256,
        "added_at": one.added_at,
        "removed_at": one.removed_at,
    }


def facts_of_subject(subject: Subject | None, language: str) -> dict[str, Any]:
    """Return what the record, the clocks and the outbox keep about a subject, without an alarm of danger.

    Whoever holds the petitioner may hold the copy too.
    """
    events = Event.objects.filter(subject=subject).exclude(name__startswith=DANGER).order_by("pk")
    # Most events name no term: NOT IN of what is not there is unknown in SQL, and would leave them out too.
    named = Q(body__has_key="term")
    events = events.exclude(name__in=STAFF_ONLY).filter(~named | ~Q(body__term__in=INTERNAL_TERMS))
    clocks = Clock.objects.filter(subject=subject).exclude(term__code__in=INTERNAL_TERMS)
    clocks = clocks.select_related("term").order_by("pk")
    notices = Notice.objects.filter(subject=subject).exclude(channel=Notice.Channel.INAPP)
    notices = notices.exclude(event__startswith=DANGER).order_by("pk")
    return {
        "events": list(events.values("name", "at", "actor_kind", "body")),
        "terms": [
            {
                "term": clock.term.code,
                "starts_on": clock.starts_on,
                "due_on": clock.due_on,
                "closed_on": clock.closed_on,
                "why": explain_all(clock.reasons, language),
            }
            for clock in clocks
        ],
        "notices": list(notices.values("event", "channel", "language", "state", "created_at", "settled_at")),
    }


def facts_of_account(account: Account) -> dict[str, Any]:
    """Return everything kept of an account, as JSON values; a password and second factors are no more than named."""
    grants = RoleGrant.objects.filter(account=account).order_by("pk")
    return {
        "id": account.public_id,
        "full_name": account.full_name,
        "email": account.email,
        "phone": account.phone,
        "language": account.language,
        "keyboard_shortcuts": account.keyboard_shortcuts,
        "list_columns": account.list_columns,
        "created_at": account.created_at,
        "has_password": account.has_usable_password(),
        "roles": list(grants.values("role", "valid_from", "valid_to", "granted_at", "revoked_at")),
        "clients": clients_kept(account),
        **facts_of_subject(account.subject, account.language),
    }


def seal_file(file: IO[bytes], export: Sealed) -> Iterator[bytes]:
    """Yield the bytes of `file` sealed piece by piece, each bound to its place: no part of it lies open in the storage."""
    number = 0
    while True:
        chunk = file.read(READ_BYTES)
        blob = encrypt(chunk, data_key=export.data_key, purpose=place(export, number, last=not chunk))
        yield len(blob).to_bytes(LENGTH_BYTES, "big") + blob
        if not chunk:
            return
        number += 1


def open_file(sealed: IO[bytes], export: Sealed) -> Iterator[bytes]:
    """Yield the bytes of an export, and close the file. Raises keys.SealBroken where it was changed or cut short."""
    with sealed:
        left, number = export.size, 0
        while True:
            blob = sealed.read(int.from_bytes(sealed.read(LENGTH_BYTES), "big"))
            chunk = decrypt(blob, data_key=export.data_key, purpose=place(export, number, last=left == 0))
            if left == 0:
                return
            yield chunk
            left, number = left - len(chunk), number + 1


def place(export: Sealed, number: int, *, last: bool) -> str:
    """Return what a piece is bound to: this export, and its number, and whether it is the end."""
    return f"export:{export.public_id}:{'end' if last else number}"


def forwarding_kept(petition: Petition) -> dict[str, object]:
    """Return to whom the petition was sent on, each time, what they answered, and when that was agreed to."""
    return {
        "forwardings": [
            {
                "body": sent.body,
                "at": sent.forwarded_at,
                "answer": sent.answer,
                "answer_words": open_text(petition, sent.sealed_answer) if sent.sealed_answer else "",
                "answered_at": sent.answered_at,
            }
            for sent in petition.forwardings.order_by("pk")
        ],
        "forwarding_consents": list(petition.forwarding_consents.order_by("pk").values("given_at", "withdrawn_at")),
        "later_notices_consents": list(
            petition.later_notices_consents.order_by("pk").values(
                "given_at", "given_how", "withdrawn_at", "withdrawn_how"
            )
        ),
        **later_letters_kept(petition),
    }


def later_letters_kept(petition: Petition) -> dict[str, object]:
    """Return whether later letters reach each of several petitioners; of the others' choices only a representative learns."""
    if not is_joint(petition):
        return {}
    people = remaining(petition)
    if petition.writer not in REPRESENTING:
        people = [one for one in people if one.is_first]
    otherwise = is_wished(petition)
    chosen = [otherwise if one.later_letters is None else one.later_letters for one in people]
    return {
        "later_letters": [
            {"petitioner": one.position + 1, "wished": wished} for one, wished in zip(people, chosen, strict=True)
        ]
    }
