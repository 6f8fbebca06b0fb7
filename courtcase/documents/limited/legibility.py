"""Say whether a picture of a page can be read at all, by its brightness and contrast."""

from __future__ import annotations

from PIL import Image

SIDE = 256
# Grey values of 255, chosen low: a warning that comes too often is not read. Paper is the brightest tenth of a page, its
# letters are the darkest fiftieth.
DARK_PAPER = 85
LEAST_CONTRAST = 18


def legibility_of(image: Image.Image) -> str:
    """Return "dark" where even the paper is dark, "pale" where letters and paper hardly differ, else ""."""
    grey = image.convert("L")
    grey.thumbnail((SIDE, SIDE))
    histogram = grey.histogram()
    darkest, brightest = percentile(histogram, 0.02), percentile(histogram, 0.90)
    if brightest < DARK_PAPER:
        return "dark"
    if percentile(histogram, 0.98) - darkest < LEAST_CONTRAST:
        return "pale"
    return ""


def percentile(histogram: list[int], share: float) -> int:
    """Return the grey value below which this share of the pixels lies."""
    wanted, seen = share * sum(histogram), 0
    for value, count in enumerate(histogram):
        seen += count
        if seen >= wanted:
            return value
    return len(histogram) - 1
