"""Verify a CMS container over exact bytes. Nothing here reads a setting, a clock or the network by itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, x509
from asn1crypto.tsp import SigningCertificateV2

from courtcase.signatures.algorithms import digest_of, require_plain, require_signature
from courtcase.signatures.certificates import (
    key_info_of,
    kind_of,
    require_in_force,
    require_known_extensions,
    require_may_sign,
    signer_of,
)
from courtcase.signatures.chains import chain_of
from courtcase.signatures.revocation import Revocation, require_not_revoked
from courtcase.signatures.verdicts import CannotTell, Invalid, Judged, SignerVerdict, Verdict, worst_of

MOST_BYTES = 5 * 1024 * 1024
MOST_SIGNERS = 8
MOST_CERTIFICATES = 24
# What parsers raise over bytes that are not what they claim to be.
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    NotImplementedError,
)
PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----(.*?)-----END [A-Z0-9 ]+-----", re.DOTALL)
VERSIONS = frozenset({"v1", "v3", "v4", "v5"})


def verify(
    *,
    container: bytes,
    content: bytes,
    at: datetime,
    anchors: Sequence[x509.Certificate],
    revocation: Revocation,
) -> Verdict:
    """Say whether `container` is a signature of exactly `content`, good at the instant `at` at which it was received.

    `container` is CMS SignedData (DER, BER, PEM or base64), detached or with an equal content. Every signer is judged, and
    the verdict is the worst of theirs. Never raises for bad bytes.
    """
    try:
        signed = read_container(container)
        require_content(signed, content)
        certificates = certificates_of(signed)
        infos = list(signed["signer_infos"])
        if not infos or len(infos) > MOST_SIGNERS:
            raise Invalid("bad_attributes" if infos else "not_signed")
        judged = [
            judge(
                info,
                signed=signed,
                content=content,
                certificates=certificates,
                at=at,
                anchors=anchors,
                revocation=revocation,
            )
            for info in infos
        ]
    except Judged as ended:
        return Verdict(ended.outcome, ended.code)
    except UNREADABLE:
        return Verdict(Invalid.outcome, "unreadable")
    return worst_of(judged)


def read_container(container: bytes) -> cms.SignedData:
    """Return the SignedData in a container; raises Invalid, or what parsers raise."""
    if len(container) > MOST_BYTES:
        raise Invalid("too_large")
    info = cms.ContentInfo.load(plain(container), strict=True)
    if info["content_type"].native != "signed_data":
        raise Invalid("not_signed")
    signed = info["content"]
    if signed["version"].native not in VERSIONS:
        raise Invalid("bad_attributes")
    return signed


def plain(container: bytes) -> bytes:
    """Return the bytes of a container that may be written as PEM or as base64."""
    if container[:1] == b"\x30":
        return container
    found = PEM.search(container)
    text = found[1] if found else container
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("unreadable") from None


def require_content(signed: cms.SignedData, content: bytes) -> None:
    """Raise Invalid where the container carries a content of its own that is not `content`."""
    carried = signed["encap_content_info"]
    if carried["content_type"].native != "data":
        raise Invalid("other_content")
    if not isinstance(carried["content"], core.Void) and bytes(carried["content"].native) != content:
        raise Invalid("other_content")


def certificates_of(signed: cms.SignedData) -> list[x509.Certificate]:
    """Return the X.509 certificates a container carries."""
    if isinstance(signed["certificates"], core.Void):
        return []
    found = [one.chosen for one in signed["certificates"] if one.name == "certificate"]
    if len(found) > MOST_CERTIFICATES:
        raise Invalid("bad_attributes")
    return found


def judge(
    info: cms.SignerInfo,
    *,
    signed: cms.SignedData,
    content: bytes,
    certificates: list[x509.Certificate],
    at: datetime,
    anchors: Sequence[x509.Certificate],
    revocation: Revocation,
) -> SignerVerdict:
    """Return what was found of one signer."""
    certificate = certificate_of(info, certificates)
    facts: dict[str, Any] = {
        "signer": signer_of(certificate),
        "certificate_sha256": hashlib.sha256(certificate.dump()).hexdigest(),
        "certificate_serial": f"{certificate.serial_number:x}",
        "checks": {"kind": kind_of(certificate)},
    }
    checks = facts["checks"]
    try:
        facts["algorithm"] = require_signed(info, signed=signed, content=content, certificate=certificate)
        require_in_force(certificate, at)
        require_known_extensions(certificate)
        require_may_sign(certificate)
        chain = chain_of(certificate, others=certificates, anchors=anchors, at=at)
        checks["chain"] = [hashlib.sha256(one.dump()).hexdigest() for one in chain]
        checks["revocation"] = [
            require_not_revoked(one, issuer=issuer, at=at, revocation=revocation)
            for one, issuer in zip(chain, chain[1:], strict=False)
        ]
    except Judged as ended:
        return SignerVerdict(outcome=ended.outcome, reason=ended.code, **facts)
    return SignerVerdict(outcome=worst_of([]).outcome, **facts)


def certificate_of(info: cms.SignerInfo, certificates: list[x509.Certificate]) -> x509.Certificate:
    """Return the certificate a signer names; raises Invalid where the container does not hold it."""
    named = info["sid"]
    for one in certificates:
        if named.name == "issuer_and_serial_number":
            if one.serial_number == named.chosen["serial_number"].native and one.issuer == named.chosen["issuer"]:
                return one
        elif one.key_identifier is not None and one.key_identifier == named.chosen.native:
            return one
    raise Invalid("no_certificate")


def require_signed(
    info: cms.SignerInfo, *, signed: cms.SignedData, content: bytes, certificate: x509.Certificate
) -> str:
    """Return the algorithm where the signer's signature is one of `content`; raises Invalid, CannotTell."""
    if info["version"].native != ("v1" if info["sid"].name == "issuer_and_serial_number" else "v3"):
        raise Invalid("bad_attributes")
    algorithm = info["digest_algorithm"]
    for one in signed["digest_algorithms"]:
        require_plain(one)
    if algorithm["algorithm"].dotted not in {one["algorithm"].dotted for one in signed["digest_algorithms"]}:
        raise Invalid("bad_attributes")
    data = content
    if not isinstance(info["signed_attrs"], core.Void):
        require_attributes(info["signed_attrs"], digest=digest_of(algorithm, content), certificate=certificate)
        data = info["signed_attrs"].untag().dump(force=True)
    name = algorithm["algorithm"].native
    try:
        return require_signature(
            key_info=key_info_of(certificate),
            algorithm=info["signature_algorithm"],
            signature=info["signature"].native,
            data=data,
            digest="" if algorithm["algorithm"].dotted == name else name,
        )
    except Invalid as judged:
        if judged.code == "bad_signature" and data is content:
            raise Invalid("other_content") from None
        raise


def require_attributes(attributes: cms.CMSAttributes, *, digest: bytes, certificate: x509.Certificate) -> None:
    """Raise Invalid unless the signed attributes name the type and the digest of the content, and this certificate."""
    found: dict[str, Any] = {}
    for one in attributes:
        if one["type"].native in found or len(one["values"]) != 1:
            raise Invalid("bad_attributes")
        found[one["type"].native] = one["values"][0]
    if "content_type" not in found or found["content_type"].native != "data" or "message_digest" not in found:
        raise Invalid("bad_attributes")
    if not hmac.compare_digest(bytes(found["message_digest"].native), digest):
        raise Invalid("other_content")
    # Importing the type is what teaches asn1crypto the attribute.
    if isinstance(found.get("signing_certificate_v2"), SigningCertificateV2):
        named = found["signing_certificate_v2"]["certs"][0]
        if digest_of(named["hash_algorithm"], certificate.dump()) != named["cert_hash"].native:
            raise Invalid("other_certificate")


def unsupported(verdict: Verdict) -> bool:
    """Say whether a verdict is open only because no library here knows the algorithm."""
    return verdict.outcome == CannotTell.outcome and verdict.reason == "unsupported_algorithm"
