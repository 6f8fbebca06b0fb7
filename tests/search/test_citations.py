"""Every way to write a norm is one token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.law.citing.names import Named, names_of
from courtcase.search.citations import citations


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("482 УПК", "norm:upk/482"),
        ("ст. 482 Уголовно-процессуального кодекса", "norm:upk/482"),
        ("п. 3 ч. 2 ст. 482 УПК РК", "norm:upk/482"),
        ("статьи 482-1 УПК", "norm:upk/482-1"),
        ("УПК РК, статья 482", "norm:upk/482"),
        ("482-бап ҚПК", "norm:upk/482"),
        ("ҚПК-нің 482-бабы", "norm:upk/482"),
        ("ҚР ҚПК 482-бабының", "norm:upk/482"),
        ("Қылмыстық-процестік кодексінің 482-бабында", "norm:upk/482"),
        ("article 482 of the Criminal Procedure Code", "norm:upk/482"),
        ("статьёй 14 Конституции", "norm:constitution/14"),
        ("Конституцияның 14-бабына", "norm:constitution/14"),
        ("Конституции Республики Казахстан, статья 14", "norm:constitution/14"),
        ("ст. 10 ГПК", "norm:gpk/10"),
        ("АПК-нің 10-бабы", "norm:gpk/10"),
        ("ст. 610 КоАП", "norm:koap/610"),
        ("ст. 50 Уголовного кодекса", "norm:uk/50"),
    ],
)
def test_written_forms(text: str, token: str) -> None:
    assert [citation.token for citation in citations(text)] == [token]


@pytest.mark.parametrize("text", ["УПК 2014 года", "482", "УПК", "дом 12", "1482УПКа", ""])
def test_what_is_no_citation(text: str) -> None:
    assert citations(text) == []


def test_a_caller_may_bring_its_own_acts() -> None:
    names = names_of([Named("courts-law", "law", {"ru": ("Закон о судах",), "kk": ("«Соттар туралы» Заң",)})])
    assert [each.token for each in citations("ст. 5 Закона о судах", names)] == ["norm:courts-law/5"]
    assert citations("ст. 5 УПК", names) == []


def test_places_are_those_of_the_text() -> None:
    text = "По ст. 482 УПК и 14 Конституции"
    assert [text[each.start : each.end] for each in citations(text)] == ["ст. 482 УПК", "14 Конституции"]


@given(st.text(alphabet=st.characters(), max_size=200))
def test_never_fails(text: str) -> None:
    citations(text)
