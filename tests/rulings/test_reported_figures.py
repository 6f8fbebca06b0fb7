"""Figures of others are data: each with its value, date, source and definition in three languages, and shown so."""

from __future__ import annotations

import pytest
from django.test import Client

from rulings.publication.figures import reported_figures, rows


def test_every_figure_says_whose_it_is_and_what_it_counts() -> None:
    for row in rows():
        assert all(row.values()), row["code"]
    assert {figure.code: (figure.value, figure.as_of) for figure in reported_figures("en") if figure.front} == {
        "executed_by_law": (41, "2025-06"),
        "final_decisions": (74, "2025-09"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_front_page_shows_them_with_their_source(client: Client, language: str) -> None:
    shown = client.get(f"/{language}/").content.decode()
    for figure in filter(lambda one: one.front, reported_figures(language)):
        for words in (str(figure.value), figure.label, figure.source, figure.definition):
            assert words in shown
