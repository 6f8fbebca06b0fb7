"""Printed numbers: how one is written and how a search reads it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from courtcase.law.languages import LANGUAGES
from courtcase.law.models import Series

DASHES = re.compile(r"[‐‑‒–—−]")
NUMBER_SIGN = re.compile(r"^(?:№|no\.?|n°|n\.|#|номер|нөмір)\s*")
# Suffixes of the normative resolutions in three languages, Latin look-alikes and a keyboard without Қ included.
RESOLUTION_SUFFIX = re.compile(r"[\s-]*(?:нп|нқ|нк|np|nq|hп|hқ|nk)$")
MESSAGE_PREFIX = re.compile(r"^(?:пкс|pks)[\s-]*")


@dataclass(frozen=True)
class Number:
    """A number of a series: its integer, and how it is printed. `printed` is the Russian form, where one is kept."""

    value: int
    printed: str
    printed_kk: str
    printed_ru: str
    printed_en: str


def print_number(*, series: Series, value: int, year: int) -> Number:
    """Return number `value` of `series` as printed in each language; `year` is the legal year it was given in."""
    forms = {language: print_in(series=series, value=value, year=year, language=language) for language in LANGUAGES}
    return Number(value, forms["ru"], forms["kk"], forms["ru"], forms["en"])


def print_in(*, series: Series, value: int, year: int, language: str) -> str:
    """Return number `value` as printed in `language`: a suffix only from the series' `suffix_from`."""
    digits = str(value).zfill(series.pad)
    body = f"{year}/{digits}" if series.prints_year else digits
    prefix = getattr(series, f"prefix_{language}")
    suffix = getattr(series, f"suffix_{language}") if value >= series.suffix_from else ""
    return f"{prefix}{body}{suffix}"


def normalise_number(text: str) -> str:
    """Return the one form under which every way of writing a number is found.

    “29”, “29-НП”, “29-НҚ”, “29 NP”, “№ 29” give “29”; “2026/000412” gives “2026/412”; “ПКС–2” gives “pks-2”.
    Text that holds no number comes back in lower case, with its spaces and dashes made plain.
    """
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text).replace("№", "№ ")).casefold().strip()
    plain = re.sub(r"\s+", " ", plain)
    plain = NUMBER_SIGN.sub("", plain.replace("no ", "no. ", 1) if plain.startswith("no ") else plain)
    message = MESSAGE_PREFIX.match(plain)
    body = plain[message.end() :] if message else RESOLUTION_SUFFIX.sub("", plain)
    body = re.sub(r"\s*([/-])\s*", r"\1", body.strip())
    body = re.sub(r"(?<![0-9])0+(?=[0-9])", "", body)
    return f"pks-{body}" if message else body
