"""Forms with large files: read as Django's parser reads them, wherever the pieces are cut, and never half."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from pytest_django import Settings

from courtcase.documents import large_forms
from courtcase.documents.uploads import IncomingUploadHandler, StreamedUpload
from tests.documents.conftest import stored_files

BOUNDARY = "----edge"
LIKE_A_BOUNDARY = b"\r\n--\r\n------edg\r\r\n------edgE\r\n\r\n------ed"
Told = tuple[dict[str, list[str]], dict[str, list[tuple[Any, ...]]]]


def part(head: str, content: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


def whole(*parts: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    return before + b"".join(parts) + f"--{BOUNDARY}--\r\n".encode() + after


def file_of(name: str, content: bytes, kind: str = "application/pdf; charset=x") -> bytes:
    return part(f'name="attachment"; filename="{name}"\r\nContent-Type: {kind}', content)


class Trickle(io.BytesIO):
    """A body that comes in pieces of any size."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(random.Random(self.tell()).randint(1, size or 1))


@pytest.fixture(autouse=True)
def every_form_is_large(settings: Settings, media: Path) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0


@pytest.fixture(params=[1, 2, 7, 23, 64 * 1024])
def piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(large_forms, "PIECE", request.param)
    return int(request.param)


def parsed(body: bytes, *, handler: Any = IncomingUploadHandler, trickle: bool = False) -> Any:
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(len(body))}
    stream = Trickle(body) if trickle else io.BytesIO(body)
    return MultiPartParser(meta, stream, [handler()], "utf-8").parse()


def told(found: Any) -> Told:
    post, files = found
    sent = {name: [facts(one) for one in every] for name, every in files.lists()}
    for one in every_file(files):
        one.close()
    return dict(post.lists()), sent


def every_file(files: Any) -> Iterator[Any]:
    for _name, every in files.lists():
        yield from every


def facts(one: Any) -> tuple[Any, ...]:
    one.seek(0)
    return one.name, one.size, one.content_type, one.content_type_extra, one.read()


class Small(MemoryFileUploadHandler):
    """Django's handler, which keeps everything in memory here."""

    def handle_raw_input(self, *_arguments: Any, **_keywords: Any) -> None:
        self.activated = True


FORMS = {
    "fields and a file": whole(part('name="purpose"', b"other"), file_of("a.pdf", b"%PDF" + LIKE_A_BOUNDARY * 9)),
    "several files of one name": whole(file_of("a.pdf", b"1\r"), file_of("b.pdf", b"\r\n"), file_of("c.pdf", b"")),
    "names in three alphabets": whole(file_of("Шағым ү.pdf", b"x"), part('name="Ғ"', "қ".encode())),
    "a path for a name": whole(file_of("C:\\docs\\../a.pdf", b"x"), file_of("..", b"y"), part('name="a"', b"1")),
    "something before and after": whole(part('name="a"', b"1"), before=b"preamble\r\n", after=b"epilogue" * 9),
    "no name": whole(part('title="a"', b"1"), part('name="b"; filename=""', b""), part('name="c"', b"3")),
    "bytes of no alphabet": whole(part('name="a"', b"\xff\xfe\r\n"), part('name="a"', b"")),
    "an empty form": whole(),
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("trickle", [False, True])
def test_a_form_is_read_as_django_reads_it(name: str, trickle: bool, piece: int) -> None:
    read = told(parsed(FORMS[name], trickle=trickle))
    assert read == told(parsed(FORMS[name], handler=Small))


def test_files_are_streamed_and_gone_with_the_request(media: Path) -> None:
    _post, files = parsed(whole(file_of("a.pdf", b"%PDF" * 200_000)))
    assert isinstance(files["attachment"], StreamedUpload)
    assert len(stored_files(media)) == 1
    files["attachment"].close()
    assert stored_files(media) == []


@pytest.mark.parametrize("at", [1, 40, 120, 140, 300, -len(BOUNDARY) - 5])
def test_a_form_that_ends_in_the_middle_is_no_form(media: Path, at: int, piece: int) -> None:
    body = whole(part('name="a"', b"1"), file_of("a.pdf", b"%PDF" * 50), file_of("b.pdf", b"%PDF" * 50))
    with pytest.raises(MultiPartParserError):
        parsed(body[:at])
    assert stored_files(media) == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (whole(*[part('name="a"', b"1")] * 4), TooManyFieldsSent),
        (whole(*[file_of("a.pdf", b"1")] * 4), TooManyFilesSent),
        (whole(file_of("a.pdf", b"1"), part('name="a"', bytes(200))), RequestDataTooBig),
        (whole(part(f'name="a"; title="{"x" * 2000}"', b"1")), MultiPartParserError),
        (whole(part('name="a"\r\nContent-Transfer-Encoding: base64', b"MTIz")), MultiPartParserError),
    ],
)
def test_more_than_is_allowed_is_refused_and_nothing_is_left(
    body: bytes, error: type[Exception], settings: Settings, media: Path
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    with pytest.raises(error):
        parsed(body)
    assert stored_files(media) == []
