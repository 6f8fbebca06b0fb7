from __future__ import annotations

import base64
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from asn1crypto import cms
from hypothesis import given, settings
from hypothesis import strategies as st

from courtcase.signatures.revocation import Revocation
from courtcase.signatures.verdicts import Outcome, Verdict
from courtcase.signatures.verification import verify
from tests.signatures.authority import (
    NOW,
    YEAR,
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
KEYS: dict[str, Callable[[], Key]] = {
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


def reason(verdict: Verdict) -> tuple[Outcome, str]:
    """Return what a verdict says, in short."""
    return verdict.outcome, verdict.reason


class TestContainers:
    @pytest.fixture
    def pair(self) -> tuple[Holder, Holder]:
        return signed_by(rsa_key())

    def test_one_with_the_same_content_inside_is_valid(self, pair: tuple[Holder, Holder]) -> None:
        root, signer = pair
        assert found(container(CONTENT, signer, attached=CONTENT), root).outcome == Outcome.VALID

    def test_one_with_other_content_inside_is_not(self, pair: tuple[Holder, Holder]) -> None:
        root, signer = pair
        assert reason(found(container(CONTENT, signer, attached=b"else"), root)) == (Outcome.INVALID, "other_content")

    def test_one_without_attributes_is_valid(self, pair: tuple[Holder, Holder]) -> None:
        root, signer = pair
        assert found(container(CONTENT, signer, bare=True), root).outcome == Outcome.VALID

    @pytest.mark.parametrize("form", ["pem", "base64"])
    def test_text_forms_are_read(self, pair: tuple[Holder, Holder], form: str) -> None:
        root, signer = pair
        text = base64.encodebytes(container(CONTENT, signer))
        if form == "pem":
            text = b"-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n"
        assert found(text, root).outcome == Outcome.VALID

    @pytest.mark.parametrize(
        ("attributes", "code"),
        [
            ({"content_type": None}, "bad_attributes"),
            ({"message_digest": None}, "bad_attributes"),
            ({"message_digest": b"\x00" * 32}, "other_content"),
            ({"content_type": "signed_data"}, "bad_attributes"),
        ],
    )
    def test_attributes_that_do_not_name_the_content_are_refused(
        self, pair: tuple[Holder, Holder], attributes: dict[str, Any], code: str
    ) -> None:
        root, signer = pair
        assert reason(found(container(CONTENT, signer, attributes=attributes), root)) == (Outcome.INVALID, code)

    def test_attributes_that_name_another_certificate_are_refused(self, pair: tuple[Holder, Holder]) -> None:
        root, signer = pair
        named = {"certs": [{"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": b"\x01" * 32}]}
        made = container(CONTENT, signer, attributes={"signing_certificate_v2": named})
        assert reason(found(made, root)) == (Outcome.INVALID, "other_certificate")

    def test_every_signer_is_judged(self, pair: tuple[Holder, Holder]) -> None:
        root, signer = pair
        second = issue(ec_key(), Wish(name="Second", iin="900101300017"), issuer=root)
        late = issue(ec_key(), Wish(until=NOW - YEAR / 2), issuer=root)
        both = found(container(CONTENT, signer, second), root)
        assert (both.outcome, len(both.signers)) == (Outcome.VALID, 2)
        mixed = found(container(CONTENT, signer, late), root)
        assert reason(mixed) == (Outcome.INVALID, "expired")
        assert {one.outcome for one in mixed.signers} == {Outcome.VALID, Outcome.INVALID}

    @pytest.mark.parametrize(
        "garbage",
        [
            b"",
            b"%PDF-1.7",
            b"\x30",
            b"\x30\x80",
            b"\x30\x80" * 200_000,
            b"\xa0\x80\x24\x80" * 100_000,
            b"\x30\x84\xff\xff\xff\xff",
            b"\x30\x03\x02\x01\x01",
            b"not base64 \xd2\x9b",
            b"-----BEGIN CMS-----\n-----END CMS-----",
            "қол".encode() * 1000,
        ],
    )
    def test_garbage_is_unreadable_and_nothing_worse(self, pair: tuple[Holder, Holder], garbage: bytes) -> None:
        assert found(garbage, pair[0]).outcome == Outcome.INVALID

    def test_a_huge_one_is_not_even_read(self, pair: tuple[Holder, Holder]) -> None:
        assert reason(found(b"\x30" * (5 * 1024 * 1024 + 1), pair[0])) == (Outcome.INVALID, "too_large")

    def test_a_container_of_nobody_is_not_signed(self, pair: tuple[Holder, Holder]) -> None:
        assert reason(found(container(CONTENT), pair[0])) == (Outcome.INVALID, "not_signed")

    def test_an_indefinite_length_container_is_read(self, pair: tuple[Holder, Holder]) -> None:
        root, signer = pair
        info = cms.ContentInfo.load(container(CONTENT, signer))
        inside = info["content_type"].dump() + b"\xa0\x80" + info["content"].untag().dump() + b"\x00\x00"
        assert found(b"\x30\x80" + inside + b"\x00\x00", root).outcome == Outcome.VALID


class TestFlippedBytes:
    """Whatever byte is changed, what was signed by this signer is never said of anything else."""

    @pytest.mark.parametrize("name", ["rsa", "ecdsa"])
    def test_no_changed_container_is_valid(self, name: str) -> None:
        root, signer = signed_by(KEYS[name]())
        made, lists = container(CONTENT, signer), [revocation_list(root)]
        survivors = []
        for place in range(len(made)):
            changed = bytearray(made)
            changed[place] ^= (0x01, 0x80, 0xFF)[place % 3]
            if found(bytes(changed), root, crls=lists).outcome == Outcome.VALID:
                survivors.append((place, made[place - 8 : place + 8].hex()))
        assert survivors == []

    @given(place=st.integers(0, len(CONTENT) - 1), mask=st.integers(1, 255))
    @settings(max_examples=150, deadline=None)
    def test_no_changed_content_is_valid(self, place: int, mask: int) -> None:
        root, signer, made = self.prepared()
        changed = bytearray(CONTENT)
        changed[place] ^= mask
        assert reason(found(made, root, content=bytes(changed))) == (Outcome.INVALID, "other_content")

    @staticmethod
    @cache
    def prepared() -> tuple[Holder, Holder, bytes]:
        root, signer = signed_by(rsa_key())
        return root, signer, container(CONTENT, signer)

    def test_no_changed_gost_container_is_valid(self) -> None:
        root, signer = signed_by(gost_key(512))
        made, lists = container(CONTENT, signer), [revocation_list(root)]
        places = random.Random(5).sample(range(len(made)), 12)
        changed = [made[:place] + bytes([made[place] ^ 0xFF]) + made[place + 1 :] for place in places]
        assert all(found(one, root, crls=lists).outcome != Outcome.VALID for one in changed)
