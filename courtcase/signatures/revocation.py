"""Whether a certificate was revoked: by lists in a folder, then by the one OCSP address that is configured.

The addresses in a certificate are never followed: whoever makes a certificate would tell our server where to go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from asn1crypto import algos, core, crl, ocsp, x509

from courtcase.signatures.algorithms import require_signature
from courtcase.signatures.certificates import key_info_of, require_in_force
from courtcase.signatures.gost import KeyInfo
from courtcase.signatures.verdicts import CannotTell, Invalid, Judged

# A responder that names no next answer is believed for so long.
FRESH = timedelta(hours=1)
CLOCKS_DIFFER = timedelta(minutes=5)
PARTIAL = ("only_contains_attribute_certs", "indirect_crl")


@dataclass(frozen=True)
class Revocation:
    """Where revocation is learned: lists, and a way to send an OCSP request that returns the answer's bytes.

    `ask` raises OSError where nobody answers; None: no responder is configured.
    """

    crls: Sequence[crl.CertificateList] = ()
    ask: Callable[[bytes], bytes] | None = None


def require_not_revoked(
    certificate: x509.Certificate, *, issuer: x509.Certificate, at: datetime, revocation: Revocation
) -> str:
    """Return by what it was learned that the certificate is not revoked at `at`: "crl" or "ocsp".

    Raises Invalid where it is, CannotTell where neither tells.
    """
    unknown = CannotTell("no_revocation")
    try:
        require_not_listed(certificate, issuer=issuer, at=at, crls=revocation.crls)
    except CannotTell as judged:
        unknown = judged
    else:
        return "crl"
    if revocation.ask is None:
        raise unknown
    try:
        answered_good(certificate, issuer=issuer, at=at, ask=revocation.ask)
    except CannotTell as judged:
        raise unknown if unknown.code == "stale_revocation" else judged from None
    return "ocsp"


def require_not_listed(
    certificate: x509.Certificate, *, issuer: x509.Certificate, at: datetime, crls: Sequence[crl.CertificateList]
) -> None:
    """Raise Invalid where the newest list of the issuer has the certificate, CannotTell where none, or a stale one, is there."""
    usable = [one for one in crls if one.issuer == issuer.subject and speaks_of(one, certificate)]
    signed = [one for one in usable if is_signed_by(one.dump(), issuer.dump())]
    if not signed:
        raise CannotTell("no_revocation")
    newest = max(signed, key=lambda one: one["tbs_cert_list"]["this_update"].native)
    listed = newest["tbs_cert_list"]
    for entry in listed["revoked_certificates"] or ():
        if entry["user_certificate"].native == certificate.serial_number and entry["revocation_date"].native <= at:
            raise Invalid("revoked")
    until = listed["next_update"].native
    if until is None or at > until or listed["this_update"].native > at + CLOCKS_DIFFER:
        raise CannotTell("stale_revocation")


def speaks_of(one: crl.CertificateList, certificate: x509.Certificate) -> bool:
    """Say whether the list, read alone, tells of the certificate; a list of changes or of a part does not."""
    if one.critical_extensions - {"issuing_distribution_point"}:
        return False
    scope = one.issuing_distribution_point_value
    if scope is None:
        return True
    is_authority = bool(certificate.ca)
    if any(scope[name].native for name in PARTIAL) or scope["only_some_reasons"].native:
        return False
    if scope["only_contains_user_certs"].native and is_authority:
        return False
    if scope["only_contains_ca_certs"].native and not is_authority:
        return False
    point = scope["distribution_point"].native
    named = [one["distribution_point"].native for one in certificate.crl_distribution_points_value or ()]
    return not point or point in named


@lru_cache(maxsize=64)
def is_signed_by(certificate_list: bytes, issuer: bytes) -> bool:
    """Say whether the issuer signed the list; remembered, since a long list takes its time."""
    read, signer = crl.CertificateList.load(certificate_list), x509.Certificate.load(issuer)
    usage = signer.key_usage_value
    if usage is not None and "crl_sign" not in usage.native:
        return False
    try:
        require_signature(
            key_info=key_info_of(signer),
            algorithm=read["signature_algorithm"],
            signature=read["signature"].native,
            data=read["tbs_cert_list"].dump(),
        )
    except Judged:
        return False
    return True


def request_for(certificate: x509.Certificate, *, issuer: x509.Certificate) -> tuple[bytes, ocsp.CertId]:
    """Return the OCSP request for one certificate and the identity it asks for."""
    asked = ocsp.CertId(
        {
            # SHA-1 names the issuer here and protects nothing; it is what every responder understands.
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha1", "parameters": core.Null()}),
            "issuer_name_hash": hashlib.sha1(issuer.subject.dump(), usedforsecurity=False).digest(),
            "issuer_key_hash": issuer_key_hash(issuer),
            "serial_number": certificate.serial_number,
        }
    )
    request = ocsp.OCSPRequest({"tbs_request": {"request_list": [{"req_cert": asked}]}})
    return request.dump(), asked


def issuer_key_hash(issuer: x509.Certificate) -> bytes:
    """Return the SHA-1 of the issuer's public key, as OCSP names it."""
    key = KeyInfo.load(key_info_of(issuer))["public_key"].cast(core.OctetBitString).native
    return hashlib.sha1(key, usedforsecurity=False).digest()


