"""What an attachment of 20 MB costs beside a bare Django upload view in the same server, and how much memory it takes."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import pikepdf
from django.conf import settings

from tests.bench.citizens import TOKEN, Written, cookies, write_drafts
from tests.bench.figures import Figure, Target, ratio_of_rounds
from tests.bench.house import House
from tests.bench.load import Reader, request

MEGABYTE = 1024 * 1024
MOST_RATIO = 1.3
# How much more a web process may ever hold over 20 MB than over 1 MB: a few pieces of the file, and nothing of its size.
MOST_GROWTH_MB = 4
EACH = 4
BOUNDARY = "courtcase-bench-" + "0" * 24


def run(house: House) -> Iterable[Figure]:
    """Send scans of 20 MB to the page of attachments and to the bare view, in turns; then watch the memory of the server."""
    rounds = 2 if house.options.quick else 9
    name = house.copy("bench_uploads")
    with house.django_on(name):
        drafts = write_drafts(rounds + 2)
    large = scan(settings.UPLOAD_LIMIT_BYTES - 64 * 1024)
    with house.web(name) as port:
        reader = Reader(port)
        sent: list[float] = []
        floors: list[float] = []
        for draft in drafts[: rounds + 1]:
            floors.append(seconds(reader, [bare(large) for _ in range(EACH)], status=200))
            sent.append(seconds(reader, [attached(draft, large) for _ in range(EACH)], status=302))
        yield Figure(
            "attaching a PDF of 20 MB, beside a bare Django upload view",
            median(sent[1:]) / EACH * 1000,
            "ms",
            floor=median(floors[1:]) / EACH * 1000,
            ratio=ratio_of_rounds(sent[1:], floors[1:]),
            targets=(Target("at most", MOST_RATIO, "ratio"),),
            note="hashed, in its place and recorded before the answer; the bare view does none of it",
        )
        yield memory(port, reader, drafts[-1], large)
        reader.close()


def memory(port: int, reader: Reader, draft: Written, large: bytes) -> Figure:
    """Return by how much more the web processes grew at their peak over files of 20 MB than over files of 1 MB."""
    small = scan(MEGABYTE)
    grown = []
    for content in (small, large):
        with_peak = {pid: peak_kb(pid, anew=True) for pid in processes_on(port)}
        seconds(reader, [attached(draft, content) for _ in range(EACH)], status=302)
        grown.append(max(peak_kb(pid) - before for pid, before in with_peak.items()) / 1024)
    return Figure(
        "memory of a web process at its peak: attaching 20 MB more than attaching 1 MB",
        grown[1] - grown[0],
        "MB more",
        targets=(Target("at most", MOST_GROWTH_MB),),
        note=f"1 MB: +{grown[0]:.1f} MB, 20 MB: +{grown[1]:.1f} MB",
    )


def processes_on(port: int) -> Iterator[int]:
    """Yield the processes of the web server on `port`: those that carry its number in their environment."""
    mark = f"COURTCASE_LISTEN_PORT={port}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                yield int(folder.name)
        except OSError:
            continue


def peak_kb(pid: int, *, anew: bool = False) -> int:
    """Return the most memory a process ever held, or, `anew`, what it holds now: the peak counts from here on."""
    if anew:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    said = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in said.splitlines() if line.startswith("VmHWM")))


def seconds(reader: Reader, requests: list[bytes], *, status: int) -> float:
    """Send requests one after the other; return how long they took. Raises RuntimeError where one is not answered so."""
    began = perf_counter()
    for raw in requests:
        answer = reader.send(raw)
        if answer.status != status:
            raise RuntimeError(f"expected {status}, got {answer.status}: {answer.body[:400]!r}")
    return perf_counter() - began


def scan(size: int) -> bytes:
    """Return a PDF of about `size` bytes, of one page with a picture that cannot be packed."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=pdf.make_stream(os.urandom(size - 2_048))))
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def unlike(content: bytes) -> bytes:
    """Return the scan with other bytes in its picture: the very same file would not be laid twice."""
    place = len(content) // 2
    return content[:place] + secrets.token_bytes(16) + content[place + 16 :]


def attached(draft: Written, content: bytes) -> bytes:
    """Return the request by which the writer of a draft attaches a file."""
    fields = {"csrfmiddlewaretoken": TOKEN, "purpose": "judicial_act"}
    return multipart(f"/ru/petitions/{draft.public_id}/write/attachments/", fields, unlike(content), draft.session)


def bare(content: bytes) -> bytes:
    """Return the request that sends a file to the bare view."""
    return multipart("/bench/upload", {"csrfmiddlewaretoken": TOKEN}, unlike(content), "")


def multipart(path: str, fields: dict[str, str], content: bytes, session: str) -> bytes:
    """Return a request that sends fields and one file."""
    begin = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head = 'Content-Disposition: form-data; name="attachment"; filename="scan.pdf"\r\nContent-Type: application/pdf'
    body = b"".join([f"{begin}--{BOUNDARY}\r\n{head}\r\n\r\n".encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()])
    headers = {"Cookie": cookies(session), "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return request(path, method="POST", headers=headers, body=body)
