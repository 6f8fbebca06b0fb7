"""The HTML of a ruling's text: a pure function of its blocks. Everything in them is escaped; no HTML is stored in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from rulings.blocks import HEADINGS, Block, Run, joined
from rulings.statistics.charts import bars_of

EMPTY = SafeString("")
# So many columns stand beside each other on a narrow screen.
MOST_BESIDE = 3


def render_html(blocks: Sequence[Block], language: str) -> SafeString:
    """Return the body of a ruling's page in `language`: each block with an anchor that can be quoted."""
    with override(language):
        label = _("Link to this paragraph")
    return format_html_join("\n", "{}", ((block_html(block, language, label),) for block in blocks))


def block_html(block: Block, language: str, label: str) -> SafeString:
    """Return one block. `label` is read to those who cannot see that the number is a link."""
    if block["kind"] == "table":
        return table_html(block, language)
    if block["kind"] in HEADINGS:
        return format_html('<h2 id="{}">{}</h2>', block["id"], runs_html(block["runs"], language))
    shown = block["number"] or "¶"
    anchor = format_html('<a class="n" href="#{}" aria-label="{} {}">{}</a>', block["id"], label, shown, shown)
    kind = format_html(' class="{}"', block["kind"]) if block["kind"] in {"operative", "footnote"} else EMPTY
    return format_html('<p id="{}"{}>{}{}</p>', block["id"], kind, anchor, runs_html(block["runs"], language))


def table_html(block: Block, language: str) -> SafeString:
    """Return a table; it scrolls inside its own frame on a narrow screen. One of public figures has a head, and bars above."""
    if "figures" in block and block["rows"]:
        return figures_html(block, language)
    rows = format_html_join("", "<tr>{}</tr>", ((cells_html(row, language),) for row in block["rows"]))
    return format_html(
        '<div class="scroll" id="{}" tabindex="0" role="group"><table>{}</table></div>', block["id"], rows
    )


def figures_html(block: Block, language: str) -> SafeString:
    """Return a table of public figures with its bars, which say nothing that the table does not."""
    head, *rows = block["rows"]
    table = listed_html(head, rows, language) if len(head) > MOST_BESIDE else columns_html(head, rows, language)
    frame = '{}<div class="scroll" id="{}" tabindex="0" role="group">{}</div>'
    return format_html(
        frame, render_to_string("rulings/public/bars.html", {"chart": bars_of(block)}), block["id"], table
    )


def columns_html(head: Sequence[Sequence[Run]], rows: Iterable[Sequence[Sequence[Run]]], language: str) -> SafeString:
    """Return a table of a few columns."""
    cells = format_html_join("", '<th scope="col">{}</th>', ((runs_html(cell, language),) for cell in head))
    lines = format_html_join(
        "",
        "<tr>{}</tr>",
        ((whole_html(head, row, language) if len(row) == 1 else cells_html(row, language),) for row in rows),
    )
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", cells, lines)


def whole_html(head: Sequence[Sequence[Run]], row: Sequence[Sequence[Run]], language: str) -> SafeString:
    """Return the one cell of a row that says something of the whole table."""
    return format_html('<td role="cell" colspan="{}">{}</td>', len(head), runs_html(row[0], language))


def listed_html(head: Sequence[Sequence[Run]], rows: Iterable[Sequence[Sequence[Run]]], language: str) -> SafeString:
    """Return a table of many columns that becomes a list on a narrow screen, where each cell names its column."""
    names = [joined(cell) for cell in head]
    heads = format_html_join("", '<th role="columnheader" scope="col">{}</th>', ((name,) for name in names))
    lines = format_html_join(
        "",
        '<tr role="row">{}</tr>',
        ((whole_html(head, row, language) if len(row) == 1 else labelled_html(names, row, language),) for row in rows),
    )
    head_of, body_of = '<thead role="rowgroup"><tr role="row">{}</tr></thead>', '<tbody role="rowgroup">{}</tbody>'
    return format_html(f'<table class="stack" role="table">{head_of}{body_of}</table>', heads, lines)


def labelled_html(names: Iterable[str], row: Iterable[Sequence[Run]], language: str) -> SafeString:
    """Return the cells of one row, each with the name of its column."""
    cells = ((name, runs_html(cell, language)) for name, cell in zip(names, row, strict=False))
    return format_html_join("", '<td role="cell" data-label="{}">{}</td>', cells)


def cells_html(row: Iterable[Sequence[Run]], language: str) -> SafeString:
    """Return the cells of one row."""
    return format_html_join("", "<td>{}</td>", ((runs_html(cell, language),) for cell in row))


def runs_html(runs: Iterable[Run], language: str) -> SafeString:
    """Return words with their marks, escaped."""
    return mark_safe("".join(run_html(run, language) for run in runs))  # noqa: S308  each part is escaped by format_html


def run_html(run: Run, language: str) -> SafeString:
    """Return one run; an address of ours gets the language in front."""
    if run.get("link"):
        return format_html('<a href="{}">{}</a>', address(run["link"], language), run["text"])
    if run.get("strong"):
        return format_html("<strong>{}</strong>", run["text"])
    return format_html("{}", run["text"])


def address(link: str, language: str) -> str:
    """Return where a link of a block leads in `language`."""
    return f"/{language}{link}" if link.startswith("/") else link


def digest_of(html: str) -> str:
    """Return the SHA-256 of a rendered body, in hexadecimal."""
    return sha256(html.encode()).hexdigest()
