"""The PDF of a ruling: a pure function of its blocks, as the template of `courtcase.documents` takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from courtcase.documents.pdf import render_pdf
from courtcase.frame.dates import court_date
from rulings.blocks import Block, Run
from rulings.models import BenchMember, Ruling, RulingText
from rulings.models.kinds import NORMATIVE
from rulings.wording import family_of

KINDS = {"heading": "heading", "established": "operative-word", "resolves": "operative-word"}


def pdf_of(*, ruling: Ruling, text: RulingText, bench: Sequence[BenchMember], written_at: datetime) -> bytes:
    """Return the PDF of a signed ruling in the language of `text`. Raises OperationError if it is too long to print."""
    return render_pdf("ruling", pdf_data(ruling=ruling, text=text, bench=bench), text.language, written_at=written_at)


def pdf_data(*, ruling: Ruling, text: RulingText, bench: Sequence[BenchMember]) -> dict[str, Any]:
    """Return what the template `ruling` prints."""
    language = text.language
    with override(language):
        return {
            "title": ruling.in_language("title", language),
            "synthetic": ruling.synthetic,
            "address": f"{settings.PUBLIC_ADDRESS}/{language}{ruling.public_path}",
            "number": f"{family_of(ruling.kind)} {ruling.in_language('number', language)}",
            "date": court_date(ruling.adopted_on),
            "in_the_name": ruling.kind in NORMATIVE,
            "blocks": [printed for block in text.blocks for printed in printed_blocks(block, language)],
            "signers": [{"post": post_of(member), "name": member.name_printed} for member in bench],
            "authentic_note": "" if text.authentic else _("This is a translation and has no legal force."),
        }


def post_of(member: BenchMember) -> str:
    """Return what the judge signed as."""
    return _("Presiding judge") if member.presides else _("Judge")


def printed_blocks(block: Block, language: str) -> list[dict[str, Any]]:
    """Return a block as the template takes it; each row of a table becomes a paragraph of its cells."""
    if block["kind"] == "table":
        return [{"kind": "paragraph", "runs": printed_row(row, language)} for row in block["rows"]]
    kind = KINDS.get(block["kind"], "paragraph")
    return [{"kind": kind, "number": block["number"], "runs": [printed_run(run, language) for run in block["runs"]]}]


def printed_row(row: Sequence[Sequence[Run]], language: str) -> list[dict[str, Any]]:
    """Return the cells of a row, with a mark between them."""
    runs: list[dict[str, Any]] = []
    for cell in row:
        runs += ([{"text": " · "}] if runs else []) + [printed_run(run, language) for run in cell]
    return runs


def printed_run(run: Run, language: str) -> dict[str, Any]:
    """Return a run with its address in full."""
    link = run.get("link", "")
    href = f"{settings.PUBLIC_ADDRESS}/{language}{link}" if link.startswith("/") else link
    return {"text": run["text"], "bold": bool(run.get("strong")), "href": href if href.startswith("http") else ""}
