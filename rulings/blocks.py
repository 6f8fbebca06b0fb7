"""The text of a ruling as blocks: the schema, its check, and the plain form staff paste and edit.

A block is {"id", "kind", "number", "runs"} or, for a table, {"id", "kind", "number", "rows"}, with "figures" where its rows
are public figures of that name. A run is {"text"} with
"strong" or "link" where it needs them. Ids are the same in every language, so that texts stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError

Run: TypeAlias = dict[str, Any]
Block: TypeAlias = dict[str, Any]

KINDS = frozenset(
    {"heading", "bench", "question", "preamble", "established", "resolves", "point", "operative", "closing"}
    | {"footnote", "table"}
)
HEADINGS = frozenset({"heading", "established", "resolves"})
IDENTIFIER = re.compile(r"^[a-z][a-z0-9-]{0,39}$")
# Links go to our own rulings and norms, without language, or to an address on the web.
LINK = re.compile(r"^(?:/(?:rulings|norms)/[^\s\"<>]{1,180}|https://[^\s\"<>]{3,400})$")
MOST_BLOCKS = 5_000
LONGEST_RUN = 60_000
LONGEST_TEXT = 2_000_000

# The words that open the two parts of a decision, as the Court prints them, and their translation.
ESTABLISHED = ("анықтады", "установил", "established", "found")
RESOLVES = ("қаулы етеді", "постановляет", "определяет", "ұйғарды", "определил", "resolves")
NUMBERED = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]\s+(?P<rest>\S.*)$", re.DOTALL)
# A table of public figures, named; its rows are filled in from what is kept (rulings.message), never typed.
FIGURES = re.compile(r"^\[\[(?P<key>\d{4}:[a-z_:]{1,60})\]\]$")
FOOTNOTE = re.compile(r"^\[(?P<number>\d{1,3})\]\s+(?P<rest>\S.*)$", re.DOTALL)
INLINE = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*|\[(?P<words>[^\[\]\n]+)\]\((?P<link>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)"
)


def check_blocks(blocks: object) -> list[Block]:
    """Return `blocks` when they are what the schema says; raises ValueError that names the first block that is not."""
    if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS:
        raise ValueError("a text is a list of at most 5,000 blocks")
    seen: set[str] = set()
    for block in blocks:
        check_block(block)
        if block["id"] in seen:
            raise ValueError(f"two blocks are called {block['id']}")
        seen.add(block["id"])
    return blocks


def check_block(block: object) -> None:
    """Raise ValueError unless this is one well-formed block."""
    if not isinstance(block, dict) or not IDENTIFIER.match(str(block.get("id", ""))):
        raise ValueError("a block has an id of small letters, digits and hyphens")
    name = block["id"]
    if block.get("kind") not in KINDS:
        raise ValueError(f"block {name} is of an unknown kind")
    if not isinstance(block.get("number", ""), str) or len(block.get("number", "")) > 20:
        raise ValueError(f"block {name} has a number that is not a short text")
    content = "rows" if block["kind"] == "table" else "runs"
    optional = {"figures"} if block["kind"] == "table" else set()
    if set(block) - {"id", "kind", "number", content} - optional or content not in block:
        raise ValueError(f"block {name} holds other fields than its kind has")
    rows = block["rows"] if block["kind"] == "table" else [[block["runs"]]]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ValueError(f"block {name} has rows that are not lists")
    if "figures" in block and not FIGURES.match(f"[[{block['figures']}]]"):
        raise ValueError(f"block {name} holds figures that have no name")
    for cell in (cell for row in rows for cell in row):
        check_runs(cell, name)


def check_runs(runs: object, name: str) -> None:
    """Raise ValueError unless `runs` are the words of block `name`."""
    if not isinstance(runs, list):
        raise ValueError(f"block {name} has words that are not runs")
    for run in runs:
        if not isinstance(run, dict) or set(run) - {"text", "strong", "link"}:
            raise ValueError(f"block {name} has a run with unknown fields")
        if not isinstance(run.get("text"), str) or len(run["text"]) > LONGEST_RUN or "\x00" in run["text"]:
            raise ValueError(f"block {name} has a run without words, or too long")
        if not isinstance(run.get("strong", False), bool):
            raise ValueError(f"block {name} has a run that is neither strong nor not")
        if "link" in run and not (isinstance(run["link"], str) and LINK.match(run["link"])):
            raise ValueError(f"block {name} links to an address that is not allowed")


def blocks_of(pasted: str, *, field: str) -> list[Block]:
    """Return the blocks of a pasted text: a paragraph a line. Raises OperationError beside `field` if it is too long.

    “# words” is a heading, “1. words” a numbered point, “[1] words” a footnote, “a | b” a row of a table; **strong** and
    [words](/norms/cpc/482) stand inside. What follows “resolves” is operative.
    """
    if len(pasted) > LONGEST_TEXT:
        raise OperationError(_("The text is too long: at most 2 million characters."), field=field)
    lines = [line.strip() for line in readable(pasted).split("\n")]
    found: list[Block] = []
    part = "preamble"
    for line in filter(None, lines):
        if line.startswith("|") and line.endswith("|") and len(line) > 1:
            add_row(found, line)
            continue
        block = block_of(line, part)
        part = block["kind"] if block["kind"] in {"established", "resolves"} else part
        found.append(block)
    if len(found) > MOST_BLOCKS:
        raise OperationError(_("The text has too many paragraphs: at most 5,000."), field=field)
    return check_pasted([{"id": f"p{index}", **block} for index, block in enumerate(found, start=1)], field=field)


def check_pasted(blocks: list[Block], *, field: str) -> list[Block]:
    """Return `blocks` checked; raises OperationError beside `field` in words for people."""
    try:
        return check_blocks(blocks)
    except ValueError as error:
        raise OperationError(
            _("A paragraph could not be read: check its links and its length."), field=field, code="unreadable_text"
        ) from error


def readable(pasted: str) -> str:
    """Return the text without control signs and marks that turn the direction of writing; lines end in a newline."""
    plain = pasted.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", plain)


def block_of(line: str, part: str) -> Block:
    """Return the block of one line, without its id; `part` is the part of the ruling it stands in."""
    if figures := FIGURES.match(line):
        return {"kind": "table", "number": "", "rows": [], "figures": figures["key"]}
    plain = line.strip(" :.").casefold()
    if plain in ESTABLISHED:
        return {"kind": "established", "number": "", "runs": runs_of(line)}
    if plain in RESOLVES:
        return {"kind": "resolves", "number": "", "runs": runs_of(line)}
    if line.startswith("# "):
        return {"kind": "heading", "number": "", "runs": runs_of(line[2:].strip())}
    footnote = FOOTNOTE.match(line)
    if footnote:
        return {"kind": "footnote", "number": footnote["number"], "runs": runs_of(footnote["rest"])}
    numbered = NUMBERED.match(line)
    kind = {"resolves": "operative", "established": "point"}.get(part, "preamble")
    if numbered:
        kind = "point" if kind == "preamble" else kind
        return {"kind": kind, "number": numbered["number"], "runs": runs_of(numbered["rest"])}
    return {"kind": kind, "number": "", "runs": runs_of(line)}


def add_row(blocks: list[Block], line: str) -> None:
    """Add the line of a table to the table that came just before, or begin one."""
    row = [runs_of(cell.strip()) for cell in line.strip("|").split("|")]
    if blocks and blocks[-1]["kind"] == "table" and "figures" not in blocks[-1]:
        blocks[-1]["rows"].append(row)
    else:
        blocks.append({"kind": "table", "number": "", "rows": [row]})


def runs_of(words: str) -> list[Run]:
    """Return the runs of one paragraph: plain, strong, and linked words in their order."""
    runs: list[Run] = []
    done = 0
    for match in INLINE.finditer(words):
        if match.start() > done:
            runs.append({"text": words[done : match.start()]})
        if match["strong"]:
            runs.append({"text": match["strong"], "strong": True})
        else:
            runs.append({"text": match["words"], "link": match["link"]})
        done = match.end()
    if done < len(words):
        runs.append({"text": words[done:]})
    return runs


def pasted_of(blocks: Sequence[Block]) -> str:
    """Return the plain form of `blocks`, which `blocks_of` reads back: what staff edit."""
    return "\n".join(line_of(block) for block in blocks)


def line_of(block: Block) -> str:
    """Return one block in the plain form."""
    if "figures" in block:
        return f"[[{block['figures']}]]"
    if block["kind"] == "table":
        return "\n".join("| " + " | ".join(marked(cell) for cell in row) + " |" for row in block["rows"])
    words = marked(block["runs"])
    if block["kind"] == "heading":
        return f"# {words}"
    if block["kind"] == "footnote":
        return f"[{block['number']}] {words}"
    return f"{block['number']}. {words}" if block["number"] else words


def marked(runs: Iterable[Run]) -> str:
    """Return runs with their marks."""
    return "".join(
        f"[{run['text']}]({run['link']})"
        if run.get("link")
        else f"**{run['text']}**"
        if run.get("strong")
        else run["text"]
        for run in runs
    )


def plain_text(blocks: Sequence[Block]) -> str:
    """Return the words of `blocks` alone, a paragraph a line: for search and for the API."""
    return "\n".join(words_of(block) for block in blocks)


def words_of(block: Block) -> str:
    """Return the words of one block with its number."""
    if block["kind"] == "table":
        return "\n".join(" · ".join(joined(cell) for cell in row) for row in block["rows"])
    return f"{block['number']}. {joined(block['runs'])}" if block["number"] else joined(block["runs"])


def joined(runs: Iterable[Run]) -> str:
    """Return the words of runs."""
    return "".join(run["text"] for run in runs)


def links_of(blocks: Sequence[Block]) -> set[str]:
    """Return every address `blocks` link to."""
    return {run["link"] for block in blocks for cell in cells_of(block) for run in cell if run.get("link")}


def cells_of(block: Block) -> list[list[Run]]:
    """Return the runs of a block, cell by cell; what is no table is one cell."""
    return [cell for row in block["rows"] for cell in row] if block["kind"] == "table" else [block["runs"]]
