"""Are packages we run on known to be vulnerable, and under which licences do they stand? Asks the OSV database of what is locked.

    python -m courtcase.dependency_audit [--database https://api.osv.dev] [--no-database] requirements/run.txt …

Exit code: 0 nothing is known against them; 1 something is; 2 the database could not be asked, so nothing is known.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from courtcase.calling import call

PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
LONGEST, SECONDS = 8 * 1024 * 1024, 30.0
AT_ONCE = 500
CLEAN, KNOWN, NOT_ASKED = 0, 1, 2
# Licences that ask of whoever runs a service, or links to it, to give away what is theirs. LGPL does not of who only imports.
COPYLEFT = re.compile(r"\b(?:AGPL|GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)
LESSER = re.compile(r"\b(?:LGPL|Lesser General Public|MPL)", re.IGNORECASE)


class NotAsked(Exception):
    """The database could not be reached or did not answer as it should; the text names why."""


def locked(paths: Iterable[Path]) -> dict[str, str]:
    """Return the version of each package that the lock files pin."""
    return {name.lower(): version for path in paths for name, version in PINNED.findall(path.read_text("utf-8"))}


def known_against(packages: Mapping[str, str], database: str) -> dict[str, list[str]]:
    """Return the ids of what OSV knows against these versions, by package. Raises NotAsked."""
    found: dict[str, list[str]] = {}
    names = sorted(packages)
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        asked = [{"package": {"ecosystem": "PyPI", "name": name}, "version": packages[name]} for name in some]
        for name, answer in zip(some, ask(database, asked), strict=True):
            ids = [str(one["id"]) for one in (answer or {}).get("vulns", [])]
            if ids:
                found[name] = ids
    return found


def ask(database: str, queries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return OSV's answers in the order of the questions. Raises NotAsked."""
    body = json.dumps({"queries": queries}).encode()
    headers = {"Content-Type": "application/json"}
    try:
        answer = call(f"{database}/v1/querybatch", body=body, headers=headers, longest=LONGEST, seconds=SECONDS)
        results = json.loads(answer.body)["results"] if answer.status == 200 else None
    except OSError as error:
        raise NotAsked(str(error) or type(error).__name__) from error
    except (ValueError, KeyError, TypeError) as error:
        raise NotAsked("no answer of OSV's kind") from error
    if not isinstance(results, list) or len(results) != len(queries):
        raise NotAsked(f"answered {answer.status}")
    return results


def licence_of(name: str) -> str:
    """Return what an installed package says of its licence; empty where it is not installed or says nothing."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classified = [
        one.rpartition("::")[2].strip() for one in told.get_all("Classifier") or [] if one.startswith("License")
    ]
    written = [(told.get_all(name) or [""])[0] for name in ("License-Expression", "License")]
    return (written[0] or ", ".join(classified) or written[1].split("\n")[0])[:120]


def is_copyleft(licence: str) -> bool:
    """Say whether a licence is one that the packages we run on must not have: GPL or AGPL, and no other to choose."""
    return bool(COPYLEFT.search(licence)) and not LESSER.search(licence) and " OR " not in licence


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is known, and return the exit code."""
    parser = argparse.ArgumentParser(description="What is known against the locked packages, and their licences.")
    parser.add_argument("files", nargs="+", type=Path, help="lock files")
    parser.add_argument("--database", default="https://api.osv.dev", help="address of the OSV database")
    parser.add_argument("--no-database", action="store_true", help="look at licences alone")
    given = parser.parse_args(arguments)
    packages = locked(given.files)
    licences = {name: licence_of(name) for name in sorted(packages)}
    forbidden = [name for name, licence in licences.items() if is_copyleft(licence)]
    unsaid = [name for name, licence in licences.items() if not licence]
    print(f"{len(packages)} packages are locked.")
    for name in forbidden:
        print(f"licence: {name} {packages[name]}: {licences[name]}")
    print(
        f"Licences: {len(forbidden)} that must not be, {len(unsaid)} unsaid or not installed: {', '.join(unsaid) or 'none'}."
    )
    if given.no_database:
        return KNOWN if forbidden else CLEAN
    return told(packages, given.database, forbidden=bool(forbidden))


def told(packages: Mapping[str, str], database: str, *, forbidden: bool) -> int:
    """Print what the database knows against the packages, and return the exit code."""
    try:
        found = known_against(packages, database)
    except NotAsked as error:
        print(
            f"The database {database} could not be asked ({error}): nothing is known of vulnerabilities.",
            file=sys.stderr,
        )
        return NOT_ASKED
    for name, ids in found.items():
        print(f"vulnerable: {name} {packages[name]}: {', '.join(f'https://osv.dev/{one}' for one in ids)}")
    print(f"Known vulnerabilities: {sum(map(len, found.values()))} in {len(found)} packages.")
    return KNOWN if found or forbidden else CLEAN


if __name__ == "__main__":
    sys.exit(main())
