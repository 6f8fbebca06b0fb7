"""Folding of words for the provision picker: the search room's own, with Kazakh letters as people type them."""

from __future__ import annotations

import re

from courtcase.search.folding import fold, loose


def fold_words(text: str) -> str:
    """Return `text` folded, Kazakh letters as their Russian neighbours, words separated by single spaces."""
    return re.sub(r"\s+", " ", loose(fold(text))).strip()


def searchable(*texts: str) -> str:
    """Return the words of `texts`, folded, each with a space before and after, so that a whole word can be found."""
    words = re.findall(r"[\w-]+", fold_words(" ".join(texts)))
    # People search “процестік” for “қылмыстық-процестік”: the later parts of a joined word stand alone too.
    parts = [part for word in words for part in word.split("-")[1:] if part]
    return f" {' '.join([*words, *parts])} "
