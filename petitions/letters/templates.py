"""Which text a letter is made from: the version staff wrote last, or the one that came with the program."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from django.db.models import QuerySet

from petitions.models import LetterTemplate

FIRST_TEXTS = Path(__file__).resolve().parent / "data" / "templates.json"


@functools.cache
def first_texts() -> dict[str, dict[str, str]]:
    """Return the texts that came with the program, by kind and language."""
    known: dict[str, dict[str, list[str]]] = json.loads(FIRST_TEXTS.read_text(encoding="utf-8"))
    return {kind: {lang: "\n\n".join(text) for lang, text in texts.items()} for kind, texts in known.items()}


def template_in_use(kind: str, language: str) -> LetterTemplate:
    """Return the version of a letter's text written last; where staff wrote none, the first text as version 0, unsaved."""
    written = LetterTemplate.objects.filter(kind=kind, language=language).order_by("-version").first()
    return written or LetterTemplate(kind=kind, language=language, version=0, text=first_texts()[kind][language])


def versions_of(kind: str, language: str) -> QuerySet[LetterTemplate]:
    """Return the versions of a letter's text that staff wrote, the newest first."""
    written = LetterTemplate.objects.filter(kind=kind, language=language).select_related("written_by")
    return written.order_by("-version")
