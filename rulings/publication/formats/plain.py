"""The plain text of a ruling: what a screen, a search or a quotation needs, and nothing else."""

from __future__ import annotations

from django.utils.translation import gettext, override

from courtcase.frame.dates import court_date
from rulings.blocks import HEADINGS, words_of
from rulings.publication.formats.source import Source

WIDTH = 72


def plain_of(source: Source) -> bytes:
    """Return the text in UTF-8: heading, blocks a paragraph each, signers, and where it stands."""
    lines = [*head_of(source), "-" * WIDTH, ""]
    for block in source.blocks:
        words = words_of(block)
        lines += ["", words.upper(), ""] if block["kind"] in HEADINGS else [words, ""]
    lines += [f"{one.post}: {one.name}" for one in source.signers]
    lines += ["", *notes_of(source), source.address]
    return ("\n".join(lines) + "\n").encode()


def head_of(source: Source) -> list[str]:
    """Return what stands above the text: court, kind and number, day, title, identifier."""
    with override(source.language):
        day = court_date(source.adopted_on) if source.adopted_on else ""
    lines = [source.court, f"{source.family} {source.number}".strip(), day, source.title, source.identifier]
    return [line for line in lines if line]


def notes_of(source: Source) -> list[str]:
    """Return what a reader of a copy must know: that it is a translation, made up, or shown otherwise than signed."""
    with override(source.language):
        notes = []
        if source.synthetic:
            notes.append(gettext("SYNTHETIC: made for a demonstration, not a real document"))
        if not source.authentic:
            notes.append(gettext("This is a translation and has no legal force."))
            if source.translator:
                notes.append(gettext("Translated by: %(who)s") % {"who": source.translator})
        return notes + source.mended
