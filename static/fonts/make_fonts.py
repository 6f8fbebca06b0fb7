"""Subset Source Serif 4 to the letters the Court writes in: run once when the set of letters or the release changes.

    npm pack source-serif@4.5.1 && tar xzf source-serif-4.5.1.tgz
    python static/fonts/make_fonts.py package/TTF

The two files it writes are committed, with the licence (OFL.txt) beside them. That licence reserves the name "Source" for
Adobe's own files, so the subset carries another: Court Serif.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).resolve().parent
WEIGHTS = {"Regular": "400", "Semibold": "600"}
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
RUSSIAN = "".join(chr(code) for code in range(0x0410, 0x0450)) + "Ёё"
LATIN = "".join(chr(code) for code in range(0x20, 0x7F))
# Letters of the names and quotations that meet us in foreign acts and decisions.
ACCENTED = "ÀÁÂÄÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÛÜßàáâäæçèéêëíîïñóôöøùúûüÿŒœŞşĞğİıŠšŽž"
PUNCTUATION = "\u00a0\u202f\u2011\u00ad§©«»°±·×–—‘’‚“”„†•…‹›№−₸€≤≥→←½²³¹"
MOST_BYTES = 35 * 1024
FAMILY = "Court Serif"


def make(source: Path, weight: str) -> Path:
    """Write one weight as woff2 and return its path; raise SystemExit when it is heavier than the page allows."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "liga", "lnum", "tnum", "onum", "ccmp", "locl", "mark"]
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16]
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=LATIN + ACCENTED + RUSSIAN + KAZAKH + PUNCTUATION)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 4, 16}:
            record.string = FAMILY
        elif record.nameID in {3, 6}:
            record.string = f"CourtSerif-{weight}"
    target = HERE / f"court-serif-{weight}.woff2"
    subset.save_font(font, str(target), options)
    if target.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{target.name} weighs {target.stat().st_size} bytes, more than {MOST_BYTES}")
    return target


def main() -> None:
    """Make both weights from the folder of the package's TrueType files given as the one argument."""
    folder = Path(sys.argv[1])
    for style, weight in WEIGHTS.items():
        written = make(folder / f"SourceSerif4-{style}.ttf", weight)
        sys.stdout.write(f"{written.name}: {written.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
