"""The text of a Message as sections: a heading, and what stands beneath it. Pure, over the plain form that staff edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEADING = "# "
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """One section in every language that has a text: its title and its words by language."""

    titles: Texts
    words: Texts

    @property
    def tables(self) -> int:
        """Return how many tables of figures stand in it."""
        return max((words.count("[[") for words in self.words.values()), default=0)


class NotAlike(Exception):
    """The languages have different numbers of sections: which answers which cannot be told."""


def split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return what stands before the first heading, and each heading with what stands beneath it."""
    before: list[str] = []
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith(HEADING):
            found.append((line.removeprefix(HEADING).strip(), []))
        else:
            (found[-1][1] if found else before).append(line)
    return "\n".join(before), [(title, "\n".join(lines)) for title, lines in found]


def sections_of(texts: Texts) -> tuple[Texts, list[Section]]:
    """Return what stands before the first section, and the sections of all languages side by side. Raises NotAlike."""
    parts = {language: split(text) for language, text in texts.items() if text.strip()}
    counts = {len(found) for _before, found in parts.values()}
    if len(counts) > 1:
        raise NotAlike
    number = counts.pop() if counts else 0
    before = {language: one[0] for language, one in parts.items()}
    return before, [
        Section(
            titles={language: found[place][0] for language, (_before, found) in parts.items()},
            words={language: found[place][1] for language, (_before, found) in parts.items()},
        )
        for place in range(number)
    ]


def written(before: Texts, sections: Sequence[Section]) -> dict[str, str]:
    """Return the texts in the plain form, by language."""
    return {
        language: "\n".join(
            filter(
                None,
                [
                    first,
                    *(
                        line
                        for one in sections
                        for line in (
                            f"{HEADING}{one.titles.get(language, '')}",
                            one.words.get(language, "").strip("\n"),
                        )
                    ),
                ],
            )
        )
        for language, first in before.items()
    }


def moved(sections: Sequence[Section], place: int, to: int) -> list[Section]:
    """Return the sections with the one at `place` put at `to`, counted from nought without it."""
    left = [*sections[:place], *sections[place + 1 :]]
    return [*left[:to], sections[place], *left[to:]]
