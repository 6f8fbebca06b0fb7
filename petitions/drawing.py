"""The table of transitions, drawn for people: the README shows it, and a test holds the two together."""

from __future__ import annotations

import re
from pathlib import Path

from petitions.workflow import TABLE, State

BEGIN, END = "<!-- workflow:begin -->", "<!-- workflow:end -->"


def drawn() -> str:
    """Return the table as a Mermaid state diagram and, beneath it, as a Markdown table."""
    edges = sorted(
        f"    {source.value} --> {transition.target.value}: {transition.name}"
        for transition in TABLE
        if transition.target is not None
        for source in transition.sources
    )
    diagram = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.DRAFT.value}", *edges, "```"]
    rows = ["| step | from | to | event | terms begun | terms ended |", "|---|---|---|---|---|---|"]
    order = list(State)
    for transition in TABLE:
        sources = ", ".join(state.value for state in sorted(transition.sources, key=order.index))
        target = transition.target.value if transition.target else "stays"
        begun, ended = ", ".join(transition.starts), ", ".join(transition.stops)
        rows.append(f"| {transition.name} | {sources} | {target} | {transition.event} | {begun} | {ended} |")
    return "\n".join([*diagram, "", *rows])


def with_drawing(text: str) -> str:
    """Return a document whose marked place holds the drawing; raises ValueError where it has no such place."""
    place = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    if not place.search(text):
        raise ValueError(f"the document has no place {BEGIN} … {END}")
    return place.sub(lambda found: f"{BEGIN}\n{drawn()}\n{END}", text)


def draw_into(path: Path) -> bool:
    """Put the drawing into the document at `path`; say whether that changed it."""
    before = path.read_text(encoding="utf-8")
    after = with_drawing(before)
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after != before
