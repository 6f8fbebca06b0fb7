from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from courtcase.signatures.verdicts import Outcome
from tests.signatures.authority import NOW, Holder, Key, Wish, authority, container, issue, named, revocation_list, spki
from tests.signatures.test_verification import CONTENT, found, reason

DAY = timedelta(days=1)


@cache
def pair(number: int) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def key_of(number: int) -> Key:
    """Return the key of a pair as the authority of the tests uses it."""
    sign = lambda data: pair(number).sign(data, ec.ECDSA(hashes.SHA256()))  # noqa: E731
    return Key(spki(pair(number)), named("sha256_ecdsa"), "sha256", sign)


def plain(holder: Holder) -> x509.Certificate:
    return x509.load_der_x509_certificate(holder.certificate.dump())


def responder(
    signer: Holder,
    root: Holder,
    *,
    status: ocsp.OCSPCertStatus = ocsp.OCSPCertStatus.GOOD,
    since: datetime = NOW,
    key: int = 0,
) -> Callable[[bytes], bytes]:
    """Return a responder that says `status` of `signer`, whatever it is asked."""

    def answer(request: bytes) -> bytes:
        asked = ocsp.load_der_ocsp_request(request)
        made = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=plain(signer),
                issuer=plain(root),
                algorithm=asked.hash_algorithm,
                cert_status=status,
                this_update=since,
                next_update=since + DAY,
                revocation_time=since if status == ocsp.OCSPCertStatus.REVOKED else None,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, plain(root))
            .sign(pair(key), hashes.SHA256())
        )
        return made.public_bytes(Encoding.DER)

    return answer


@pytest.fixture
def root() -> Holder:
    return authority(key_of(0))


@pytest.fixture
def signer(root: Holder) -> Holder:
    return issue(key_of(1), Wish(), issuer=root)


class TestOcsp:
    def ask(self, root: Holder, signer: Holder, ask: Callable[[bytes], bytes]) -> tuple[Outcome, str]:
        return reason(found(container(CONTENT, signer), root, crls=[], ask=ask))

    def test_good_is_good(self, root: Holder, signer: Holder) -> None:
        assert self.ask(root, signer, responder(signer, root)) == (Outcome.VALID, "")

    def test_revoked_is_refused(self, root: Holder, signer: Holder) -> None:
        told = responder(signer, root, status=ocsp.OCSPCertStatus.REVOKED)
        assert self.ask(root, signer, told) == (Outcome.INVALID, "revoked")

    def test_unknown_old_foreign_and_forged_answers_cannot_tell(self, root: Holder, signer: Holder) -> None:
        other = issue(key_of(1), Wish(), issuer=root)
        for told in (
            responder(signer, root, status=ocsp.OCSPCertStatus.UNKNOWN),
            responder(signer, root, since=NOW - 3 * DAY),
            responder(other, root),
            responder(signer, root, key=2),
            lambda request: b"garbage",
            lambda request: ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(
                Encoding.DER
            ),
        ):
            assert self.ask(root, signer, told)[0] == Outcome.CANNOT_TELL

    def test_a_responder_that_does_not_answer_cannot_tell(self, root: Holder, signer: Holder) -> None:
        def silent(request: bytes) -> bytes:
            raise TimeoutError

        assert self.ask(root, signer, silent) == (Outcome.CANNOT_TELL, "no_revocation")

    def test_a_fresh_list_is_enough_and_nobody_is_asked(self, root: Holder, signer: Holder) -> None:
        def asked(request: bytes) -> bytes:
            raise AssertionError("nobody is to be asked")

        verdict = found(container(CONTENT, signer), root, crls=[revocation_list(root)], ask=asked)
        assert verdict.outcome == Outcome.VALID
