"""What a certificate says: whose it is, and what it may be used for."""

from __future__ import annotations

import re
from datetime import datetime

from asn1crypto import x509

from courtcase.signatures.verdicts import CannotTell, Invalid, Signer

MAY_SIGN = "1.3.6.1.5.5.7.3.4"
NATURAL_PERSON = "1.2.398.3.3.4.1.1"
LEGAL_ENTITY = "1.2.398.3.3.4.1.2"
# Critical extensions whose rules are applied here, or bind nothing we ask (policies, alternative names).
KNOWN_EXTENSIONS = frozenset(
    {
        "basic_constraints",
        "key_usage",
        "extended_key_usage",
        "certificate_policies",
        "subject_alt_name",
        "key_identifier",
        "authority_key_identifier",
    }
)


def signer_of(certificate: x509.Certificate) -> Signer:
    """Return who the subject of the certificate is: IIN from its serialNumber, BIN from an organizational unit."""
    found: dict[str, list[str]] = {}
    for part in certificate.subject.chosen:
        for pair in part:
            found.setdefault(pair["type"].native, []).append(str(pair["value"].native))
    return Signer(
        name=" ".join(found.get("common_name", [])),
        iin=numbered("IIN", found.get("serial_number", [])),
        bin=numbered("BIN", found.get("organizational_unit_name", [])),
    )


def numbered(prefix: str, values: list[str]) -> str:
    """Return the twelve digits after `prefix` in the one value that has them; the empty string where none or several do."""
    known = {found[1] for value in values if (found := re.fullmatch(prefix + r"([0-9]{12})", value))}
    return known.pop() if len(known) == 1 else ""


def key_info_of(certificate: x509.Certificate) -> bytes:
    """Return the DER of the certificate's public key."""
    return bytes(certificate["tbs_certificate"]["subject_public_key_info"].dump())


def require_in_force(certificate: x509.Certificate, at: datetime) -> None:
    """Raise Invalid unless the certificate is in force at `at`."""
    validity = certificate["tbs_certificate"]["validity"]
    if at < validity["not_before"].native:
        raise Invalid("not_yet_valid")
    if at > validity["not_after"].native:
        raise Invalid("expired")


def require_known_extensions(certificate: x509.Certificate) -> None:
    """Raise CannotTell where the certificate holds a critical extension whose rule is not applied here."""
    if certificate.critical_extensions - KNOWN_EXTENSIONS:
        raise CannotTell("unknown_extension")


def require_may_sign(certificate: x509.Certificate) -> None:
    """Raise Invalid unless the certificate is one for signing: by its key usage and its extended key usage."""
    usage = certificate.key_usage_value
    if usage is None or not usage.native & {"digital_signature", "non_repudiation"}:
        raise Invalid("not_for_signing")
    purposes = certificate.extended_key_usage_value
    if purposes is None or MAY_SIGN not in {one.dotted for one in purposes}:
        raise Invalid("not_for_signing")


def kind_of(certificate: x509.Certificate) -> str:
    """Return whose kind of certificate it is by its extended key usage: natural_person, legal_entity or unknown."""
    purposes = {one.dotted for one in certificate.extended_key_usage_value or ()}
    if LEGAL_ENTITY in purposes:
        return "legal_entity"
    return "natural_person" if NATURAL_PERSON in purposes else "unknown"
