"""What a Word file shows and the text of a ruling does not, in words: the report of an import."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEFT_OUT: dict[str, str | Promise] = {
    "pictures": _("pictures and drawings (their words, if any, are kept)"),
    "objects": _("embedded objects"),
    "formulas": _("formulas"),
    "comments": _("comments"),
    "endnotes": _("endnotes (their calls; write them as footnotes)"),
    "signs": _("signs of special fonts"),
    "changes": _("tracked changes (read as if accepted)"),
    "italics": _("words in italics (kept upright)"),
    "underlining": _("underlined words (kept without the line)"),
    "crossing out": _("crossed-out words (kept as words: take them out if they are not meant)"),
    "small raised words": _("small raised words (kept on the line)"),
    "links": _("links to addresses that no ruling may lead to (their words are kept)"),
    "tables in tables": _("tables within tables (their rows became words)"),
    "merged cells": _("merged cells (kept as cells of their own)"),
    "signs taken for marks": _("signs that look like our marks (parted by a space)"),
    "heads and feet of pages": _("heads and feet of pages"),
    "words beyond the limit": _("characters beyond the 2 million that a text holds"),
}


def told(left_out: Mapping[str, int]) -> list[tuple[str | Promise, int]]:
    """Return what was left out in words, each with how often; the order is that of the list above."""
    return [(words, left_out[kind]) for kind, words in LEFT_OUT.items() if left_out.get(kind)]
