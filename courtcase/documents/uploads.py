"""Large uploads go straight into their temporary file, hashed as they come: no byte of them is written or read twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from courtcase.documents import storage
from courtcase.documents.large_forms import LargeFormParser

logger = structlog.get_logger(__name__)


class StreamedUpload(UploadedFile):
    """An upload that lies in its temporary file already. Not taken by anybody, it goes with the request.

    `incoming` is None where the disk failed while it came, or where it was larger than is allowed: then nothing of it is kept.
    """

    def __init__(self, *, incoming: storage.Incoming | None, too_large: bool, **keywords: Any) -> None:
        file: Any = incoming.path.open("rb") if incoming else BytesIO()
        super().__init__(file=file, **keywords)
        self.incoming = incoming
        self.too_large = too_large
        self._taken = False

    def take(self) -> storage.Written:
        """Return the temporary file, which is the caller's from now on; asked again, a copy of it.

        Raises TooLarge, and OSError where the disk failed.
        """
        if self.too_large:
            raise storage.TooLarge
        if self.incoming is None:
            raise OSError("the disk failed while the file came")
        if self._taken:
            return storage.write_temporary(self.chunks(), limit=self.incoming.limit)
        self._taken = True
        return self.incoming.written()

    def close(self) -> None:
        """Close the file, and remove it where nobody took it."""
        super().close()
        if self.incoming and not self._taken:
            self.incoming.discard()


class IncomingUploadHandler(FileUploadHandler):
    """Django's way for uploads too large for memory, with our temporary file for its own and our parser for large forms."""

    incoming: storage.Incoming | None = None
    too_large = False

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> tuple[QueryDict, MultiValueDict[str, UploadedFile]] | None:
        """Read a form that is too large for memory; a small one is Django's (None)."""
        if content_length <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return None
        letters = encoding or settings.DEFAULT_CHARSET
        return LargeFormParser(meta, input_data, self, boundary=boundary, encoding=letters).parse()

    def new_file(self, *arguments: Any, **keywords: Any) -> None:
        """Begin a temporary file; a disk that fails is told to the person by whoever takes the upload."""
        super().new_file(*arguments, **keywords)
        self.too_large = False
        with self._giving_up():
            self.incoming = storage.Followed(limit=settings.UPLOAD_LIMIT_BYTES)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece; what comes after the limit, or after the disk failed, is dropped."""
        if self.incoming is not None:
            with self._giving_up():
                self.incoming.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile:
        """Return the upload, once it is hashed to its end."""
        with self._giving_up():
            if self.incoming is not None:
                self.incoming.written()
        complete, self.incoming = self.incoming, None
        return StreamedUpload(
            incoming=complete,
            too_large=self.too_large,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """Remove what came of a file whose sender went away."""
        if self.incoming is not None:
            self.incoming.discard()

    @contextmanager
    def _giving_up(self) -> Iterator[None]:
        """Give the file up where it is too large or the disk fails: the rest of it is dropped."""
        try:
            yield
        except (storage.TooLarge, OSError) as error:
            self.too_large = isinstance(error, storage.TooLarge)
            if not self.too_large:
                logger.error("upload_not_written", error=type(error).__name__)
            incoming, self.incoming = self.incoming, None
            if incoming is not None:
                incoming.discard()


def written_of(uploaded: UploadedFile, *, limit: int) -> storage.Written:
    """Return the temporary file of an upload. Raises TooLarge, and OSError where the disk fails."""
    if isinstance(uploaded, StreamedUpload):
        return uploaded.take()
    return storage.write_temporary(uploaded.chunks(), limit=limit)


def digest_of(uploaded: UploadedFile) -> str:
    """Return the SHA-256 of an upload in hexadecimal, known already where it was hashed as it came."""
    if isinstance(uploaded, StreamedUpload) and uploaded.incoming:
        return uploaded.incoming.sha256
    digest = hashlib.sha256()
    for piece in uploaded.chunks():
        digest.update(piece)
    uploaded.seek(0)
    return digest.hexdigest()
