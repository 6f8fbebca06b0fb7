"""The numbers that Word draws before paragraphs and keeps nowhere: counted here as Word counts them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any

import docx.oxml
from docx.document import Document
from docx.oxml import ns

ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # type: ignore[assignment]
LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
BULLET = "•"
HIGHEST = 1_000_000
# The full names of tags are asked for at every element, and there are few of them.
qn = functools.cache(ns.qn)


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number is written (`shape`), within which words (`words`), and from where."""

    shape: str
    words: str
    start: int


@dataclass
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counted: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, opened: Document) -> Numbering:
        """Return the lists of a document, nothing counted yet."""
        made = cls(styles=numbered_styles(opened))
        for relation in opened.part.rels.values():
            if not relation.is_external and relation.reltype.endswith("/numbering"):
                part = relation.target_part
                made.read(part.element if hasattr(part, "element") else docx.oxml.parse_xml(part.blob))
        return made

    def read(self, root: Any) -> None:
        """Read the definitions of lists."""
        for abstract in root.iterchildren(qn("w:abstractNum")):
            self.levels[abstract.get(qn("w:abstractNumId"), "")] = {
                number(level.get(qn("w:ilvl"))): level_of(level) for level in abstract.iterchildren(qn("w:lvl"))
            }
        for one in root.iterchildren(qn("w:num")):
            name = one.get(qn("w:numId"), "")
            self.lists[name] = value(one, "w:abstractNumId")
            self.restarts[name] = {
                number(each.get(qn("w:ilvl"))): number(value(each, "w:startOverride"))
                for each in one.iterchildren(qn("w:lvlOverride"))
                if value(each, "w:startOverride")
            }

    def mark(self, paragraph: Any) -> str:
        """Return the number of the next paragraph with a space after it; the empty string where it has none."""
        name, depth = self.place_of(paragraph)
        levels = self.levels.get(self.lists.get(name, ""), {})
        if depth not in levels:
            return ""
        counted = self.counted.setdefault(self.lists[name], {})
        if depth in self.restarts.get(name, {}):
            counted[depth] = self.restarts[name].pop(depth) - 1
        counted[depth] = min(counted.get(depth, levels[depth].start - 1) + 1, HIGHEST)
        for deeper in [one for one in counted if one > depth]:
            del counted[deeper]
        drawn = re.sub(r"%(\d)", lambda found: drawn_at(int(found.group(1)) - 1, levels, counted), levels[depth].words)
        drawn = BULLET if levels[depth].shape == "bullet" else drawn
        return f"{drawn} " if drawn else ""

    def place_of(self, paragraph: Any) -> tuple[str, int]:
        """Return the list of a paragraph and its level there, of its own or of its style; ("", 0) for none."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        own = properties.find(qn("w:numPr"))
        name, depth = self.styles.get(value(properties, "w:pStyle"), ("", 0))
        if own is None:
            return name, depth
        return value(own, "w:numId") or name, number(value(own, "w:ilvl")) if value(own, "w:ilvl") else depth


def drawn_at(depth: int, levels: dict[int, Level], counted: dict[int, int]) -> str:
    """Return the number that stands at `depth` now, in its shape."""
    level = levels.get(depth)
    return shaped(counted.get(depth, level.start), level.shape) if level else ""


def shaped(count: int, shape: str) -> str:
    """Return a number as decimal, letter or Roman; what is written otherwise is written as decimal."""
    if shape in {"none", "bullet"}:
        return ""
    if count > 0 and shape in {"lowerLetter", "upperLetter", "russianLower", "russianUpper"}:
        alphabet = RUSSIAN if shape.startswith("russian") else LATIN
        letter = alphabet[(count - 1) % len(alphabet)] * min((count - 1) // len(alphabet) + 1, 9)
        return letter.upper() if shape in {"upperLetter", "russianUpper"} else letter
    if 0 < count < 4_000 and shape in {"lowerRoman", "upperRoman"}:
        return roman(count).upper() if shape == "upperRoman" else roman(count)
    return f"{count:02d}" if shape == "decimalZero" else str(count)


def roman(count: int) -> str:
    """Return a number in small Roman letters."""
    written = ""
    for size, letters in ROMAN:
        written += letters * (count // size)
        count %= size
    return written


def level_of(level: Any) -> Level:
    """Return one level of a list as it is defined."""
    start = value(level, "w:start")
    return Level(value(level, "w:numFmt") or "decimal", value(level, "w:lvlText"), number(start) if start else 1)


def numbered_styles(opened: Document) -> dict[str, tuple[str, int]]:
    """Return the styles whose paragraphs are numbered: the list and the level of each; a style takes what it is based on."""
    known = {one.get(qn("w:styleId"), ""): one for one in opened.styles.element.iterchildren(qn("w:style"))}
    found = {}
    for name, style in known.items():
        based, seen = style, {name}
        while based is not None:
            properties = based.find(qn("w:pPr"))
            own = properties.find(qn("w:numPr")) if properties is not None else None
            if own is not None:
                found[name] = (value(own, "w:numId"), number(value(own, "w:ilvl")))
                break
            above = value(based, "w:basedOn")
            based = None if above in seen else known.get(above)
            seen.add(above)
    return found


def value(parent: Any, tag: str) -> str:
    """Return the value of a child element; the empty string where there is none."""
    child = parent.find(qn(tag))
    return "" if child is None else str(child.get(qn("w:val"), ""))


def number(text: str | None) -> int:
    """Return a number written in a document, nought for what is none."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else 0
