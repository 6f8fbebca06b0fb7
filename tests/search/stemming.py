"""How well the Kazakh stemmer does, printed: `python -m tests.search.stemming`.

Pairs made by hand (kazakh_pairs.csv), and, where Debian's hunspell-kk is installed, its words: each word of the list with
the forms its affix table gives. That package's licence keeps its words out of this repository: they are read where they are.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from courtcase.search.folding import fold
from courtcase.search.stemming import stem

PAIRS = Path(__file__).with_name("kazakh_pairs.csv")
HUNSPELL = Path("/usr/share/hunspell/kk_KZ.dic")
MOST_SHOWN = 25
# The table glues to words what is written apart.
PARTICLES = ("ма", "ме", "ба", "бе", "па", "пе")
# A word has some hundred forms in the table; so many words are enough to tell.
SAMPLE = 1_000


@dataclass(frozen=True)
class Measure:
    """Shares of what went wrong: `under`: forms of one word apart; `over`: different words together. `stems` there were."""

    under: float
    over: float
    missed: list[str]
    stems: int = 0


def pairs() -> list[dict[str, str]]:
    """Return the pairs made by hand: form, base, and whether a reader calls them the same word."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kazakh(word: str) -> str:
    """Return the stem of a Kazakh word as it is written."""
    return stem(fold(word), "kk")


def of_pairs(rows: Sequence[Mapping[str, str]]) -> Measure:
    """Return how many pairs that belong together are apart, and how many that do not are together."""
    apart = [row for row in rows if row["same"] == "yes" and kazakh(row["form"]) != kazakh(row["base"])]
    together = [row for row in rows if row["same"] == "no" and kazakh(row["form"]) == kazakh(row["base"])]
    alike = sum(row["same"] == "yes" for row in rows)
    missed = [f"{row['form']}/{row['base']}: {row['same']}" for row in (*apart, *together)]
    return Measure(len(apart) / alike, len(together) / max(1, len(rows) - alike), missed)


def of_groups(groups: Iterable[Sequence[str]]) -> Measure:
    """Return Paice's indexes over groups of forms of one word each.

    Under: of the pairs within a group, the share whose stems differ. Over: of the pairs that share a stem, the share
    whose words are of different groups.
    """
    wanted = met = 0
    by_stem: dict[str, Counter[int]] = defaultdict(Counter)
    missed: list[str] = []
    for number, group in enumerate(groups):
        stems = Counter(kazakh(form) for form in dict.fromkeys(group))
        size = sum(stems.values())
        wanted += size * (size - 1) // 2
        met += sum(count * (count - 1) // 2 for count in stems.values())
        for one, count in stems.items():
            by_stem[one][number] += count
        if len(stems) > 1:
            missed.append(f"{group[0]}: {' '.join(stems)}")
    merged = right = 0
    for counts in by_stem.values():
        size = sum(counts.values())
        merged += size * (size - 1) // 2
        right += sum(count * (count - 1) // 2 for count in counts.values())
    return Measure(1 - met / max(1, wanted), 1 - right / max(1, merged), missed, stems=len(by_stem))


def hunspell_groups(words: Path = HUNSPELL) -> Iterator[list[str]]:
    """Yield each word of a hunspell list; about a thousand of them with the forms that the suffix rules of their flags give."""
    rules = suffix_rules(words.with_suffix(".aff"))
    listed = words.read_text(encoding="utf-8-sig", errors="replace").splitlines()[1:]
    chosen = range(0, len(listed), max(1, len(listed) // SAMPLE))
    for number, line in enumerate(listed):
        word, _slash, flags = line.split("\t")[0].strip().partition("/")
        if not word.isalpha():
            continue
        if number not in chosen:
            yield [word]
            continue
        forms = [word]
        for flag in flags:
            for cut, added, condition in rules.get(flag, ()):
                if condition.search(word) and (not cut or word.endswith(cut)):
                    forms.append(word[: len(word) - len(cut)] + added)
        yield forms


def suffix_rules(affixes: Path) -> dict[str, list[tuple[str, str, re.Pattern[str]]]]:
    """Return the suffixes of a hunspell affix file by flag: what is cut, what is added, after which ending."""
    rules: dict[str, list[tuple[str, str, re.Pattern[str]]]] = defaultdict(list)
    for line in affixes.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split()
        if len(parts) >= 5 and parts[0] == "SFX":  # noqa: PLR2004
            cut = "" if parts[2] == "0" else parts[2]
            added = parts[3].split("/")[0]
            if added.endswith(PARTICLES):
                continue
            rules[parts[1]].append((cut, "" if added == "0" else added, re.compile(parts[4] + "$")))
    return rules


def main() -> int:
    """Print the measures; return 0."""
    rows = pairs()
    found = of_pairs(rows)
    print(f"{len(rows)} pairs: under-stemmed {found.under:.1%}, over-stemmed {found.over:.1%}")
    print("\n".join(found.missed))
    if not HUNSPELL.exists():
        print(f"{HUNSPELL} is not here (Debian's hunspell-kk): its words were not measured.")
        return 0
    words = list(hunspell_groups())
    of_some = of_groups(word for word in words if len(word) > 1)
    of_all = of_groups([word[0]] for word in words)
    print(f"hunspell-kk, {len(words)} words, every form of {SAMPLE} of them: under-stemmed {of_some.under:.1%}")
    print("\n".join(of_some.missed[:: max(1, len(of_some.missed) // MOST_SHOWN)][:MOST_SHOWN]))
    together = len(words) - of_all.stems
    print(f"words that share their stem with another word: {together / len(words):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
