"""Files as a portal makes them: petitions that citizens signed, in JSON lines or in a zip, and the answers to them."""

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests.petitions.api.test_portal import ASKED, BIN
from tests.petitions.signing import PERSON, Trusted
from tests.signatures.authority import container


def inline(content: bytes) -> dict[str, str]:
    """Return a file written in its line."""
    return {"base64": b64encode(content).decode()}


def named(name: str, content: bytes, purpose: str = "other") -> dict[str, str]:
    """Return an attachment as a petition names it."""
    return {"name": name, "purpose": purpose, "sha256": sha256(content).hexdigest()}


def signed(court: Trusted, *, by: tuple[str, ...] = (PERSON["iin"],), **words: Any) -> tuple[bytes, bytes]:
    """Return a petition as JSON, and the container of those with these IINs over it."""
    content = json.dumps({**ASKED, **words}, ensure_ascii=False, sort_keys=True).encode()
    return content, container(content, *(court.signer(iin=iin) for iin in by))


def line(
    court: Trusted, number: str, *files: bytes, by: tuple[str, ...] = (PERSON["iin"],), **words: Any
) -> dict[str, Any]:
    """Return a line that carries its petition, its container and its `files` in itself."""
    content, over = signed(court, by=by, external_number=number, **words)
    return {"petition": inline(content), "container": inline(over), "attachments": [inline(one) for one in files]}


def written(path: Path, *lines: Any) -> Path:
    """Write lines into a file; what is no dictionary is written as it is."""
    path.write_bytes(b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines))
    return path


def zipped(path: Path, lines: list[dict[str, Any]], files: dict[str, bytes]) -> Path:
    """Write a zip with lines, and the files they name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("petitions.jsonl", "\n".join(json.dumps(one) for one in lines))
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@dataclass
class Answered:
    """What a run said and wrote."""

    said: str
    header: dict[str, Any]
    lines: list[dict[str, Any]]
    end: dict[str, Any]

    @property
    def outcomes(self) -> list[str]:
        """Return the outcome of each line."""
        return [one["outcome"] for one in self.lines]

    def error(self, at: int = 0) -> tuple[str | None, str]:
        """Return the first error of a line: its field and its code."""
        first = self.lines[at]["errors"][0]
        return first["field"], first["code"]


def imported(path: Path, answers: Path, **options: Any) -> Answered:
    """Have a file taken in, and return the answers."""
    said = StringIO()
    call_command("import_portal_file", BIN, str(path), str(answers), stdout=said, **options)
    header, *lines, end = (json.loads(one) for one in answers.read_text(encoding="utf-8").splitlines())
    return Answered(said.getvalue(), header, lines, end)
