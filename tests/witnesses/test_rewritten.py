"""A history rewritten by the owner of the database, so that it verifies by itself, is shown to be rewritten by each witness."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from courtcase.notices.mail import compose
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.people.actors import Actor
from courtcase.register.models import DailyRoot, Event
from courtcase.register.operations import publish_root, seal
from courtcase.register.proofs import receipt_proof
from courtcase.register.verify_receipt import LINE
from courtcase.register.witness import line_of
from courtcase.witnesses.operations import stamp_root, tell_witnesses
from tests.cast import Cast
from tests.register.conftest import NOON, happened
from tests.register.test_verify_register import DAY, Tamper
from tests.witnesses.authority import Authority

SYSTEM = Actor.system("witnesses.tell")
PAGE = "/en/register/witness/"


class Kept:
    """What three people outside keep of one day: a message, somebody's receipt, a time stamp."""

    def __init__(self, folder: Path, authority: Authority, event: Event) -> None:
        root = DailyRoot.objects.get(day=DAY)
        tell_witnesses(root=root, actor=SYSTEM, at=NOON)
        stamp = stamp_root(root=root, actor=SYSTEM, at=NOON)
        assert stamp is not None
        notice = Notice.objects.filter(event="register.root_told").first()
        assert notice is not None
        sent = compose(to="auditor@example.kz", text=render(notice), language=notice.language, key=notice.key)
        self.mail, self.stamp, self.receipt = (folder / name for name in ("root.eml", "root.tsr", "receipt.json"))
        self.mail.write_bytes(sent.message().as_bytes())
        self.stamp.write_bytes(bytes(stamp.response))
        self.receipt.write_text(json.dumps(receipt_proof(event) | {"witness": line_of(root)}))
        self.authority = authority


@pytest.fixture
def kept(events: list[Event], tmp_path: Path, cast: Cast, stamping: Authority, settings: Any) -> Kept:
    settings.ROOT_WITNESSES = ["auditor"]
    cast.auditor  # noqa: B018 - made by being named
    return Kept(tmp_path, stamping, events[6])


def rewrite(tamper: Tamper, events: list[Event]) -> None:
    """Leave the event at 4 out and write entries, nodes and roots anew: as an owner with time and our own programs would."""
    for statement in (
        "DELETE FROM register_rootstamp",
        "DELETE FROM register_treenode",
        "DELETE FROM register_sealedentry",
        "DELETE FROM register_dailyroot",
    ):
        tamper(statement)
    tamper("DELETE FROM register_contentsalt WHERE event_id = %s", events[4].pk)
    tamper("DELETE FROM register_event WHERE id = %s", events[4].pk)
    while seal(at=NOON):
        pass
    assert publish_root(day=DAY, at=NOON)


def held_against(client: Client, told: Path) -> str:
    """Return what the page says of a file that was kept."""
    return client.post(PAGE, {"kept": SimpleUploadedFile(told.name, told.read_bytes())}).content.decode()


