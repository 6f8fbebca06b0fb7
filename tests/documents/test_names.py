"""File names people give, and what is kept of them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtcase.documents.names import LONGEST_NAME, clean_filename


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Үкім.pdf", "Үкім.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\скан.pdf", "скан.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("fdp.\u202egpj.pdf", "fdp.gpj.pdf"),
        ("и\u0306од.pdf", "йод.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("без ендинга", "без ендинга.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("/", "document.pdf"),
    ],
)
def test_names(given_name: str, kept: str) -> None:
    assert clean_filename(given_name, extension=".pdf") == kept


def test_a_long_name_keeps_its_ending() -> None:
    cleaned = clean_filename("ә" * 900 + ".pdf", extension=".pdf")
    assert len(cleaned) == LONGEST_NAME
    assert cleaned.endswith("ә.pdf")


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_name_becomes_storable(name: str) -> None:
    cleaned = clean_filename(name, extension=".pdf")
    assert 1 <= len(cleaned) <= LONGEST_NAME
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} for sign in cleaned)
    cleaned.encode("utf-8")
