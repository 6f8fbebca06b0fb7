"""Make any data fit for print: no signs that PDF/UA forbids, turn the page around, or cannot be drawn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

LINE_BREAKS = frozenset("\n\x0b\x0c\x85\u2028\u2029")
# Control signs, invisible format signs (right-to-left overrides among them), surrogates, private and unassigned ones.
NOT_PRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# A word longer than a line gets places to break, or it would run off the page (and past a limit of the PDF writer).
LONG_WORD = re.compile(r"\S{80}(?=\S)")
ZERO_WIDTH_SPACE = "\u200b"
# What the built-in fonts certainly hold: Latin, Greek, Cyrillic with Kazakh, punctuation, currency, the number sign.
CERTAIN = re.compile(r"[^\n\u0020-\u007e\u00a0-\u017f\u0384-\u052f\u2010-\u2027\u2030-\u203a\u200b\u20b8\u20ac\u2116]")
PLACEHOLDER = "\u25a1"
WEB_SCHEMES = ("https://", "http://", "mailto:")
CONTROL = re.compile(r"[\x00-\x20\x7f]")


def printable(value: Any) -> Any:
    """Return `value` (nested lists and mappings of strings) with every string made printable.

    Pictures and addresses of links are no text: the first are left alone, the second kept only if they lead to the web.
    """
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {key: SPECIAL.get(key, printable)(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


def web_address(address: str) -> str:
    """Return `address` if a link in print may lead there, else ""."""
    return address if address.startswith(WEB_SCHEMES) and not CONTROL.search(address) else ""


def printable_text(text: str) -> str:
    """Return `text` in NFC with line breaks as "\\n", tabs as spaces and nothing invisible left in it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    plain = unicodedata.normalize("NFC", "".join(_printed(sign) for sign in lines))
    return LONG_WORD.sub(lambda stretch: stretch[0] + ZERO_WIDTH_SPACE, plain)


def certain_text(text: str) -> str:
    """Return `text` with a hollow square for each sign that the fonts may lack (an emoji, a Chinese character)."""
    return CERTAIN.sub(PLACEHOLDER, text)


def _printed(sign: str) -> str:
    """Return a sign as it is printed, "" for one that is not."""
    if sign in LINE_BREAKS:
        return "\n"
    return "" if unicodedata.category(sign) in NOT_PRINTED else sign


SPECIAL: dict[str, Callable[[Any], Any]] = {
    "svg": lambda picture: picture,
    "href": web_address,
    "proof_json": lambda proof: proof,  # a file for programs: not a sign of it may change
}
