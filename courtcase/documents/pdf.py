"""Write PDFs: typst templates, tagged (PDF/UA-1) and fit for archives (PDF/A-2a), the same bytes for the same data."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import segno
import structlog
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from courtcase.documents.printing import certain_text, printable
from courtcase.operations import OperationError

logger = structlog.get_logger(__name__)

TEMPLATES = Path(__file__).resolve().parent / "typst"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
# A receipt carries its proof as a file, which only the third part of PDF/A allows.
WITH_FILES: list[Any] = ["a-3a", "ua-1"]
MOST_CHARACTERS = 1_500_000
MOST_LINE_BREAKS = 30_000
# The time inside the file when the caller names none: fixed, so that equal data give equal bytes and digests.
NO_TIME = datetime(2023, 1, 1, tzinfo=UTC)

DEFAULTS: dict[str, dict[str, Any]] = {
    "receipt": {"lead": "", "proof": "", "proof_json": ""},
    "petition": {
        "large_type": False,
        "representative": [],
        "written_by": "",
        "to_fill": [],
        "request_lines": 0,
        "for_the_desk": False,
    },
    "letter": {"reply_to": "", "executor": "", "court_address": ""},
    "act": {"lead": "", "note": ""},
    "sheet": {},
    "ruling": {"place": "", "in_the_name": False, "authentic_note": ""},
}
BLOCK_DEFAULTS = {"number": "", "level": 0}
RUN_DEFAULTS = {"bold": False, "italic": False, "href": ""}


class PdfNotWritten(RuntimeError):
    """typst refused the document; the message names the template only."""


def render_pdf(template: str, data: Mapping[str, Any], language: str, *, written_at: datetime | None = None) -> bytes:
    """Return the PDF of `template` ("receipt", "petition", "letter", "act", "ruling") with `data` in `language`.

    `data` is the template's TypedDict of `pdf_data`; no text in it is ever read as markup. `written_at` is the
    instant stated inside the file. Raises OperationError for more than 1,500,000 characters or 30,000 line
    breaks, KeyError for an unknown template, PdfNotWritten when a part of `data` is missing.
    """
    filled = {"synthetic": False, "footer": "", "address": "", **DEFAULTS[template], **data}
    _refuse_endless(json.dumps(data, ensure_ascii=False))
    with translation.override(language):
        prepared = _prepared(template, filled, language)
    written = json.dumps(printable(prepared), ensure_ascii=False)
    # Again, because form feeds and their like have become line breaks.
    _refuse_endless(written)
    moment = int((written_at or NO_TIME).timestamp())
    try:
        return _compiled(template, written, moment)
    except PdfNotWritten:
        # PDF/A takes no sign without a picture of it; a sign the fonts lack is the one thing that can be wrong.
        return _compiled(template, certain_text(written), moment)


def _refuse_endless(written: str) -> None:
    """Raise OperationError for data that would take minutes and thousands of pages to print."""
    if len(written) > MOST_CHARACTERS or written.count("\\n") + written.count("\\r") > MOST_LINE_BREAKS:
        message = _("The text is too long to be printed as one document. Move parts of it into attached files.")
        raise OperationError(message, code="too_long")


def _compiled(template: str, written: str, moment: int) -> bytes:
    """Return the bytes of the PDF; raises PdfNotWritten, without the text of the document in it."""
    try:
        return typst.compile(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            ignore_system_fonts=True,
            pdf_standards=WITH_FILES if template == "receipt" else STANDARDS,
            sys_inputs={"data": written},
            timestamp=moment,
        )
    except BaseException as error:
        # A panic of the Rust library is a BaseException; a real exit or interrupt must pass.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        logger.warning("pdf_not_written", template=template, characters=len(written), error=type(error).__name__)
        raise PdfNotWritten(template) from None


def _prepared(template: str, filled: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the data of the template with its fixed words, the court's name and the QR code added."""
    prepared = {
        **filled,
        "language": language,
        "court": _("Constitutional Court of the Republic of Kazakhstan"),
        "author": _("Constitutional Court of the Republic of Kazakhstan"),
        "words": _words(),
        "qr": {"svg": qr_svg(filled["address"]) if filled["address"] else "", "address": filled["address"]},
    }
    if template == "ruling":
        named = filled["in_the_name"]
        prepared["name_of_republic"] = _("In the name of the Republic of Kazakhstan").upper() if named else ""
        prepared["blocks"] = [_whole(block) for block in filled["blocks"]]
    return prepared


def _whole(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block of a ruling with what it left out; a row of a table that is too short gets empty cells."""
    rows = [[_runs(cell) for cell in row] for row in block.get("rows", [])]
    columns = max((len(row) for row in rows), default=0)
    filled = [row + [[]] * (columns - len(row)) for row in rows]
    return {**BLOCK_DEFAULTS, **block, "runs": _runs(block["runs"]), "rows": filled, "columns": columns}


def _runs(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return runs with what they left out."""
    return [{**RUN_DEFAULTS, **run} for run in runs]


def _words() -> dict[str, str]:
    """Return the fixed words of all templates in the active language."""
    return {
        "synthetic": _("SYNTHETIC: made for a demonstration, not a real document"),
        "page": _("Page"),
        "contents": _("What we received"),
        "nothing": _("Nothing."),
        "next": _("What happens next"),
        "proof": _("How to check this receipt"),
        "proof_file": _("The proof from the register, for programs"),
        "qr_tracking": _("QR code with the address where you can follow your petition"),
        "qr_desk": _("QR code by which the Court finds your petition when this paper comes"),
        "qr_letter": _("QR code with the address of this letter"),
        "qr_ruling": _("QR code with the permanent address of this ruling"),
        "request": _("Request"),
        "attachments": _("Attachments"),
        "signature": _("Signature"),
        "representative": _("Representative"),
        "date": _("Date"),
        "number": _("No."),
    }


def qr_svg(address: str) -> str:
    """Return a QR code of `address` as an SVG document, with enough correction to survive a fold."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=4, xmldecl=True, svgns=True)
    return out.getvalue().decode()
