"""A provision as a lawyer cites it, in three languages."""

from __future__ import annotations

from collections.abc import Sequence

from courtcase.law.models.acts import Level
from courtcase.law.provisions import Segment

# Kazakh: (absolute, absolute genitive, possessed, possessed genitive).
KAZAKH = {
    Level.ANNEX: ("қағидалар", "қағидалардың", "қағидалары", "қағидаларының"),
    Level.ARTICLE: ("бап", "баптың", "бабы", "бабының"),
    Level.PART: ("бөлік", "бөліктің", "бөлігі", "бөлігінің"),
    Level.PARAGRAPH: ("тармақ", "тармақтың", "тармағы", "тармағының"),
    Level.SUBPARAGRAPH: ("тармақша", "тармақшаның", "тармақшасы", "тармақшасының"),
    Level.ITEM: ("тармақ", "тармақтың", "тармағы", "тармағының"),
    Level.INDENT: ("абзац", "абзацтың", "абзацы", "абзацының"),
    Level.NOTE: ("ескертпе", "ескертпенің", "ескертпесі", "ескертпесінің"),
    Level.WORDS: ("сөздер", "сөздердің", "сөздері", "сөздерінің"),
}
# Russian: (nominative, genitive).
RUSSIAN = {
    Level.ANNEX: ("Правила", "Правил"),
    Level.ARTICLE: ("статья", "статьи"),
    Level.PART: ("часть", "части"),
    Level.PARAGRAPH: ("пункт", "пункта"),
    Level.SUBPARAGRAPH: ("подпункт", "подпункта"),
    Level.ITEM: ("пункт", "пункта"),
    Level.INDENT: ("абзац", "абзаца"),
    Level.NOTE: ("примечание", "примечания"),
    Level.WORDS: ("слова", "слов"),
}
ENGLISH = {
    Level.ANNEX: "Rules",
    Level.ARTICLE: "art.",
    Level.PART: "part",
    Level.PARAGRAPH: "para",
    Level.SUBPARAGRAPH: "subpara",
    Level.ITEM: "point",
    Level.INDENT: "indent",
    Level.NOTE: "note",
    Level.WORDS: "words",
}
# Parts and indents are written out in Russian: “часть вторая”, “абзаца третьего”.
FEMININE = ["первая", "вторая", "третья", "четвертая", "пятая", "шестая", "седьмая", "восьмая", "девятая", "десятая"]
FEMININE_GENITIVE = [
    "первой",
    "второй",
    "третьей",
    "четвертой",
    "пятой",
    "шестой",
    "седьмой",
    "восьмой",
    "девятой",
    "десятой",
]
MASCULINE = ["первый", "второй", "третий", "четвертый", "пятый", "шестой", "седьмой", "восьмой", "девятый", "десятый"]
MASCULINE_GENITIVE = [
    "первого",
    "второго",
    "третьего",
    "четвертого",
    "пятого",
    "шестого",
    "седьмого",
    "восьмого",
    "девятого",
    "десятого",
]


def cite_segments(*, act: str, segments: Sequence[Segment], language: str) -> str:
    """Return “УПК, статья 482” and the like in `language` (kk, ru or en); `act` is the act's short name."""
    segments = [segment for segment in segments if segment.level != Level.WHOLE]
    if not segments:
        return act
    if language == "kk":
        return f"{act}, {in_kazakh(segments)}"
    if language == "ru":
        return f"{act}, {in_russian(segments)}"
    return f"{act}, " + ", ".join(f"{ENGLISH[Level(s.level)]} {s.label}".strip() for s in segments)


def in_kazakh(segments: Sequence[Segment]) -> str:
    """Return “16-баптың 3-тармағының 14) тармақшасы”: from the article down, each the possessor of the next."""
    words = []
    for index, segment in enumerate(segments):
        last, possessed = index == len(segments) - 1, index > 0
        form = KAZAKH[Level(segment.level)][(2 if possessed else 0) + (0 if last else 1)]
        words.append(numbered_in_kazakh(segment, form))
    return " ".join(words)


def numbered_in_kazakh(segment: Segment, form: str) -> str:
    """Return “16-баптың”, “14) тармақшасы”, or the word alone where it has no number."""
    if not segment.label:
        return form
    if segment.level in {Level.SUBPARAGRAPH, Level.ITEM}:
        return f"{segment.label}) {form}"
    if segment.level in {Level.NOTE, Level.WORDS, Level.ANNEX}:
        return f"{form} {segment.label}"
    return f"{segment.label}-{form}"


def in_russian(segments: Sequence[Segment]) -> str:
    """Return “подпункт 14) пункта 3 статьи 16”: from the smallest part up, the first alone in the nominative."""
    words = []
    for index, segment in enumerate(reversed(segments)):
        genitive = index > 0
        form = RUSSIAN[Level(segment.level)][genitive]
        words.append(f"{form} {numbered_in_russian(segment, genitive)}".strip())
    return " ".join(words)


def numbered_in_russian(segment: Segment, genitive: bool) -> str:
    """Return the number beside its word: “вторая”, “второй”, “14)”, “482”."""
    if segment.level in {Level.SUBPARAGRAPH, Level.ITEM}:
        return f"{segment.label})"
    if segment.level in {Level.PART, Level.INDENT} and segment.label.isdigit() and 1 <= int(segment.label) <= 10:
        if segment.level == Level.PART:
            return (FEMININE_GENITIVE if genitive else FEMININE)[int(segment.label) - 1]
        return (MASCULINE_GENITIVE if genitive else MASCULINE)[int(segment.label) - 1]
    return segment.label