def answered_good(
    certificate: x509.Certificate, *, issuer: x509.Certificate, at: datetime, ask: Callable[[bytes], bytes]
) -> None:
    """Ask the responder; raises Invalid where the certificate is revoked and CannotTell where the answer is no answer."""
    request, asked = request_for(certificate, issuer=issuer)
    try:
        response = ocsp.OCSPResponse.load(ask(request), strict=True)
        if response["response_status"].native != "successful":
            raise CannotTell("no_revocation")
        basic = response.basic_ocsp_response
        require_responder(basic, issuer=issuer, at=at)
        said = [one for one in basic["tbs_response_data"]["responses"] if names(one["cert_id"], asked)]
        if len(said) != 1:
            raise CannotTell("no_revocation")
        require_fresh(said[0], at=at)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, Invalid):
        raise CannotTell("no_revocation") from None
    status = said[0]["cert_status"].name
    if status == "revoked":
        raise Invalid("revoked")
    if status != "good":
        raise CannotTell("no_revocation")


def names(answered: Any, asked: Any) -> bool:
    """Say whether an answer is for the certificate that was asked for."""
    keys = ("issuer_name_hash", "issuer_key_hash", "serial_number")
    same = answered["hash_algorithm"]["algorithm"].native == asked["hash_algorithm"]["algorithm"].native
    return same and all(answered[key].native == asked[key].native for key in keys)


def require_fresh(said: Any, *, at: datetime) -> None:
    """Raise CannotTell unless the answer holds at `at`."""
    since, until = said["this_update"].native, said["next_update"].native
    if since > at + CLOCKS_DIFFER or at > (until or since + FRESH):
        raise CannotTell("stale_revocation")


def require_responder(basic: Any, *, issuer: x509.Certificate, at: datetime) -> None:
    """Raise Invalid or CannotTell unless the issuer signed the answer, or a responder to whom it gave that right."""
    signer = issuer
    for one in list(basic["certs"] or ()):
        purposes = one.extended_key_usage_value
        if purposes is None or "ocsp_signing" not in purposes.native or one.issuer != issuer.subject:
            continue
        require_in_force(one, at)
        require_signature(
            key_info=key_info_of(issuer),
            algorithm=one["signature_algorithm"],
            signature=one["signature_value"].native,
            data=one["tbs_certificate"].dump(),
        )
        signer = one
        break
    require_signature(
        key_info=key_info_of(signer),
        algorithm=basic["signature_algorithm"],
        signature=basic["signature"].native,
        data=basic["tbs_response_data"].dump(),
    )
