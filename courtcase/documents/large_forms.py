"""Forms with large files are read in pieces that are handed on as they came.

Django's own parser copies every byte of a file three times, and takes as long for it as the disk for writing; it still makes
the names of files harmless. Small forms are left to it altogether (`uploads`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters

# A piece of this size, and what Python keeps of it, is memory that is used again at once.
PIECE = 64 * 1024
FIELD, FILE = "field", "file"
MOST_HEAD_BYTES = 1024  # of each part, as Django has it
LINE = b"\r\n"
END_OF_HEAD = LINE + LINE


class Stream(Protocol):
    """The body of a request."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""


class Body:
    """The bytes of a form, from one boundary to the next. Raises MultiPartParserError where they end before the last one."""

    def __init__(self, stream: Stream, boundary: bytes) -> None:
        self._stream = stream
        self._mark = LINE + b"--" + boundary
        self._held = LINE  # the first boundary is looked for as the others are, at the beginning of a line

    def pieces(self) -> Iterator[bytes]:
        """Yield all that stands before the next boundary, and pass over the boundary itself."""
        while (end := self._held.find(self._mark)) < 0:
            sure = self._held.rfind(b"\r", max(0, len(self._held) - len(self._mark) + 1))
            if sure < 0:  # no boundary begins in here: the piece goes on as it is
                yield self._held
                self._held = self._read()
                continue
            if sure:
                yield self._held[:sure]
            self._held = self._held[sure:] + self._read()
        if end:
            yield self._held[:end]
        self._held = self._held[end + len(self._mark) :]

    def head(self) -> bytes | None:
        """Return the lines that tell of the part which begins here, with the empty one after them; None after the last part."""
        while len(self._held) < len(LINE):
            self._held += self._read()
        if self._held.startswith(b"--"):
            return None
        while (end := self._held.find(END_OF_HEAD)) < 0 and len(self._held) <= MOST_HEAD_BYTES:
            self._held += self._read()
        if end < 0 or end > MOST_HEAD_BYTES:
            raise MultiPartParserError("The head of a part is longer than is allowed.")
        after = end + len(END_OF_HEAD)
        found, self._held = self._held[:after], self._held[after:]
        return found

    def rest(self) -> None:
        """Read what may follow the last part: the sender has nobody else to give it to."""
        while self._stream.read(PIECE):
            pass

    def _read(self) -> bytes:
        """Return the next bytes. Raises MultiPartParserError where there are none."""
        piece = self._stream.read(PIECE)
        if not piece:
            raise MultiPartParserError("The form ended before its last boundary.")
        return piece


class Part(NamedTuple):
    """What the head of a part says: whether it is a field, a file or neither, and of a file what the handler is told."""

    kind: str
    name: str
    filename: str = ""
    content_type: str = ""
    charset: str | None = None
    extra: dict[str, bytes] | None = None


class LargeFormParser(MultiPartParser):
    """Django's parser, which reads a form for one handler, the one of large files."""

    def __init__(self, meta: Any, stream: Any, handler: FileUploadHandler, *, boundary: bytes, encoding: str) -> None:
        super().__init__(meta, stream, [handler], encoding)
        self.handler = handler
        self.body = Body(stream, boundary)
        self.encoding = encoding
        self.field_bytes = 0

    def parse(self) -> tuple[QueryDict, MultiValueDict[str, UploadedFile]]:
        """Return fields and files; the files that came whole are closed, and so removed, where the form cannot be read."""
        post = QueryDict(mutable=True, encoding=self.encoding)
        files: MultiValueDict[str, UploadedFile] = MultiValueDict()
        try:
            self.read_parts(post, files)
        except BaseException:
            self.handler.upload_interrupted()
            for _name, sent in files.lists():
                for file in sent:
                    file.close()
            raise
        post._mutable = False
        return post, files

    def read_parts(self, post: QueryDict, files: MultiValueDict[str, UploadedFile]) -> None:
        """Read every part into `post` or `files`. Raises what Django's parser raises for a form that is too much."""
        fields = count = 0
        _exhaust(self.body.pieces())
        while (head := self.body.head()) is not None:
            part = self.part_of(head)
            if part.kind == FILE:
                count += 1
                _refuse_over(settings.DATA_UPLOAD_MAX_NUMBER_FILES, count, TooManyFilesSent)
                files.appendlist(part.name, self.file(part))
            elif part.kind == FIELD:
                fields += 1
                _refuse_over(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, fields, TooManyFieldsSent)
                post.appendlist(part.name, self.field(part.name))
            else:
                _exhaust(self.body.pieces())
        self.body.rest()

    def part_of(self, head: bytes) -> Part:
        """Return what a part is. Raises MultiPartParserError for one in a transfer encoding, which no browser sends."""
        told = head_lines(head)
        _words, disposition = told.get("content-disposition", ("", {}))
        if "name" not in disposition:
            return Part("", "")
        if told.get("content-transfer-encoding", ("binary", {}))[0] not in {"binary", "8bit", "7bit"}:
            raise MultiPartParserError("A form of this size is sent as it is, in no transfer encoding.")
        name = disposition["name"].strip()
        if not disposition.get("filename"):
            return Part(FIELD, name)
        filename = self.sanitize_file_name(disposition["filename"])
        words, extra = told.get("content-type", ("", {}))
        sent = {key: value.encode() for key, value in extra.items()}
        return Part(FILE if filename else "", name, filename or "", words, extra.get("charset"), sent)

    def field(self, name: str) -> str:
        """Return the words of a field. Raises RequestDataTooBig where all fields together are more than is allowed."""
        found = []
        self.field_bytes += len(name) + 2
        for piece in self.body.pieces():
            self.field_bytes += len(piece)
            _refuse_over(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, self.field_bytes, RequestDataTooBig)
            found.append(piece)
        return b"".join(found).decode(self.encoding, errors="replace")

    def file(self, part: Part) -> UploadedFile:
        """Give the handler a file piece by piece, and return what it made of it."""
        size = 0
        self.handler.new_file(part.name, part.filename, part.content_type, None, part.charset, part.extra)
        for piece in self.body.pieces():
            self.handler.receive_data_chunk(piece, size)
            size += len(piece)
        complete = self.handler.file_complete(size)
        if complete is None:
            raise TypeError(f"{type(self.handler).__name__} takes no files")
        return complete


def head_lines(head: bytes) -> dict[str, tuple[str, dict[str, str]]]:
    """Return what each line of a head says by its name: the word, and its parameters. What is no such line is passed over."""
    told = {}
    for line in head.split(LINE):
        try:
            words, parameters = parse_header_parameters(line.decode())
            name, word = words.split(":", 1)
        except ValueError:
            continue
        told[name.strip()] = word.strip(), parameters
    return told


def _refuse_over(limit: int | None, count: int, error: type[Exception]) -> None:
    """Raise the error where there are more than the limit allows; None allows any number."""
    if limit is not None and count > limit:
        raise error("The form holds more than is allowed.")


def _exhaust(pieces: Iterator[bytes]) -> None:
    """Read what nobody needs."""
    for _piece in pieces:
        pass
