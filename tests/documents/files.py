"""Small real files for the tests."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from courtcase.documents.models import Document
from courtcase.documents.operations import keep_upload, receive_upload
from courtcase.people.actors import Actor
from courtcase.register.models import Subject

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def pdf(*, pages: int = 1, password: str = "") -> bytes:
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def picture(kind: str = "PNG", *, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    return out.getvalue()


def docx(extra: dict[str, bytes] | None = None, *, types: str = TYPES) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", "<w:document>Мәтін</w:document>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def archive(names: list[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def store_upload(
    *, uploaded: SimpleUploadedFile, subject: Subject | None, kind: str, actor: Actor, at: datetime
) -> Document:
    """Receive and keep a file, as an operation does."""
    received = receive_upload(uploaded=uploaded)
    return keep_upload(received=received, subject=subject, kind=kind, actor=actor, at=at)
