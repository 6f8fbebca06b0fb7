"""The sheet of tokens and the faces: readable by everyone, light to load."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

STATIC = Path(settings.BASE_DIR) / "static"
SHEET = (STATIC / "css" / "courtcase.css").read_text(encoding="utf-8")
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
FONTS = sorted((STATIC / "fonts").glob("*.woff2"))


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def schemes() -> dict[str, dict[str, str]]:
    light, dark = SHEET.split("@media (prefers-color-scheme: dark)", 1)
    return {"light": tokens(light), "dark": tokens(dark.split("/* 3.", 1)[0])}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    *[("ink", ground) for ground in ("paper", "sheet", "accent-wash", "warn-wash", "good-wash", "bad-wash")],
    *[(text, ground) for text in ("ink-soft", "accent", "bad") for ground in ("paper", "sheet")],
    *[("accent", "accent-wash"), ("accent-ink", "accent"), ("accent-ink", "accent-strong"), ("good", "sheet")],
    *[("good", "good-wash"), ("warn", "warn-wash"), ("bad", "bad-wash")],
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_stands_out_seven_to_one(scheme: str, text: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("edge", "ground"), [("line-strong", "sheet"), ("line-strong", "paper"), ("bad", "sheet"), ("accent", "line")]
)
def test_edges_stand_out_three_to_one(scheme: str, edge: str, ground: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[edge], colours[ground]) >= 3


def test_both_schemes_know_the_same_colours() -> None:
    found = schemes()
    assert set(found["light"]) == set(found["dark"])


def test_the_sheet_is_light_and_calls_nobody() -> None:
    assert len(gzip.compress(SHEET.encode())) < 12_000
    assert "http" not in SHEET.replace('[href^="http"]', "")
    assert "@import" not in SHEET


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_a_face_has_every_kazakh_letter_and_is_small(path: Path) -> None:
    assert path.stat().st_size <= 35 * 1024
    font = TTFont(path)
    known = font.getBestCmap()
    needed = KAZAKH + "АЯаяЁё" + "AZaz09" + "«»—–…№§₸’“”"
    assert [letter for letter in needed if ord(letter) not in known] == []
    # The licence reserves the original's name for its authors.
    assert font["name"].getDebugName(1) == "Court Serif"


def test_two_weights_together_stay_within_the_page_budget() -> None:
    assert len(FONTS) == 2
    assert sum(path.stat().st_size for path in FONTS) <= 60 * 1024
    assert "Open Font License" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")
