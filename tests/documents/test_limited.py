"""The process that opens strangers' files: which doors are shut, and that its end is nobody else's."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from courtcase.documents.limited import client
from tests.documents.files import pdf, picture

ROOT = Path(client.__file__).resolve().parents[3]
TRIES = """
import json, socket, subprocess, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from courtcase.documents.limited import confinement as c
said = {"network": c.leave_the_network()}
c.give_up_root()
said["files"] = c.close_the_files(Path(sys.argv[1]) / "courtcase")
c.limit(seconds=20)
said["calls"] = c.forbid_calls()
def tried(what):
    try:
        what()
    except BaseException as error:
        return type(error).__name__
    return "done"
said["tried"] = {
    "socket": tried(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), timeout=2)),
    "program": tried(lambda: subprocess.run(["/bin/true"], check=True)),
    "secret": tried(lambda: open(sys.argv[2]).read()),
    "settings": tried(lambda: open("/etc/passwd").read()),
    "write": tried(lambda: open("/tmp/courtcase-limited", "w").write("x")),
    "memory": tried(lambda: bytearray(3 * 1024**3)),
}
print(json.dumps(said))
"""


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[list[IO[bytes]]]:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages=2))
    with path.open("rb") as file:
        yield [file]


def test_it_reaches_neither_network_nor_programs_nor_files_nor_memory(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("secret")
    done = subprocess.run(
        [sys.executable, "-I", "-c", TRIES, str(ROOT), str(secret), os.environ["DATABASE_URL"].rpartition(":")[2][:5]],
        capture_output=True,
        check=True,
        env={},
        text=True,
    )
    said = json.loads(done.stdout)
    assert said["calls"] == "seccomp"
    if not said["files"]:
        pytest.skip("this kernel has no Landlock: files are kept from the process by its account alone")
    tried = said["tried"]
    assert set(tried.values()) & {"done"} == set(), tried
    assert tried["memory"] == "MemoryError"


def test_nothing_of_our_environment_goes_with_it() -> None:
    client.doors()
    assert client._helper is not None
    environment = Path(f"/proc/{client._helper.program.pid}/environ").read_bytes()
    assert b"postgres" not in environment
    assert b"COURTCASE" not in environment


def test_killed_it_is_begun_anew_for_the_next_file(opened: list[IO[bytes]]) -> None:
    client.doors()
    assert client._helper is not None
    first = client._helper.program
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert client.ask("examine", opened, seconds=10, ending=".pdf").found()["pages"] == 2
    assert client._helper.program.pid != first.pid


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_opened(tmp_path: Path) -> None:
    large = tmp_path / "a.png"
    large.write_bytes(picture(size=(1_500, 1_500)))
    with large.open("rb") as file, pytest.raises(client.TooHeavy):
        client.ask("join", [file] * 30, seconds=0.01, title="", most_bytes=10**7).found()
    with large.open("rb") as file:
        found = client.ask("examine", [file], seconds=10, ending=".png").found()
    assert (found["content_type"], found["calls"]) == ("image/png", "seccomp")


def test_a_reader_that_breaks_is_said_to_have_broken(tmp_path: Path) -> None:
    broken = tmp_path / "a.docx"
    broken.write_bytes(b"PK no archive")
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    with broken.open("rb") as file, pytest.raises(client.TooHeavy):
        client.ask("preview", [file], seconds=10, content_type=content_type).found()


def test_files_that_were_made_come_whole(tmp_path: Path) -> None:
    page = tmp_path / "a.jpg"
    page.write_bytes(picture("JPEG", size=(1_000, 700)))
    with page.open("rb") as file:
        asked = client.ask("join", [file], seconds=20, title="Құжат", most_bytes=5_000_000)
        assert asked.found()["pages"] == 1
        made = [b"".join(pieces) for pieces in asked.made()]
    import pikepdf

    with pikepdf.open(io.BytesIO(made[0])) as joined:
        assert len(joined.pages) == 1
