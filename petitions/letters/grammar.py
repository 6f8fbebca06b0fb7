"""The grammar of letters: words, and placeholders in braces from a closed list. There is no code in it.

A text's first line is the letter's title; paragraphs are divided by an empty line. A paragraph that is nothing but a
placeholder which may be empty, and is, falls away; every other placeholder without a value keeps the letter from leaving.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from petitions.models import LetterKind

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
MOST_CHARACTERS = 20_000

# Every placeholder, with what stands in its place.
FIELDS: dict[str, Promise | str] = {
    "number": _("Number of the letter in the outgoing register"),
    "date": _("Day of the number"),
    "addressee": _("Name of the petitioner or the institution"),
    "petition_number": _("Register number of the petition"),
    "petition_numbers": _("Register numbers of all the petitions a reply to several answers"),
    "filed_on": _("Day the petition was filed"),
    "facts": _("The judicial act (court, day, number) and the contested provisions, in a sentence each"),
    "grounds": _("The grounds, each with its article"),
    "why": _("Why this case: what the clerk wrote by hand"),
    "cure": _("How to cure what is missing"),
    "cure_until": _("Until when it can be cured"),
    "elsewhere": _("Where to go instead"),
    "referrals": _("Bodies that can help, with their addresses as far as they are filled in"),
    "danger": _("What whoever forwards a petition because of danger wrote"),
    "tracking": _("Address of the page where the petition is followed"),
}
# Where there is nothing to say, their paragraph falls away.
MAY_BE_EMPTY = frozenset({"facts", "danger", "cure", "cure_until", "elsewhere", "referrals"})
# Known only when the letter leaves.
LATE = frozenset({"number", "date", "cure_until"})
MUST_HOLD: dict[str, frozenset[str]] = {
    LetterKind.RETURN: frozenset({"number", "grounds", "why"}),
    LetterKind.DANGER: frozenset({"number", "addressee"}),
    LetterKind.STANDING: frozenset({"number", "petition_numbers", "grounds", "why"}),
}


@dataclass(frozen=True)
class Text:
    """A letter that is filled in: its title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]

    def __str__(self) -> str:
        return "\n\n".join([self.title, *self.paragraphs])

    @classmethod
    def of(cls, written: str) -> Text:
        """Return what `str` of a text says, read again."""
        title, *paragraphs = written.split("\n\n")
        return cls(title, tuple(paragraphs))


class Unfilled(OperationError):
    """A letter some of whose placeholders have no value; it does not leave so."""

    code = "unfilled"


def checked(text: str, *, kind: str) -> str:
    """Return a template as it is kept: line ends and empty lines made one, its placeholders known.

    Raises OperationError beside `text`, which names what is wrong.
    """
    plain = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip()
    if not plain or len(plain) > MOST_CHARACTERS:
        raise OperationError(_("Write the text of the letter, at most 20,000 characters."), field="text")
    named = PLACEHOLDER.findall(plain)
    unknown = [name for name in named if name not in FIELDS]
    if unknown:
        raise OperationError(_("There is no placeholder {%(name)s}.") % {"name": unknown[0]}, field="text")
    if re.search(r"[{}]", PLACEHOLDER.sub("", plain)):
        raise OperationError(_("A brace stands alone: braces are only for placeholders."), field="text")
    missing = sorted(MUST_HOLD.get(kind, frozenset()) - set(named))
    if missing:
        raise OperationError(_("The letter must hold {%(name)s}.") % {"name": missing[0]}, field="text")
    return plain


def fill(text: str, values: Mapping[str, str]) -> Text:
    """Return the letter with every placeholder replaced, once: braces in a value are left as they are.

    Raises Unfilled, which names the placeholders that have no value.
    """
    empty = missing_in(text, values)
    if empty:
        named = ", ".join(str(FIELDS[name]) for name in empty)
        raise Unfilled(_("The letter cannot leave: this is not filled in — %(fields)s.") % {"fields": named})
    title, *rest = [filled_paragraph(paragraph, values) for paragraph in text.split("\n\n")]
    return Text(title, tuple(paragraph for paragraph in rest if paragraph))


def missing_in(text: str, values: Mapping[str, str]) -> list[str]:
    """Return the placeholders of a text that have no value and need one, in their order."""
    missing: list[str] = []
    for paragraph in text.split("\n\n"):
        alone = PLACEHOLDER.fullmatch(paragraph.strip())
        for name in PLACEHOLDER.findall(paragraph):
            may_be_empty = alone is not None and name in MAY_BE_EMPTY
            if not values.get(name) and not may_be_empty and name not in missing:
                missing.append(name)
    return missing


def filled_paragraph(paragraph: str, values: Mapping[str, str]) -> str:
    """Return one paragraph filled in; values never hold an empty line, so it stays one."""
    filled = PLACEHOLDER.sub(lambda found: values.get(found.group(1), ""), paragraph)
    return re.sub(r"\n{2,}", "\n", filled.replace("\r\n", "\n")).strip()
