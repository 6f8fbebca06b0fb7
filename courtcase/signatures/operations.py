"""Verify with what is configured, and keep what came."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from courtcase.documents.models import Document
from courtcase.documents.operations import store_generated
from courtcase.documents.queries import open_document
from courtcase.keys import operations as keys
from courtcase.keys.models import DataKey
from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.register.models import Subject
from courtcase.signatures import configuration
from courtcase.signatures.models import Signable, Signature
from courtcase.signatures.ncanode import second_opinion
from courtcase.signatures.verdicts import Verdict
from courtcase.signatures.verification import MOST_BYTES, unsupported, verify

IIN_PURPOSE = "signer.iin"
SIGNER_PURPOSE = "signer"


def examine(*, container: bytes, signable: Signable, at: datetime) -> Verdict:
    """Return the verdict over a container for the document of `signable`, by what is configured here.

    Takes its time and may ask a responder: it is called before anything is locked.
    """
    with open_document(signable.document) as file:
        content = file.read()
    return examine_bytes(container=container, content=content, at=at)


def examine_bytes(*, container: bytes, content: bytes, at: datetime) -> Verdict:
    """Return the verdict over a container for bytes that stand in no document, such as a challenge. As `examine` else."""
    found = verify(
        container=container,
        content=content,
        at=at,
        anchors=configuration.anchors(),
        revocation=configuration.revocation(),
    )
    if settings.NCANODE_URL and unsupported(found) and len(container) <= MOST_BYTES:
        return second_opinion(url=settings.NCANODE_URL, container=container, content=content, ours=found)
    return found


@operation
def keep_signable(
    *,
    subject: Subject,
    version: int,
    content: bytes,
    filename: str,
    actor: Actor,
    at: datetime,
    content_type: str = "application/pdf",
) -> Signable:
    """Store the bytes that are to be signed, once for a version of the words of a subject that is locked; return their row."""
    known = Signable.objects.select_related("document").filter(subject=subject, version=version).first()
    if known is not None:
        return known
    document = store_generated(
        content=content,
        filename=filename,
        content_type=content_type,
        subject=subject,
        kind="to_sign",
        actor=actor,
        at=at,
    )
    return Signable.objects.create(subject=subject, version=version, document=document, made_at=at)


@operation
def keep_signatures(
    *,
    signable: Signable,
    container: bytes,
    verdict: Verdict,
    kind: str,
    data_key: DataKey,
    actor: Actor,
    at: datetime,
) -> Document:
    """Store a container and a row for each of its signers (one without, where none could be read); return its document."""
    document = store_generated(
        content=container,
        filename="signature.p7s",
        content_type="application/pkcs7-signature",
        subject=signable.subject,
        kind="signature",
        actor=actor,
        at=at,
    )
    common = {
        "subject": signable.subject,
        "signable": signable,
        "document": document,
        "signed_sha256": signable.document.sha256,
        "kind": kind,
        "verified_by": verdict.verified_by,
        "verified_at": at,
    }
    for one in verdict.signers:
        signer = one.signer
        written = {"name": signer.name, "iin": signer.iin, "bin": signer.bin} if signer else {}
        Signature.objects.create(
            **common,
            iin_index=keys.blind_index(signer.iin, IIN_PURPOSE) if signer and signer.iin else None,
            sealed_signer=keys.seal_json(data_key, written, purpose=SIGNER_PURPOSE),
            certificate_sha256=one.certificate_sha256,
            certificate_serial=one.certificate_serial,
            algorithm=one.algorithm,
            outcome=one.outcome,
            reason=one.reason,
            checks=one.checks,
        )
    if not verdict.signers:
        sealed = keys.seal_json(data_key, {}, purpose=SIGNER_PURPOSE)
        Signature.objects.create(**common, sealed_signer=sealed, outcome=verdict.outcome, reason=verdict.reason)
    return document
