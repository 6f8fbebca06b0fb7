"""Proofs that a petitioner can check without us."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date

import pytest

from courtcase.register import leaf, merkle
from courtcase.register.models import ContentSalt, DailyRoot, Event, Subject
from courtcase.register.operations import publish_root, seal
from courtcase.register.proofs import consistency_proof, inclusion_proof, receipt_proof, verify_receipt
from courtcase.register.queries import events_of
from tests.register.conftest import NOON, happened

Happen = Callable[[int], list[Event]]


def test_a_receipt_leads_to_the_published_root(subject: Subject, happen: Happen) -> None:
    happen(5)
    event = happened(subject, 5, content=b"signed words")
    happen(4)
    root = publish_root(day=date(2026, 3, 2), at=NOON)
    assert root is not None
    happen(6)
    publish_root(day=date(2026, 3, 3), at=NOON)
    proof = json.loads(json.dumps(receipt_proof(event)))
    assert proof["inclusion"]["day"] == "2026-03-02"
    assert verify_receipt(proof, root=bytes(root.root_hash))
    assert not verify_receipt(proof, root=merkle.EMPTY_ROOT)
    facts = json.loads(base64.b64decode(proof["leaf_data"]))
    assert (facts["name"], facts["subject"]) == ("trial.happened", str(subject.uuid))
    salted = leaf.salted_digest(salt=bytes.fromhex(proof["content_salt"]), content=b"signed words")
    assert salted.hex() == proof["content_digest"] == facts["content"]


def test_a_forged_receipt_leads_nowhere(happen: Happen) -> None:
    event = happen(3)[1]
    root = publish_root(day=date(2026, 3, 2), at=NOON)
    assert root is not None
    proof = receipt_proof(event)
    forged = base64.b64encode(base64.b64decode(proof["leaf_data"]).replace(b"1", b"2")).decode()
    assert not verify_receipt(proof | {"leaf_data": forged}, root=bytes(root.root_hash))
    moved = proof["inclusion"] | {"position": 0}
    assert not verify_receipt(proof | {"inclusion": moved}, root=bytes(root.root_hash))


def test_before_sealing_there_is_a_digest_alone(subject: Subject) -> None:
    event = happened(subject, 1)
    proof = receipt_proof(event)
    assert proof["sealed"] is False
    assert "inclusion" not in proof
    assert not verify_receipt(proof, root=merkle.EMPTY_ROOT)
    with pytest.raises(LookupError):
        inclusion_proof(event)


def test_before_publishing_it_leads_to_the_present_root(happen: Happen) -> None:
    event = happen(3)[0]
    seal(at=NOON)
    inclusion = inclusion_proof(event)
    assert (inclusion["day"], inclusion["tree_size"]) == (None, 3)
    assert verify_receipt(receipt_proof(event), root=bytes.fromhex(inclusion["root"]))


def test_a_proof_outlives_the_salt(subject: Subject) -> None:
    event = happened(subject, 1, content=b"words")
    root = publish_root(day=date(2026, 3, 2), at=NOON)
    ContentSalt.objects.get(event=event).delete()
    proof = receipt_proof(events_of(subject)[0])
    assert proof["content_salt"] is None
    assert root is not None
    assert verify_receipt(proof, root=bytes(root.root_hash))


def test_every_event_has_a_proof_for_every_size(happen: Happen) -> None:
    events = happen(9)
    seal(at=NOON)
    for position, event in enumerate(events):
        for size in range(position + 1, 10):
            proof = receipt_proof(event) | {"inclusion": inclusion_proof(event, size=size)}
            assert verify_receipt(proof, root=bytes.fromhex(proof["inclusion"]["root"]))
        with pytest.raises(ValueError, match="not in a tree"):
            inclusion_proof(event, size=position)
    with pytest.raises(ValueError, match="not that large"):
        inclusion_proof(events[0], size=10)


def test_the_register_only_grew(happen: Happen) -> None:
    happen(9)
    seal(at=NOON)
    for old in range(1, 10):
        proof = consistency_proof(old, 9)
        assert merkle.verify_consistency(
            old=old,
            new=9,
            old_root=bytes.fromhex(proof["old_root"]),
            new_root=bytes.fromhex(proof["new_root"]),
            proof=[bytes.fromhex(step) for step in proof["path"]],
        )
    with pytest.raises(ValueError, match="not that large"):
        consistency_proof(9, 10)
    assert not DailyRoot.objects.exists()
