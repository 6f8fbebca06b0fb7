"""The script that verifies a receipt without us, run as whoever downloads it runs it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from courtcase.register import verify_receipt
from courtcase.register.models import Event, Subject
from courtcase.register.operations import publish_root, seal
from courtcase.register.proofs import receipt_proof, receipt_proofs
from tests.register.conftest import NOON, happened

Happen = Callable[[int], list[Event]]
WORDS = b'{"request":"to be heard"}'


class Kept:
    """What somebody keeps on a machine of their own: the script as it was downloaded, roots, a receipt."""

    def __init__(self, folder: Path, client: Client) -> None:
        self.folder, self.client = folder, client
        self.written("verify_receipt.py", client.get("/register/verify_receipt.py").content)

    def written(self, name: str, content: object) -> Path:
        """Write bytes, or anything else as JSON, and return where."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    def roots(self) -> dict[str, Any]:
        """Return the published roots as anybody downloads them."""
        found: dict[str, Any] = self.client.get("/register/roots.json").json()
        return found

    def says(self, receipt: object, *more: object, roots: object = None) -> tuple[int, str]:
        """Run the script and return its exit code and what it says."""
        command = [
            sys.executable, "-I", str(self.folder / "verify_receipt.py"), str(self.written("receipt.json", receipt)),
            "--roots", str(self.written("roots.json", self.roots() if roots is None else roots)), *map(str, more),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=30, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout


@pytest.fixture
def kept(tmp_path: Path, client: Client, db: None) -> Kept:
    return Kept(tmp_path, client)


def sealed(subject: Subject, happen: Happen) -> Event:
    """Return an event with content among others, under a published root."""
    happen(5)
    event = happened(subject, 5, content=WORDS)
    happen(4)
    publish_root(day=date(2026, 3, 2), at=NOON)
    return event


class TestTheScript:
    def test_a_true_receipt_is_true_in_three_languages(self, kept: Kept, subject: Subject, happen: Happen) -> None:
        receipt = receipt_proof(sealed(subject, happen))
        for language, word in (("kk", "Рас."), ("ru", "Подлинно."), ("en", "True.")):
            code, said = kept.says(receipt, "--language", language)
            assert (code, word in said, "2026-03-02" in said) == (0, True, True)

    def test_a_changed_receipt_is_found_wherever_it_was_changed(
        self, kept: Kept, subject: Subject, happen: Happen
    ) -> None:
        receipt = receipt_proof(sealed(subject, happen))
        leaf = base64.b64decode(receipt["leaf_data"])
        forged = leaf.replace(b'"number":5', b'"number":6')
        assert forged != leaf
        rewritten = {"leaf_data": base64.b64encode(forged).decode()}
        consistent = rewritten | {"digest": verify_receipt.leaf_hash(forged).hex()}
        moved = {"inclusion": receipt["inclusion"] | {"position": 4}}
        for change in (rewritten, consistent, moved, {"at": "2026-03-03T07:00:00"}, {"event": "petition.filed"}):
            code, said = kept.says(receipt | change)
            assert (code, "was changed" in said) == (1, True)

    def test_a_wrong_root_is_another_thing(self, kept: Kept, subject: Subject, happen: Happen) -> None:
        receipt = receipt_proof(sealed(subject, happen))
        roots = kept.roots()
        roots["roots"][0]["root"] = "00" * 32
        code, said = kept.says(receipt, roots=roots)
        assert (code, "leads to another root" in said) == (1, True)

    def test_before_the_seal_and_before_the_root_nothing_is_told(
        self, kept: Kept, subject: Subject, happen: Happen
    ) -> None:
        event = happen(3)[1]
        code, said = kept.says(receipt_proof(event))
        assert (code, "not sealed yet" in said) == (3, True)
        seal(at=NOON)
        code, said = kept.says(receipt_proof(event))
        assert (code, "holds no root that covers it" in said) == (3, True)

    def test_an_old_list_of_roots_says_not_yet(self, kept: Kept, subject: Subject, happen: Happen) -> None:
        publish_root(day=date(2026, 3, 1), at=NOON)
        old = kept.roots()
        receipt = receipt_proof(sealed(subject, happen))
        assert kept.says(receipt, roots=old)[0] == 3
        assert kept.says(receipt)[0] == 0

    def test_words_and_files_are_compared_with_the_register(self, kept: Kept, subject: Subject, happen: Happen) -> None:
        receipt = receipt_proof(sealed(subject, happen))
        assert kept.says(receipt, "--words", kept.written("mine.json", WORDS))[0] == 0
        assert kept.says(receipt, "--words", kept.written("other.json", WORDS + b" "))[0] == 1
        assert kept.says(receipt, "--file", kept.written("a.pdf", b"%PDF"))[0] == 1
        listed = receipt | {"contents": [{"kind": "file", "name": "a.pdf", "sha256": "ab" * 32}]}
        code, said = kept.says(listed)
        assert (code, "stands in none of its entries" in said) == (1, True)

    @pytest.mark.parametrize(
        "nonsense",
        [
            b"",
            b"[]",
            b"{}",
            b"\xff\xfe",
            b"[" * 9999,
            b"%PDF-1.7 stream\n{}endstream",
            b'{"format":"courtcase-register-proof-1"}',
            b"%PDF-1.7\n" + b"stream\n{" * 400_000,  # beginnings without an end: the time grew with their square
        ],
        ids=lambda nonsense: nonsense[:24].decode("latin-1"),
    )
    def test_what_is_no_receipt_is_told_so(self, kept: Kept, nonsense: bytes) -> None:
        code, said = kept.says(nonsense)
        assert (code, "no receipt of ours" in said) == (1, True)


def test_many_proofs_cost_what_one_costs(happen: Happen, django_assert_num_queries: Any) -> None:
    events = happen(20)
    publish_root(day=date(2026, 3, 2), at=NOON)
    roots = {20: ("2026-03-02", receipt_proof(events[0])["inclusion"]["root"])}
    with django_assert_num_queries(5):
        proofs = receipt_proofs(events)
    assert [verify_receipt.judge_entry(one, roots).code for one in proofs] == ["true"] * 20