def test_before_it_is_rewritten_all_of_it_agrees(
    kept: Kept, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_register", witness=[kept.mail, kept.receipt], stamp=[kept.stamp])
    said = capsys.readouterr().out
    assert "the root of 2026-03-02 was stamped at" in said
    assert "2 roots" not in said.split("is whole")[0]
    for told in (kept.mail, kept.receipt, kept.stamp):
        assert "The register agrees with what was kept" in held_against(client, told)


def test_the_message_the_receipt_and_the_stamp_each_show_it(
    kept: Kept, events: list[Event], tamper: Tamper, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(tamper, events)
    call_command("verify_register")
    assert "is whole" in capsys.readouterr().out
    for told in (kept.mail, kept.receipt):
        with pytest.raises(CommandError, match="root of 2026-03-02 in the copy given"):
            call_command("verify_register", witness=[told])
        assert "was rewritten, or this root is not ours" in held_against(client, told)
    with pytest.raises(CommandError, match="was rewritten: .*root.tsr stamped at"):
        call_command("verify_register", stamp=[kept.stamp])
    assert "on no root the register has" in held_against(client, kept.stamp)


def test_who_holds_a_receipt_sees_it_without_us(
    kept: Kept, events: list[Event], tamper: Tamper, client: Client, tmp_path: Path
) -> None:
    """The old receipt leads to the roots that witnesses keep; the one that the rewritten register gives out does not."""
    (tmp_path / "verify_receipt.py").write_bytes(client.get("/register/verify_receipt.py").content)
    stamped = ("--stamp", kept.stamp, "--stamp-ca", kept.authority.certificates)

    def says(*words: object) -> tuple[int, str]:
        command = [sys.executable, "-I", tmp_path / "verify_receipt.py", kept.receipt, *words]
        done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout

    assert says("--roots", kept.mail)[0] == 0
    code, said = says(*stamped)
    assert (code, "bears the time stamp of a trusted authority" in said) == (0, True)
    rewrite(tamper, events)
    kept.receipt.write_text(json.dumps(receipt_proof(Event.objects.get(pk=events[6].pk))))
    assert says("--roots", kept.mail)[0] != 0
    code, said = says(*stamped)
    assert (code, "not on the root to which the receipt leads" in said) == (1, True)


def test_a_message_of_another_day_accuses_nobody(
    kept: Kept, events: list[Event], client: Client, tmp_path: Path
) -> None:
    happened(events[0].subject, 50)
    later = publish_root(day=DAY + timedelta(days=1), at=NOON)
    assert later is not None
    (tmp_path / "later.txt").write_text(f"> {line_of(later)[:60]}\n> {line_of(later)[60:]}\n")
    (tmp_path / "verify_receipt.py").write_bytes(client.get("/register/verify_receipt.py").content)
    command = [sys.executable, "-I", tmp_path / "verify_receipt.py", kept.receipt, "--roots", tmp_path / "later.txt"]
    assert subprocess.run(list(map(str, command)), capture_output=True, check=False).returncode == 3
    assert "The register agrees with what was kept" in held_against(client, tmp_path / "later.txt")


def test_a_forwarded_message_is_read_however_it_is_encoded(kept: Kept, client: Client, tmp_path: Path) -> None:
    original = message_from_bytes(kept.mail.read_bytes(), policy=policy.default)
    body = original.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    for encoding in ("base64", "quoted-printable"):
        forwarded = EmailMessage()
        forwarded.set_content(body.get_content(), cte=encoding)
        (tmp_path / "forwarded.eml").write_bytes(forwarded.as_bytes())
        assert "The register agrees with what was kept" in held_against(client, tmp_path / "forwarded.eml")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_bad_input_has_its_message_beside_its_field(client: Client, root: DailyRoot, language: str) -> None:
    page = f"/{language}/register/witness/"
    assert client.get(page).status_code == 200
    other = LINE.format(day="2026-13-45", size=4, root="ab" * 32)
    sent: list[dict[str, Any]] = [
        {}, {"line": "nothing"}, {"line": other}, {"line": "x" * 20_001}, {"kept": SimpleUploadedFile("a", b"")},
        {"kept": SimpleUploadedFile("a.json", b'{"roots": 4}')}, {"kept": SimpleUploadedFile("a.pdf", b"%PDF-1.7")},
        {"line": line_of(root) + "\n" + LINE.format(day=root.day, size=4, root="ab" * 32)},
        {"kept": SimpleUploadedFile("a.tsr", b"\x30\x82\x01\x00")},
        {"kept": SimpleUploadedFile("a.eml", b"Content-Type: message/rfc822\n\n" * 20_000)},
    ]  # fmt: skip
    for fields in sent:
        answer = client.post(page, fields)
        assert (answer.status_code, b"error" in answer.content.lower() or answer.context["form"].errors != {}) == (
            422,
            True,
        )
    larger = LINE.format(day=root.day, size=10**17, root="ab" * 32)
    assert client.post(page, {"line": larger}).context["ends"] == "false"
    assert client.post(page, {"line": line_of(root)}).context["ends"] == "true"


def test_two_witnesses_who_contradict_each_other_are_named(root: DailyRoot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(line_of(root))
    (tmp_path / "b.txt").write_text(LINE.format(day=root.day, size=5, root="ab" * 32))
    with pytest.raises(CommandError, match="contradicts itself: two roots of 2026-03-02"):
        call_command("verify_register", witness=[tmp_path / "a.txt", tmp_path / "b.txt"])
