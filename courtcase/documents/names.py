"""Clean the names people give their files."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 150
FORBIDDEN = re.compile(r'[<>:"|?*]')
# Control signs, and format signs: right-to-left overrides make "gpj.exe" look like "exe.jpg".
INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_filename(name: str, *, extension: str) -> str:
    """Return `name` fit to be shown and stored: NFC, no path, no invisible signs, at most 150 characters.

    The last ending is kept when there is one and becomes `extension` (with its dot) when there is none.
    A name of which nothing is left becomes "document".
    """
    last_part = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(sign for sign in last_part if unicodedata.category(sign) not in INVISIBLE_CATEGORIES)
    plain = FORBIDDEN.sub("_", " ".join(unicodedata.normalize("NFC", visible).split())).strip(" .")
    stem, ending = split_ending(plain)
    ending = ending or extension
    return f"{(stem or 'document')[: LONGEST_NAME - len(ending)].strip(' .') or 'document'}{ending}"


def split_ending(name: str) -> tuple[str, str]:
    """Return `name` without its ending, and the ending with its dot ("" when it has none or it is not one)."""
    ending = PurePosixPath(name).suffix
    if not 2 <= len(ending) <= 6 or not ending[1:].isalnum():
        return name, ""
    return name[: -len(ending)], ending
