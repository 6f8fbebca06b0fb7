"""The page on which anybody verifies a receipt."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.register import leaf, merkle
from courtcase.register.models import Event
from courtcase.register.operations import publish_root, seal
from courtcase.register.proofs import receipt_proof
from courtcase.register.verify_receipt import MOST_BYTES
from tests.register.conftest import NOON

Happen = Callable[[int], list[Event]]
PAGE = "/en/register/verify/"


def uploaded(client: Client, receipt: object, language: str = "en") -> tuple[int, str]:
    """Send a receipt to the page; return the status and the words of the answer."""
    content = receipt if isinstance(receipt, bytes) else json.dumps(receipt).encode()
    sent = {"receipt": SimpleUploadedFile("receipt.json", content)}
    answer = client.post(f"/{language}/register/verify/", sent)
    return answer.status_code, answer.content.decode()


def test_a_true_receipt_is_said_to_be_true_and_what_that_proves(client: Client, happen: Happen) -> None:
    event = happen(5)[2]
    publish_root(day=date(2026, 3, 2), at=NOON)
    for language, words in (("en", "The receipt is true"), ("ru", "Расписка подлинная"), ("kk", "Қолхат рас")):
        status, said = uploaded(client, receipt_proof(event), language)
        assert (status, words in said) == (200, True)
    assert "What it does not prove" in uploaded(client, receipt_proof(event))[1]
    assert "sessionid" not in client.cookies


def test_changed_wrong_and_not_yet_have_their_own_words(client: Client, happen: Happen) -> None:
    event = happen(5)[2]
    early = receipt_proof(event)
    assert "waits for its seal" in uploaded(client, early)[1]
    seal(at=NOON)
    assert "has been sealed since" in uploaded(client, early)[1]
    assert "holds no root that covers it" in uploaded(client, receipt_proof(event))[1]
    publish_root(day=date(2026, 3, 2), at=NOON)
    true = receipt_proof(event)
    assert "was changed" in uploaded(client, true | {"event": "petition.filed"})[1]
    other = true["inclusion"] | {"tree_size": 4}
    assert "This does not hold" in uploaded(client, true | {"inclusion": other})[1]


def test_a_receipt_of_another_court_is_not_ours(client: Client, happen: Happen) -> None:
    event = happen(1)[0]
    early = receipt_proof(event)
    foreign = leaf.leaf_data(
        uuid=event.subject.uuid, subject=event.subject.uuid, name=event.name, actor_kind="system", actor_ref="trial",
        at=NOON, body={}, content_digest=None,
    )  # fmt: skip
    forged = early | {"leaf_data": b64encode(foreign).decode(), "digest": merkle.leaf_hash(foreign).hex()}
    assert "not of this Court" in uploaded(client, forged)[1]


def test_place_and_digest_are_typed_in(client: Client, happen: Happen) -> None:
    event = happen(5)[2]
    digest = bytes(event.digest).hex()
    assert "Nothing is sealed at this place" in client.get(PAGE, {"position": "2", "digest": digest}).content.decode()
    publish_root(day=date(2026, 3, 2), at=NOON)
    spaced = f" {digest[:32].upper()} {digest[32:]} "
    assert "The receipt is true" in client.get(PAGE, {"position": " 2 ", "digest": spaced}).content.decode()
    answer = client.get(PAGE, {"position": "1", "digest": digest}).content.decode()
    assert "Another entry stands at this place" in answer
    assert bytes(Event.objects.order_by("pk")[1].digest).hex() not in answer


@pytest.mark.parametrize(
    ("position", "digest"), [("", ""), ("x", "ab"), ("1" * 30, "a" * 64), ("1", "z" * 64), ("9" * 18, "a" * 63)]
)
def test_what_cannot_be_is_said_beside_its_field(client: Client, db: None, position: str, digest: str) -> None:
    answer = client.get(PAGE, {"position": position, "digest": digest})
    assert answer.status_code == 422
    assert "Please correct this" in answer.content.decode()


def test_what_is_no_receipt_is_refused_in_words(client: Client, db: None) -> None:
    assert uploaded(client, b"nothing")[0] == 422
    assert uploaded(client, b"x" * (MOST_BYTES + 1))[0] == 422
    assert client.post(PAGE).status_code == 422
    assert uploaded(client, {"format": "courtcase-register-proof-1", "also": [1]})[0] == 422
    deep = b'{"format":"courtcase-register-proof-1","leaf_data":"W10=","inclusion":{"tree_size":1e999}}'
    assert uploaded(client, deep)[0] == 422


def test_the_script_is_given_out_and_kept_until_it_changes(client: Client, db: None) -> None:
    answer = client.get("/register/verify_receipt.py")
    assert answer.content.startswith(b"#!/usr/bin/env python3")
    assert client.get("/register/verify_receipt.py", headers={"If-None-Match": answer["ETag"]}).status_code == 304
