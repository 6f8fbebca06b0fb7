"""A portal that cannot call sends a file: each line is filed by the citizen's signature, found again, or refused whole."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from courtcase.documents.models import Document
from courtcase.people.actors import Actor
from courtcase.people.models import ApiScope
from courtcase.people.operations import admit_program, end_token
from courtcase.register.models import Event
from courtcase.signatures.models import Signature
from petitions.exchange import reading
from petitions.models import Attachment, Petition
from petitions.workflow import State
from tests.documents.files import pdf
from tests.petitions.api.conftest import Program
from tests.petitions.api.test_portal import CITIZEN, PORTAL, begun
from tests.petitions.exchange.portal_files import imported, inline, line, named, signed, written, zipped
from tests.petitions.signing import PERSON, Trusted
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
STRANGER = "900101300017"
SECOND = {**CITIZEN, "full_name": "Екінші Мысал", "iin": STRANGER}


def test_each_line_is_filed_by_the_citizens_signature(portal: Program, court: Trusted, tmp_path: Path) -> None:
    file = written(tmp_path / "f.jsonl", line(court, "P-1"), b"", line(court, "P-2", situation="Екінші."))
    told = imported(file, tmp_path / "a.jsonl")
    assert told.outcomes == ["taken", "taken"]
    assert [(one["line"], one["external_number"], one["state"]) for one in told.lines] == [
        (1, "P-1", "filed"),
        (3, "P-2", "filed"),
    ]
    assert told.end == {"finished": True, "taken": 2, "known": 0, "refused": 0}
    assert stat.S_IMODE((tmp_path / "a.jsonl").stat().st_mode) == 0o600
    assert told.lines[0]["tracking_code"] not in told.said
    petition = Petition.objects.get(external_number="P-1")
    assert (petition.state, petition.portal, str(petition.public_id)) == (
        State.FILED,
        portal.token.institution,
        told.lines[0]["petition"],
    )
    assert Signature.objects.get(subject=petition.subject).outcome == "valid"
    assert Event.objects.get(subject=petition.subject, name="petition.filed").actor == portal.token.account
    citizen = Client()
    assert citizen.post("/ru/petitions/track/", {"code": told.lines[0]["tracking_code"]}).status_code == 302


def test_what_was_signed_is_kept_to_the_byte(portal: Program, court: Trusted, tmp_path: Path) -> None:
    content, over = signed(court, external_number="P-1")
    file = written(tmp_path / "f.jsonl", {"petition": inline(content), "container": inline(over)})
    told = imported(file, tmp_path / "a.jsonl")
    answer = portal.ask("get", f"{PORTAL}{told.lines[0]['petition']}/document.pdf/")
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (content, "application/json")


def test_a_zip_brings_files_of_their_own(portal: Program, court: Trusted, tmp_path: Path) -> None:
    paper, notice = pdf(), pdf(pages=2)
    attachments = [named("act.pdf", paper, "judicial_act"), named("notice.pdf", notice)]
    content, over = signed(court, external_number="P-1", attachments=attachments)
    one = {"petition": "1/petition.json", "container": "1/petition.p7s", "attachments": ["1/act.pdf", "1/notice.pdf"]}
    beside = {"1/petition.json": content, "1/petition.p7s": over, "1/act.pdf": paper, "1/notice.pdf": notice}
    told = imported(zipped(tmp_path / "f.zip", [one], beside), tmp_path / "a.jsonl")
    assert told.outcomes == ["taken"], told.lines
    laid = Attachment.objects.order_by("position").values_list("purpose", "document__filename")
    assert list(laid) == [("judicial_act", "act.pdf"), ("other", "notice.pdf"), ("signature", "signature.p7s")]


def test_the_same_file_again_files_nothing_and_tells_the_code_again(
    portal: Program, court: Trusted, tmp_path: Path
) -> None:
    file = written(tmp_path / "f.jsonl", line(court, "P-1"), line(court, "P-1"))
    first, second = imported(file, tmp_path / "a.jsonl"), imported(file, tmp_path / "b.jsonl")
    assert (first.outcomes, second.outcomes) == (["taken", "known"], ["known", "known"])
    codes = {one["tracking_code"] for one in (*first.lines, *second.lines)}
    assert len(codes) == 1
    assert None not in codes
    assert Petition.objects.count() == 1


def test_a_number_stands_for_one_petition_by_whatever_road(portal: Program, court: Trusted, tmp_path: Path) -> None:
    begun(portal, external_number="P-1")
    file = written(tmp_path / "f.jsonl", line(court, "P-1"), line(court, "P-2"), line(court, "P-2", request="Басқа."))
    told = imported(file, tmp_path / "a.jsonl")
    assert told.outcomes == ["refused", "taken", "refused"]
    assert told.error(0) == told.error(2) == ("petition.external_number", "external_number_taken")


def test_everybody_who_petitions_signs(portal: Program, court: Trusted, tmp_path: Path) -> None:
    both = line(court, "P-1", by=(PERSON["iin"], STRANGER), others=[SECOND])
    one = line(court, "P-2", others=[SECOND])
    told = imported(written(tmp_path / "f.jsonl", one, both), tmp_path / "a.jsonl")
    assert told.outcomes == ["refused", "taken"]
    assert told.error() == ("container", "not_all_signed")
    assert Petition.objects.get().external_number == "P-1"


class TestRefused:
    def test_what_cannot_be_taken_is_told_with_its_place_and_leaves_nothing(
        self, portal: Program, court: Trusted, tmp_path: Path
    ) -> None:
        good, (content, over) = line(court, "P-1"), signed(court, external_number="P-9")
        paper = pdf()
        cases: list[tuple[Any, str | None, str]] = [
            (b"{", None, "parse_error"),
            (b'{"petition": 1, "petition": 2}', None, "parse_error"),
            (b"[" * 100_000, None, "parse_error"),
            (b"\xff", None, "parse_error"),
            ({**good, "iin": "850101300015"}, None, "unknown_field"),
            ({**good, "petition": "petition.json"}, "petition", "no_file"),
            ({**good, "petition": {"base64": "!"}}, "petition", "invalid"),
            ({**good, "petition": inline(b"[]")}, "petition", "parse_error"),
            ({**good, "container": inline(over)}, "container", "other_content"),
            ({**good, "container": inline(b"garbage")}, "container", "unreadable"),
            (
                {**good, "petition": inline(content.replace(b"P-9", b"P-8")), "container": inline(over)},
                "container",
                "other_content",
            ),
            (line(court, "P-1", by=(STRANGER,)), "container", "other_person"),
            (line(court, "P-1", colour="red"), "petition.colour", "invalid"),
            (line(court, "P-1", petitioner={**CITIZEN, "iin": "850101300019"}), "petition.petitioner.iin", "invalid"),
            (line(court, "850101300015"), "petition.external_number", "invalid"),
            (line(court, "P-1", situation="", reasoning="", request=""), "petition.situation", "refused"),
            (line(court, "P-1", paper), "attachments", "other_files"),
            (line(court, "P-1", paper, attachments=[named("a.pdf", b"other")]), "attachments.0", "other_digest"),
            (line(court, "P-1", b"no", attachments=[named("a.pdf", b"no")]), "attachments.0", "kind"),
        ]
        told = imported(written(tmp_path / "f.jsonl", *(one for one, _place, _code in cases)), tmp_path / "a.jsonl")
        assert set(told.outcomes) == {"refused"}
        assert [told.error(at) for at in range(len(cases))] == [(place, code) for _one, place, code in cases]
        assert (Petition.objects.count(), Document.objects.count()) == (0, 0)

    def test_each_in_the_language_of_its_petition(self, portal: Program, court: Trusted, tmp_path: Path) -> None:
        stranger = {"by": (STRANGER,)}
        lines = [line(court, "P-1", language=language, **stranger) for language in ("kk", "ru")]
        told = imported(written(tmp_path / "f.jsonl", *lines), tmp_path / "a.jsonl")
        kazakh, russian = (one["errors"][0]["detail"] for one in told.lines)
        assert "Подписал другой человек" in russian
        assert any(letter in kazakh for letter in "қңғүұі")

    def test_a_line_without_end(self, portal: Program, court: Trusted, tmp_path: Path, monkeypatch: Any) -> None:
        file = written(tmp_path / "f.jsonl", b" " * 40_000, line(court, "P-1"))
        monkeypatch.setattr(reading, "LONGEST_LINE", 30_000)
        told = imported(file, tmp_path / "a.jsonl")
        assert (told.outcomes, told.error()) == (["refused", "taken"], (None, "too_large"))

    def test_a_zip_that_says_less_than_it_holds(
        self, portal: Program, court: Trusted, tmp_path: Path, settings: Any
    ) -> None:
        bomb = b"0" * 3 * 1024**2
        settings.UPLOAD_LIMIT_BYTES = 1024**2
        content, over = signed(court, external_number="P-1", attachments=[named("a.pdf", bomb)])
        one = {"petition": inline(content), "container": inline(over), "attachments": ["a.pdf"]}
        told = imported(zipped(tmp_path / "f.zip", [one], {"a.pdf": bomb}), tmp_path / "a.jsonl")
        assert told.error() == ("attachments.0", "too_large")


class TestGoingOn:
    def test_after_the_last_line_that_was_answered(self, portal: Program, court: Trusted, tmp_path: Path) -> None:
        file, answers = written(tmp_path / "f.jsonl", *(line(court, f"P-{n}") for n in range(3))), tmp_path / "a.jsonl"
        whole = imported(file, tmp_path / "whole.jsonl")
        kept = [json.dumps(one) for one in (whole.header, *whole.lines[:2])]
        # The run before died while it wrote the third answer, whose petition was filed already.
        (tmp_path / "a.jsonl.part").write_text("\n".join(kept) + '\n{"line": 3, "exter')
        told = imported(file, answers)
        assert told.lines == [*whole.lines[:2], {**whole.lines[2], "outcome": "known"}]
        assert told.said.count("line ") == 1
        assert not (tmp_path / "a.jsonl.part").exists()

    def test_but_not_over_other_answers(self, portal: Program, court: Trusted, tmp_path: Path) -> None:
        first, second = (
            written(tmp_path / "1.jsonl", line(court, "P-1")),
            written(tmp_path / "2.jsonl", line(court, "P-2")),
        )
        imported(first, tmp_path / "a.jsonl")
        with pytest.raises(CommandError, match="is there already"):
            imported(second, tmp_path / "a.jsonl")
        (tmp_path / "b.jsonl.part").write_text('{"answers_to": "another"}\n')
        with pytest.raises(CommandError, match="another file"):
            imported(second, tmp_path / "b.jsonl")
        assert Petition.objects.count() == 1


class TestNotBegun:
    @pytest.mark.parametrize("content", [b"PK\x05\x06" + bytes(18), b"PK\x05\x06" + b"\xff" * 18])
    def test_where_the_zip_is_none(self, portal: Program, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "f.zip").write_bytes(content)
        with pytest.raises(CommandError):
            imported(tmp_path / "f.zip", tmp_path / "a.jsonl")

    def test_where_there_is_no_file(self, portal: Program, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="No such file"):
            imported(tmp_path / "none", tmp_path / "a.jsonl")

    def test_for_an_institution_that_is_no_portal(self, walk: Walk, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="name_portal"):
            imported(tmp_path / "f.jsonl", tmp_path / "a.jsonl")

    def test_without_one_program_that_submits(self, portal: Program, court: Trusted, tmp_path: Path) -> None:
        file, head = written(tmp_path / "f.jsonl", line(court, "P-1")), Actor.of(portal.token.made_by)
        institution, at = portal.token.institution, timezone.now()
        admit_program(institution=institution, name="Екінші", scopes=ApiScope.values, actor=head, at=at)
        with pytest.raises(CommandError, match="Several"):
            imported(file, tmp_path / "a.jsonl")
        end_token(token=portal.token, actor=head, at=at)
        with pytest.raises(CommandError, match="no such program"):
            imported(file, tmp_path / "a.jsonl", program=portal.token.account.full_name)
        assert imported(file, tmp_path / "a.jsonl", program="Екінші").outcomes == ["taken"]

    def test_where_no_authority_is_trusted(
        self, portal: Program, court: Trusted, tmp_path: Path, settings: Any
    ) -> None:
        file = written(tmp_path / "f.jsonl", line(court, "P-1"))
        settings.TRUST_ANCHORS = ""
        assert imported(file, tmp_path / "a.jsonl").error() == ("container", "not_set_up")
