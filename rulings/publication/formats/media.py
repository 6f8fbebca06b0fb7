"""What kind of file each ending stands for."""

from __future__ import annotations

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xml": "application/akn+xml",
    "txt": "text/plain",
    "jsonld": "application/ld+json",
}
