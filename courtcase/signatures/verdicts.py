"""What a verification says: valid, invalid, or that it cannot be told; with a reason and words that say what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What was found. What cannot be told is never taken for valid: a person decides."""

    VALID = "valid", _("The signature is valid")
    INVALID = "invalid", _("The signature is not valid")
    CANNOT_TELL = "cannot_tell", _("It cannot be told whether the signature is valid")


# What each reason means to the person who signed.
WORDS: dict[str, str | Promise] = {
    "unreadable": _(
        "This is not a signature file (CMS). Sign the downloaded PDF again and choose the file that makes."
    ),
    "too_large": _("The signature file is larger than 5 MB. Make a signature without the document in it (detached)."),
    "not_signed": _("The file holds no signature. Sign the downloaded PDF and choose the file that makes."),
    "other_content": _(
        "The signature is of another document. Download the PDF from this page, sign it without changing it, "
        "and choose the signature."
    ),
    "bad_signature": _("The signature does not fit its certificate: the file was changed. Sign the PDF again."),
    "bad_attributes": _(
        "The signature file is not made as the standard asks. Sign the PDF again with another program."
    ),
    "no_certificate": _(
        "The signature file does not hold the certificate of who signed. Sign with the certificate in it."
    ),
    "other_certificate": _("The signature names another certificate than the one in the file. Sign the PDF again."),
    "obsolete_algorithm": _(
        "The signature is made by an obsolete algorithm. Get a new certificate from the certification authority "
        "and sign again."
    ),
    "not_yet_valid": _("The certificate is not valid yet. Check the date of its beginning and sign again after it."),
    "expired": _("The certificate has expired. Get a new one from the certification authority and sign again."),
    "revoked": _("The certificate was revoked. Sign with a certificate that is in force."),
    "unknown_issuer": _(
        "The certificate was not issued by an authority that this Court trusts. Sign with another one."
    ),
    "bad_chain": _("The chain of certificates breaks a rule of its authorities. Sign with another certificate."),
    "not_for_signing": _(
        "This certificate is not for signing (it may be the one for sign-in). Choose the one for signing."
    ),
    "unsupported_algorithm": _("The algorithm of the signature cannot be verified here."),
    "unknown_extension": _("The certificate holds a critical rule that is not known here."),
    "no_revocation": _("Whether the certificate was revoked cannot be learned now."),
    "stale_revocation": _("The list of revoked certificates is out of date."),
}


class Judged(Exception):
    """A check ended the verification; `code` is one of WORDS."""

    outcome: Outcome

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Invalid(Judged):
    """The signature is not valid."""

    outcome = Outcome.INVALID


class CannotTell(Judged):
    """Whether the signature is valid cannot be told here."""

    outcome = Outcome.CANNOT_TELL


@dataclass(frozen=True)
class Signer:
    """Whose certificate signed. Personal data: sealed before it is stored, in no log and no event."""

    name: str
    iin: str
    bin: str


@dataclass(frozen=True)
class SignerVerdict:
    """What was found of one signer; `checks` hold no personal data."""

    outcome: Outcome
    reason: str = ""
    signer: Signer | None = None
    algorithm: str = ""
    certificate_sha256: str = ""
    certificate_serial: str = ""
    checks: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What was found of a container: the worst of its signers, each of whom is judged."""

    outcome: Outcome
    reason: str = ""
    signers: tuple[SignerVerdict, ...] = ()
    verified_by: str = "courtcase"

    @property
    def words(self) -> str | Promise:
        """Return the sentence for the person who signed."""
        return WORDS[self.reason] if self.reason else Outcome.VALID.label


def worst_of(signers: list[SignerVerdict]) -> Verdict:
    """Return the verdict of a container whose signers were judged so."""
    for outcome in (Outcome.INVALID, Outcome.CANNOT_TELL):
        for one in signers:
            if one.outcome == outcome:
                return Verdict(outcome, one.reason, tuple(signers))
    return Verdict(Outcome.VALID, "", tuple(signers))
