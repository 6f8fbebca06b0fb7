"""The README's table of variables is the settings' own list; its commands exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Read by modes.py, processes.py and serve.py before there are settings.
READ_WITHOUT_SETTINGS = {
    "COURTCASE_DEMO_PUBLIC",
    "COURTCASE_LISTEN_ADDRESS",
    "COURTCASE_LISTEN_PORT",
    "COURTCASE_WEB_PROCESSES",
    "COURTCASE_WEB_THREADS",
    "COURTCASE_WORKER_PROCESSES",
}
# Set by `serve` for its children, read by no one else or by a command of demo mode.
SET_BY_SERVE = {"COURTCASE_DEMO_PASSWORD", "COURTCASE_SERVED_FROM"}
SOURCES = ("courtcase", "petitions", "rulings")


def documented() -> set[str]:
    """Return the variables in the README's table."""
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))


def read_by_settings() -> set[str]:
    """Return the variables that the settings read through environs."""
    read = [(ROOT / "courtcase" / name).read_text(encoding="utf-8") for name in ("settings.py", "security_settings.py")]
    nodes = [node for text in read for node in ast.walk(ast.parse(text))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def named_in_sources() -> set[str]:
    """Return every COURTCASE_ variable that any source file names in a string."""
    found: set[str] = set()
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*.py"):
            found |= set(re.findall(r"[\"'](COURTCASE_[A-Z0-9_]+)[\"']", path.read_text(encoding="utf-8")))
    return found - {"COURTCASE_NO_SUCH_VARIABLE"}


def test_every_variable_of_the_settings_is_in_the_readme() -> None:
    assert read_by_settings() - documented() == set()


def test_every_variable_in_the_readme_is_read() -> None:
    assert documented() - read_by_settings() - READ_WITHOUT_SETTINGS - SET_BY_SERVE == set()


def test_no_source_names_a_variable_the_readme_leaves_out() -> None:
    assert named_in_sources() - documented() - SET_BY_SERVE == set()


def test_what_production_needs_is_marked_in_the_readme() -> None:
    from courtcase.modes import NEEDED_IN_PRODUCTION

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    marked = set(re.findall(r"^\| `([A-Z0-9_]+)` \| \*\*needed\*\* \|", text, re.MULTILINE))
    assert marked == set(NEEDED_IN_PRODUCTION)


def test_the_two_commands_come_first() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"make run .*\n\s+make test ", text[:600])


def test_every_make_target_is_listed_by_help() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = set(re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE).group(1).split())  # type: ignore[union-attr]
    explained = set(re.findall(r"^([a-z-]+):.*## .+$", text, re.MULTILINE))
    assert declared == explained
