"""What our sources are called and what they say in short, in the languages of the site: they were noted in English alone.

A translation here is ours, never the source's, and pages say so. What is not in the table stays as it was noted.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "source_words.csv"
NOTED_IN = "en"
NUMBER = re.compile(r"\d+")
PLACE = re.compile(r"#(\d)")


@cache
def translations() -> dict[str, dict[str, str]]:
    """Return the translations of each text by language; a number in the English text is `#`, in a translation #1, #2, …"""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["en"]: {"kk": row["kk"], "ru": row["ru"]} for row in csv.DictReader(file)}


def words_of_source(noted: str, language: str) -> tuple[str, str]:
    """Return words a source is told by, as noted in English, in a language of the site, and the language they are in."""
    if language == NOTED_IN:
        return noted, NOTED_IN
    pattern = translations().get(NUMBER.sub("#", noted), {}).get(language)
    if not pattern:
        return noted, NOTED_IN
    numbers = NUMBER.findall(noted)
    return PLACE.sub(lambda place: numbers[int(place[1]) - 1], pattern), language
