"""Articles that rules rest on, said in Kazakh and Russian."""

from __future__ import annotations

import pytest

from courtcase.law.references import article_in


@pytest.mark.parametrize(
    ("article", "language", "words"),
    [
        ("Constitutional Law art. 47(2)1)", "kk", "Конституциялық заң, 47-баптың 2-тармағының 1) тармақшасы"),
        ("Constitutional Law art. 47(2)1)", "ru", "Конституционный закон, подпункт 1) пункта 2 статьи 47"),
        ("Constitutional Law art. 47(2)1)", "en", "Constitutional Law art. 47(2)1)"),
        (
            "Constitutional Law art. 47(2)2), art. 44(4)",
            "ru",
            "Конституционный закон, подпункт 2) пункта 2 статьи 47; пункт 4 статьи 44",
        ),
        (
            "Constitution art. 73(3); Constitutional Law art. 45",
            "kk",
            "Конституция, 73-баптың 3-тармағы; Конституциялық заң, 45-бап",
        ),
        ("", "ru", ""),
        ("Rules of procedure, section IV", "ru", "Rules of procedure, section IV"),
    ],
)
def test_an_article_is_said_in_the_language_of_the_reader(article: str, language: str, words: str) -> None:
    assert article_in(article, language) == words
