"""What happened, as a file: the records of /api/v1/changes/, from where the file before ended."""

from __future__ import annotations

import json
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courtcase.register.sealing import seal
from petitions.exchange import changes
from tests.petitions.api.conftest import Program
from tests.petitions.api.test_portal import BIN, submitted
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def exported(path: Path, *options: str) -> tuple[list[dict[str, Any]], str]:
    """Have the changes written; return the lines, and what was said."""
    said = StringIO()
    call_command("export_changes", BIN, str(path), *options, stdout=said)
    return [json.loads(one) for one in path.read_text(encoding="utf-8").splitlines()], said.getvalue()


def test_it_holds_what_the_api_tells_and_says_where_to_go_on(
    portal: Program, walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "AT_ONCE", 2)
    for number in ("P-1", "P-2", "P-3"):
        submitted(portal, external_number=number)
    walk.submitted()
    seal(at=timezone.now())
    (*lines, end), said = exported(tmp_path / "c.jsonl")
    asked = portal.ask("get", "/api/v1/changes/").json()
    assert lines == asked["results"]
    assert [one["external_number"] for one in lines] == ["P-1", "P-2", "P-3"]
    assert end == {"changed_since": asked["changed_since"], "has_more": False}
    assert f"3 changes; next time: --changed-since {end['changed_since']}" in said
    assert stat.S_IMODE((tmp_path / "c.jsonl").stat().st_mode) == 0o600
    submitted(portal, external_number="P-4")
    seal(at=timezone.now())
    (*later, _end), _said = exported(tmp_path / "c.jsonl", "--changed-since", str(end["changed_since"]))
    assert [one["external_number"] for one in later] == ["P-4"]


def test_nothing_new_ends_where_it_began(portal: Program, tmp_path: Path) -> None:
    assert exported(tmp_path / "c.jsonl", "--changed-since", "41")[0] == [{"changed_since": 41, "has_more": False}]


def test_whose_it_is_must_be_known_and_its_place_be_there(portal: Program, tmp_path: Path) -> None:
    for unknown in ("000000000000", ""):
        with pytest.raises(CommandError):
            call_command("export_changes", unknown, str(tmp_path / "c.jsonl"))
    with pytest.raises(CommandError, match="cannot be written"):
        exported(tmp_path / "none" / "c.jsonl")
    assert list(tmp_path.glob("*c.jsonl*")) == []
