"""docs/security.md names every requirement of ASVS 5.0.0 of levels 1 and 2, once, and files that are there."""

from __future__ import annotations

import re

from django.conf import settings

PAGE = (settings.BASE_DIR / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| (\w+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
# The sections of the standard: the last number of level 1 or 2 in each. Those of level 3 stand behind them.
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2  2.1:3 2.2:3 2.3:4 2.4:1  3.2:2 3.3:4 3.4:6 3.5:5 3.7:2  4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3  6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4  7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
8.1:2 8.2:3 8.3:1 8.4:1  9.1:3 9.2:4  10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1  12.1:3 12.2:2 12.3:4  13.1:1 13.2:5 13.3:2 13.4:5
14.1:2 14.2:4 14.3:3  15.1:3 15.2:3 15.3:7  16.1:1 16.2:5 16.3:4 16.4:3 16.5:3  17.1:1 17.2:4 17.3:2
"""
LEVELS_ONE_AND_TWO = 253


def test_every_requirement_stands_there_once() -> None:
    wanted = [
        f"{section}.{number}"
        for section, last in (one.split(":") for one in SECTIONS.split())
        for number in range(1, int(last) + 1)
    ]
    assert len(wanted) == LEVELS_ONE_AND_TWO
    assert [number for number, _state, _where in ROWS] == wanted


def test_every_state_is_one_of_five() -> None:
    assert {state for _number, state, _where in ROWS} <= {"held", "partly", "missing", "operator", "none"}


def test_what_is_partly_or_not_there_says_why() -> None:
    for number, state, where in ROWS:
        assert state == "held" or len(where.strip()) > 5, number


def test_the_files_that_are_named_are_there() -> None:
    named = {path for path in re.findall(r"`([\w./-]+)`", PAGE) if "/" in path and not path.startswith("/")}
    named |= {path for path in re.findall(r"`([\w.-]+\.(?:md|py|txt)|Dockerfile)`", PAGE) if path}
    assert sorted(path for path in named if not (settings.BASE_DIR / path).exists()) == []


def test_each_missing_one_is_in_the_list_at_the_top() -> None:
    top = PAGE.partition("## V1")[0]
    assert [number for number, state, _where in ROWS if state == "missing" and number not in top] == []
