"""The size of the code: small functions, short files, annotated throughout, and every public function explained."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ("courtcase", "petitions", "rulings")
MOST_LINES_OF_A_FUNCTION, MOST_OF_95_IN_100 = 50, 35
MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_TEST_FILE = 400, 350
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files_of(*folders: str) -> list[Path]:
    """Return the Python files below folders of the repository, migrations left out."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def functions_of(path: Path) -> list[tuple[str, Function, bool]]:
    """Return each function of a file by where it stands, with whether it is public: named so, and not within another."""

    def below(node: ast.AST, *, outside: bool) -> Iterator[tuple[Function, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Function):
                yield child, outside and not child.name.startswith("_")
                yield from below(child, outside=False)
            elif not isinstance(child, ast.expr):  # no function is defined within an expression
                public = outside and not (isinstance(child, ast.ClassDef) and child.name.startswith("_"))
                yield from below(child, outside=public)

    found = below(ast.parse(path.read_text(encoding="utf-8")), outside=True)
    return [(f"{path.relative_to(ROOT)}:{one.lineno} {one.name}", one, public) for one, public in found]


def length(function: Function) -> int:
    """Return how many lines a function takes, its decorators and its docstring among them."""
    first = min([function.lineno, *(one.lineno for one in function.decorator_list)])
    return (function.end_lineno or function.lineno) - first + 1


def is_property(function: Function) -> bool:
    """Say whether the function is read like a value: its name says what it is."""
    return any(isinstance(one, ast.Name) and one.id in {"property", "overload"} for one in function.decorator_list)


def unannotated(function: Function) -> list[str]:
    """Return the names of what has no type: arguments (but self and cls), and the answer."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    arguments += [one for one in (function.args.vararg, function.args.kwarg) if one]
    names = [one.arg for one in arguments if one.annotation is None and one.arg not in {"self", "cls"}]
    return [*names, *([] if function.returns else ["the answer"])]


class TestFunctions:
    def test_none_is_long(self) -> None:
        every = [(length(one), where) for path in files_of(*SOURCE) for where, one, _public in functions_of(path)]
        assert [f"{where}: {lines} lines" for lines, where in every if lines > MOST_LINES_OF_A_FUNCTION] == []

    def test_nineteen_in_twenty_are_short(self) -> None:
        every = sorted(length(one) for path in files_of(*SOURCE) for _where, one, _public in functions_of(path))
        assert every[len(every) * 95 // 100] <= MOST_OF_95_IN_100

    def test_each_is_annotated(self) -> None:
        bare = [
            f"{where}: {', '.join(unannotated(one))}"
            for path in files_of(*SOURCE, "tests")
            for where, one, _public in functions_of(path)
            if unannotated(one)
        ]
        assert bare == []

    def test_each_public_one_is_explained(self) -> None:
        silent = [
            where
            for path in files_of(*SOURCE)
            for where, one, public in functions_of(path)
            if public and not is_property(one) and not ast.get_docstring(one)
        ]
        assert silent == []


class TestFiles:
    @pytest.mark.parametrize(
        ("folders", "most"), [(SOURCE, MOST_LINES_OF_A_FILE), (("tests",), MOST_LINES_OF_A_TEST_FILE)]
    )
    def test_none_is_long(self, folders: tuple[str, ...], most: int) -> None:
        counted = [(path, path.read_text(encoding="utf-8").count("\n")) for path in files_of(*folders)]
        assert [f"{path.relative_to(ROOT)}: {lines} lines" for path, lines in counted if lines > most] == []
