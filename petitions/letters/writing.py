"""The text of a letter: what is sealed before it leaves, how it reads if it left now, and how it read when it left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from courtcase.keys import operations as keys
from courtcase.law.queries import term_on
from courtcase.law.terms import due_on
from petitions.content import open_text
from petitions.letters.grammar import FIELDS, LATE, Text, fill, missing_in
from petitions.letters.values import late_values
from petitions.models import Letter, Petition

PURPOSE = "letter"
# Stands for the number while a letter has none: a preview must not look like a letter that left.
NO_NUMBER = "———"


def seal_parts(petition: Petition, *, text: str, values: Mapping[str, str]) -> bytes:
    """Return a template's text and its values sealed with the petition's key. Raises Unfilled where a value is missing.

    What is known only when the letter leaves may be missing.
    """
    fill(text, {**values, **dict.fromkeys(LATE, NO_NUMBER)})
    return keys.seal_json(petition.data_key, {"text": text, "values": dict(values)}, purpose=PURPOSE)


def completed(letter: Letter, petition: Petition, *, number: str, day: date, cure_until: date | None) -> Text:
    """Return a letter as it reads with this number on this day. Raises Unfilled."""
    parts = keys.open_json(petition.data_key, bytes(letter.sealed_parts), purpose=PURPOSE)
    late = late_values(number=number, day=day, cure_until=cure_until, language=letter.language)
    return fill(parts["text"], {**parts["values"], **late})


def text_of(letter: Letter, petition: Petition, *, today: date, curable: bool = False) -> Text:
    """Return a letter as it left; one that has not left, as it would read if it left on `today`."""
    if letter.sealed_text is not None:
        return Text.of(open_text(petition, letter.sealed_text))
    until = cure_day(today) if curable else None
    return completed(
        letter, petition, number=letter.number or NO_NUMBER, day=letter.numbered_on or today, cure_until=until
    )


def cure_day(day: date) -> date:
    """Return the last legal day for a correction of what is returned on `day`, as its clock will count it."""
    return due_on(term_on("cure", day), day).day


def draft_text(text: str, values: Mapping[str, str], *, language: str, day: date, cure_until: date | None) -> Text:
    """Return a letter that is being written: what has no value yet stands there by its name, in brackets."""
    known = {**values, **late_values(number=NO_NUMBER, day=day, cure_until=cure_until, language=language)}
    shown = {name: f"[{FIELDS[name]}]" for name in missing_in(text, known)}
    return fill(text, {**known, **shown})
