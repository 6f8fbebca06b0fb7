from __future__ import annotations

from typing import Any

import pytest

from courtcase.signatures.revocation import Revocation
from courtcase.signatures.verdicts import Outcome, Verdict
from courtcase.signatures.verification import verify
from tests.signatures.authority import (
    NOW,
    Holder,
    Key,
    Wish,
    authority,
    container,
    ec_key,
    gost_key,
    issue,
    pss_key,
    revocation_list,
    rsa_key,
)

CONTENT = b"%PDF-1.7 the exact bytes" * 40
KEYS = {
    "rsa": rsa_key,
    "rsa sha512": lambda: rsa_key(1, digest="sha512"),
    "pss": pss_key,
    "pss sha384": lambda: pss_key("sha384"),
    "ecdsa": ec_key,
    "ecdsa sha384": lambda: ec_key("sha384"),
    "gost 256": lambda: gost_key(256),
    "gost 512": lambda: gost_key(512),
}


def signed_by(key: Key, **wishes: Any) -> tuple[Holder, Holder]:
    """Return an authority and a signer whose certificates are both of the key's kind."""
    root = authority(key)
    return root, issue(key, Wish(**wishes), issuer=root)


def found(made: bytes, *roots: Holder, content: bytes = CONTENT, crls: Any = None, ask: Any = None) -> Verdict:
    """Verify with the roots trusted and, unless lists are given, a fresh empty list of each."""
    lists = [revocation_list(root) for root in roots] if crls is None else crls
    anchors = [root.certificate for root in roots]
    return verify(container=made, content=content, at=NOW, anchors=anchors, revocation=Revocation(lists, ask))


class TestAlgorithms:
    @pytest.mark.parametrize("name", KEYS)
    def test_a_signature_is_valid_and_names_its_signer(self, name: str) -> None:
        root, signer = signed_by(KEYS[name]())
        verdict = found(container(CONTENT, signer), root)
        assert (verdict.outcome, verdict.reason) == (Outcome.VALID, "")
        assert verdict.signers[0].signer is not None
        assert verdict.signers[0].signer.iin == "850101300015"

    @pytest.mark.parametrize("name", KEYS)
    def test_of_other_bytes_it_is_not(self, name: str) -> None:
        root, signer = signed_by(KEYS[name]())
        verdict = found(container(CONTENT, signer), root, content=CONTENT + b" ")
        assert (verdict.outcome, verdict.reason) == (Outcome.INVALID, "other_content")
