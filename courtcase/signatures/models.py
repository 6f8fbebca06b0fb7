"""What was to be signed, and each signature that was taken in: bytes, certificate and what the verification said."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from courtcase.register.append_only import append_only_triggers
from courtcase.signatures.verdicts import Outcome


class Signable(models.Model):
    """The one document whose exact bytes are signed, for one version of the words of a subject. Never replaced."""

    append_only: ClassVar[bool] = True

    subject = models.ForeignKey("register.Subject", on_delete=models.PROTECT, related_name="signables")
    version = models.PositiveIntegerField(help_text="Number of the version of the words the document shows.")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="signable")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="signable_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"version {self.version}"


class Signature(models.Model):
    """One signer's electronic signature of a document. What was found when it came is never changed."""

    append_only: ClassVar[bool] = True

    subject = models.ForeignKey("register.Subject", on_delete=models.PROTECT, related_name="signatures")
    signable = models.ForeignKey(Signable, on_delete=models.PROTECT, related_name="signatures")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="signatures", help_text="The stored container."
    )
    signed_sha256 = models.CharField(max_length=64, help_text="SHA-256 of the bytes that were signed.")
    kind = models.CharField(max_length=24, help_text="What was signed: petition, correction.")
    iin_index = models.BinaryField(null=True, blank=True, help_text="Blind index of the signer's IIN.")
    sealed_signer = models.BinaryField(help_text="Name, IIN and BIN of the signer, sealed with the subject's data key.")
    certificate_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Fingerprint of the signer's certificate."
    )
    certificate_serial = models.CharField(max_length=64, blank=True, help_text="Serial number, hexadecimal.")
    algorithm = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField(max_length=32, blank=True, help_text="Code of WORDS in verdicts.py; blank: valid.")
    verified_by = models.CharField(max_length=12, default="courtcase", help_text="courtcase or ncanode.")
    verified_at = models.DateTimeField(help_text="When we received it: at this instant it was judged.")
    checks = models.JSONField(default=dict, help_text="What was found on the way; no personal data.")

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="signature_of_subject")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.outcome} {self.reason}".strip()


class PhoneSigning(models.Model):
    """One turn of signing a document on a telephone, by the protocol of eGov Mobile (docs/signatures.md).

    Whoever may sign in the browser opens it; the telephone, which nobody signs in on, acts for them until it ends.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in the QR code.")
    signable = models.ForeignKey(Signable, on_delete=models.PROTECT, related_name="phone_signings")
    account = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who opened it; empty: somebody without an account.",
    )
    by_code = models.BooleanField(default=False, help_text="Whoever opened it holds the code of the petition.")
    code_epoch = models.PositiveSmallIntegerField(
        default=0, help_text="How many codes of the petition came before the one that was held then."
    )
    token_digest = models.BinaryField(
        null=True, blank=True, help_text="HMAC of the token the telephone was given last."
    )
    tokens_given = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="When a telephone first got the document.")
    refused = models.CharField(max_length=32, blank=True, help_text="Code of why the last signature was refused.")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, help_text="Of what was taken in.")
    container_sha256 = models.CharField(max_length=64, blank=True, help_text="Of what was taken in, to know it again.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was signed or given up.")

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="phone_signing_expiry")]

    def __str__(self) -> str:
        return str(self.public_id)
