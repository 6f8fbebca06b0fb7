"""Every word that is translated can be found by whoever gathers the words: Babel reads no call inside an f-string."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("courtcase", "petitions", "rulings")
TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}


def hidden_in(source: str) -> Iterator[int]:
    """Yield the lines of calls for a translation that stand inside an f-string."""
    for joined in ast.walk(ast.parse(source)):
        if isinstance(joined, ast.JoinedStr):
            calls = (node for node in ast.walk(joined) if isinstance(node, ast.Call))
            yield from (one.lineno for one in calls if isinstance(one.func, ast.Name) and one.func.id in TRANSLATORS)


def test_no_words_hide_in_an_f_string() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in hidden_in(path.read_text(encoding="utf-8"))
    ]
    assert not found, f"Babel does not find these words: {found}"


def test_such_words_would_be_seen() -> None:
    assert list(
        hidden_in('name = "a"\nsaid = f"{_("overdue")}: {name}"\n'.replace('_("overdue")', "_('overdue')"))
    ) == [2]
    assert list(hidden_in('said = _("overdue") + f"{name}"\n')) == []
