"""The PDF of a ruling, as the template of `courtcase.documents` takes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from courtcase.documents.pdf import render_pdf
from courtcase.frame.dates import court_date
from rulings.blocks import Block, Run, joined
from rulings.publication.formats.plain import notes_of
from rulings.publication.formats.source import Source
from rulings.statistics.charts import bars_of, svg_of

KINDS = {"heading": "heading", "established": "operative-word", "resolves": "operative-word"}
# How high bars of six tenths of a page's width may be, in their own units.
TALLEST = 680


def pdf_of(source: Source) -> bytes:
    """Return the tagged PDF of a ruling. Raises OperationError if it is too long to print."""
    return render_pdf("ruling", pdf_data(source), source.language, written_at=source.published_at)


def pdf_data(source: Source) -> dict[str, Any]:
    """Return what the template `ruling` prints."""
    with override(source.language):
        day = court_date(source.adopted_on) if source.adopted_on else ""
    return {
        "title": source.title or source.heading,  # a heading without words is no PDF/UA
        "synthetic": source.synthetic,
        "address": source.address,
        "number": f"{source.family} {source.number}".strip(),
        "date": day,
        "in_the_name": source.in_the_name,
        "blocks": [printed_block(block, source) for block in source.blocks],
        "signers": [{"post": one.post, "name": one.name} for one in source.signers],
        "authentic_note": " ".join(notes_of(source)) if not source.authentic else "",
    }


def printed_block(block: Block, source: Source) -> dict[str, Any]:
    """Return a block as the template takes it."""
    if block["kind"] == "table":
        rows = [[printed_runs(cell, source) for cell in row] for row in block["rows"]]
        if "figures" not in block:
            return {"kind": "table", "rows": rows, "runs": []}
        return {"kind": "figures", "rows": rows, "runs": [], **drawn(block)}
    kind = KINDS.get(block["kind"], "paragraph")
    return {"kind": kind, "number": block["number"], "runs": printed_runs(block["runs"], source)}


def drawn(block: Block) -> dict[str, Any]:
    """Return the bars above a table of figures, their words for who cannot see them, and their width in percent of a page.

    The words are those of the table's head: the table says the rest. Bars are made smaller where they would leave the page.
    """
    chart = bars_of(block)
    if chart is None:
        return {"svg": "", "alt": "", "width": 0}
    alt = " · ".join(joined(cell) for cell in block["rows"][0])
    return {"svg": svg_of(chart), "alt": alt, "width": min(60, 60 * TALLEST // chart.height)}


def printed_runs(runs: list[Run], source: Source) -> list[dict[str, Any]]:
    """Return runs with their addresses in full."""
    return [printed_run(run, source) for run in runs]


def printed_run(run: Run, source: Source) -> dict[str, Any]:
    """Return a run with its address in full."""
    href = source.address_of(run.get("link", ""))
    return {"text": run["text"], "bold": bool(run.get("strong")), "href": href if href.startswith("http") else ""}
