from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.alignment import side_by_side
from rulings.blocks import HEADINGS, Block, line_of, words_of
from rulings.drafting.forms import LANGUAGE_LABELS
from rulings.drafting.left_out import told
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.drafting.text_forms import ImportForm, ParagraphForm
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.models import Ruling, RulingText
from rulings.models.kinds import AUTHENTIC, LANGUAGES

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@requires("ruling.read_draft")
@GET_OR_POST
def import_texts(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take the texts of a draft from Word files; what could not be kept is told beside the texts."""
    ruling = ruling_or_404(request, public_id)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"version": ruling.version})

    def act() -> object:
        read = form.cleaned_data["read"]
        return edit_draft(
            ruling=ruling,
            titles={},
            texts={language: wording.text for language, wording in read.items()},
            left_out={language: wording.lost for language, wording in read.items()},
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    to = reverse("drafting:beside", args=[ruling.public_id])
    done = carried_out(request, form, act, done=_("The texts are taken over. Look at them side by side."), to=to)
    return done or show(request, ruling, "import_texts", form=form)


@requires("ruling.read_draft")
@require_safe
def beside(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the texts side by side, paragraph by paragraph, with what has no counterpart and what a file held besides."""
    ruling = ruling_or_404(request, public_id)
    texts = texts_of(ruling)
    wanted = [language for language in AUTHENTIC if language in texts]
    rows = [
        {
            "id": next(iter(row.values()))["id"],
            "cells": [cell_of(row, language) for language in texts],
            "missing": [LANGUAGE_LABELS[language] for language in wanted if language not in row],
        }
        for row in side_by_side({language: text.blocks for language, text in texts.items()})
    ]
    reports = [
        {"language": LANGUAGE_LABELS[language], "lines": told(text.left_out)}
        for language, text in texts.items()
        if text.left_out
    ]
    values = {
        "rows": rows,
        "languages": [(language, LANGUAGE_LABELS[language]) for language in texts],
        "reports": reports,
        "unmatched": sum(bool(row["missing"]) for row in rows),
        "headings": HEADINGS,
    }
    return show(request, ruling, "beside", **values)


@requires("ruling.read_draft")
@GET_OR_POST
def paragraph(request: ActorRequest, public_id: UUID, block: str) -> HttpResponse:
    """Put one paragraph right in the languages that have it; several lines make several paragraphs, none takes it out."""
    ruling = ruling_or_404(request, public_id)
    texts = texts_of(ruling)
    now = {language: found for language, text in texts.items() if (found := block_called(text, block)) is not None}
    if not now:
        raise Http404
    initial: dict[str, Any] = {f"text_{language}": line_of(found) for language, found in now.items()}
    form = ParagraphForm(request.POST or None, initial={"version": ruling.version, **initial}, languages=list(now))

    def act() -> object:
        return edit_draft(
            ruling=ruling,
            titles={},
            texts={language: replaced(texts[language], block, line) for language, line in form.by_language().items()},
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    to = reverse("drafting:beside", args=[ruling.public_id])
    done = carried_out(request, form, act, done=_("The paragraph is saved."), to=to)
    return done or show(request, ruling, "paragraph", form=form)


def texts_of(ruling: Ruling) -> dict[str, RulingText]:
    """Return the texts of a draft by language, in the order of the languages."""
    written = {text.language: text for text in ruling.texts.all()}
    return {language: written[language] for language in LANGUAGES if language in written}


def block_called(text: RulingText, name: str) -> Block | None:
    """Return the block with this id; None where the text has none."""
    return next((block for block in text.blocks if block["id"] == name), None)


def cell_of(row: dict[str, Block], language: str) -> dict[str, object]:
    """Return what one language says in a row: its words, the kind of its block, and what the language is called."""
    block = row.get(language)
    return {
        "language": language,
        "label": LANGUAGE_LABELS[language],
        "words": words_of(block) if block else "",
        "kind": block["kind"] if block else "",
    }


def replaced(text: RulingText, name: str, line: str) -> str:
    """Return a text in its pasted form with one block written anew."""
    lines = [line.strip() if block["id"] == name else line_of(block) for block in text.blocks]
    return "\n".join(filter(None, lines))
