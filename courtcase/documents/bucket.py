"""Documents in a bucket of an S3-compatible server, private, and failing in the words a folder would fail in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

CONNECT_SECONDS = 3
READ_SECONDS = 10


@contextmanager
def as_a_folder_fails() -> Iterator[None]:
    """Turn what the S3 library raises into OSError, which every caller of a storage is ready for."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        # The library's own text may name the bucket's address and the key in it.
        raise OSError(f"the bucket refused: {type(error).__name__}") from error


class BucketStorage(S3Storage):
    """One bucket. Nothing in it is public, no address of it is given out, and nothing is overwritten."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return the library's settings with ours in place of its defaults."""
        quick = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"max_attempts": 2},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
        )
        ours = {"default_acl": None, "file_overwrite": False, "client_config": quick, "addressing_style": "path"}
        return {**super().get_default_settings(), **ours}

    def _open(self, name: str, mode: str = "rb") -> IO[bytes]:
        """Open and fetch the whole object now, so that a failure is told before the first byte of an answer."""
        with as_a_folder_fails():
            file = super()._open(name, mode)
            _ = file.file
        return file  # type: ignore[no-any-return]

    def _save(self, name: str, content: File[Any]) -> str:
        """Store `content` under `name`."""
        with as_a_folder_fails():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Delete the object called `name`, if there is one."""
        with as_a_folder_fails():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Say whether there is an object called `name`."""
        with as_a_folder_fails():
            return bool(super().exists(name))

    def names_before(self, prefix: str, before: datetime) -> Iterator[str]:
        """Yield the names under `prefix` that were stored before the instant `before`, a thousand a request."""
        with as_a_folder_fails():
            for found in self.bucket.objects.filter(Prefix=f"{prefix}/"):
                if found.last_modified < before:
                    yield found.key

    def url(self, name: str, *_arguments: object, **_keywords: object) -> str:
        """Refuse: files are given out by views that ask who is there."""
        raise ValueError("files have no addresses of their own")
