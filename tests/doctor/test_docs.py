"""docs/doctor.md lists each finding, by its code and its name, and no other; what it tells people to run exists."""

from __future__ import annotations

import re

from django.core.management import get_commands
from django.utils import translation

from courtcase.doctor.findings import CHECKS
from courtcase.processes import PROCESSES
from tests.workers import ROOT

TEXT = (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"manage\.py (\w+)")


def sources() -> str:
    """Return the doctor's own sources."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "courtcase" / "doctor").rglob("*.py"))


def test_every_finding_is_listed_in_its_order() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| ([^|]+) \| [^|]+ \| [^|]+ \|$", TEXT, re.MULTILINE)
    with translation.override("en"):
        assert rows == [(check.code, str(check.title)) for check in CHECKS.values()]


def test_every_command_exists() -> None:
    named = set(COMMAND.findall(TEXT)) | set(COMMAND.findall(sources()))
    assert named - set(get_commands()) == set()


def test_every_process_exists() -> None:
    named = set(re.findall(r"courtcase\.processes (\w+)", TEXT + sources())) - {"import"}
    assert named <= {process.name for process in PROCESSES}


def test_every_variable_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"COURTCASE_[A-Z_]+[A-Z]", TEXT + sources()))
    assert {name for name in named if f"`{name}`" not in readme} <= {
        "COURTCASE_SECRET_KEY_FILE"
    }  # any may be NAME_FILE


def test_every_page_named_exists() -> None:
    for page in re.findall(r"\b([a-z-]+\.md)\b", TEXT + sources()):
        assert (ROOT / "docs" / page).is_file(), page
