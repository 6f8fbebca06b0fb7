"""The way from a certificate to a trust anchor (RFC 5280 §6, without name constraints and policies: those are refused).

One small road for all algorithms: libraries that validate chains do not know the Kazakh GOST, or fetch what
certificates point to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from asn1crypto import x509

from courtcase.signatures.algorithms import require_signature
from courtcase.signatures.certificates import key_info_of, require_in_force, require_known_extensions
from courtcase.signatures.verdicts import Invalid, Judged

LONGEST = 6
MOST_TRIED = 24


def chain_of(
    certificate: x509.Certificate,
    *,
    others: Sequence[x509.Certificate],
    anchors: Sequence[x509.Certificate],
    at: datetime,
) -> list[x509.Certificate]:
    """Return the chain from `certificate` to one of the `anchors`, each signed by the next, all in force at `at`.

    `others` are certificates that may stand between, from the container. Raises Invalid, CannotTell: for the chain that
    came nearest where several were tried.
    """
    tried = [0]
    failures: list[Judged] = []

    def walk(chain: list[x509.Certificate]) -> list[x509.Certificate] | None:
        last = chain[-1]
        for issuer, is_anchor in candidates(last, others=others, anchors=anchors):
            if len(chain) >= LONGEST or tried[0] >= MOST_TRIED or any(same(issuer, one) for one in chain):
                continue
            tried[0] += 1
            try:
                require_issued(last, issuer=issuer, below=len(chain) - 1, at=at)
            except Judged as judged:
                failures.append(judged)
                continue
            found = [*chain, issuer] if is_anchor else walk([*chain, issuer])
            if found is not None:
                return found
        return None

    found = walk([certificate])
    if found is None:
        raise failures[0] if failures else Invalid("unknown_issuer")
    return found


def candidates(
    certificate: x509.Certificate, *, others: Iterable[x509.Certificate], anchors: Iterable[x509.Certificate]
) -> list[tuple[x509.Certificate, bool]]:
    """Return who may have issued the certificate, anchors first, and whether each is an anchor."""
    wanted, key = certificate.issuer, certificate.authority_key_identifier
    found = []
    for pool, is_anchor in ((anchors, True), (others, False)):
        for one in pool:
            if one.subject != wanted:
                continue
            if key is not None and one.key_identifier is not None and one.key_identifier != key:
                continue
            found.append((one, is_anchor))
    return found


def same(one: x509.Certificate, other: x509.Certificate) -> bool:
    """Say whether two certificates are the same bytes."""
    return bool(one.dump() == other.dump())


def require_issued(certificate: x509.Certificate, *, issuer: x509.Certificate, below: int, at: datetime) -> None:
    """Raise Invalid or CannotTell unless `issuer` may issue, is in force, and signed the certificate.

    `below` is how many authorities stand between it and the signer.
    """
    limits, usage = issuer.basic_constraints_value, issuer.key_usage_value
    if limits is None or not limits["ca"].native or (usage is not None and "key_cert_sign" not in usage.native):
        raise Invalid("bad_chain")
    longest = limits["path_len_constraint"].native
    if longest is not None and below > longest:
        raise Invalid("bad_chain")
    require_known_extensions(issuer)
    require_in_force(issuer, at)
    inner = certificate["tbs_certificate"]["signature"]
    if inner.dump() != certificate["signature_algorithm"].dump():
        raise Invalid("bad_chain")
    try:
        require_signature(
            key_info=key_info_of(issuer),
            algorithm=certificate["signature_algorithm"],
            signature=certificate["signature_value"].native,
            data=certificate["tbs_certificate"].dump(),
        )
    except Invalid as judged:
        raise Invalid("bad_chain" if judged.code == "bad_signature" else judged.code) from None
