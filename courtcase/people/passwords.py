"""Passwords that others try first are refused: common ones on any of our keyboards, rows of keys, and an account's own words.

Django's own list knows 20,000 words of the Latin keyboard; its look at likeness compares letters without their order, refuses
sentences for it, and is not used. People here also type theirs on the Kazakh and the Russian keyboard, or a word of one
with the keys of another; and twelve characters are soon reached by a common word with a year behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

COMMON_FILE = Path(__file__).with_name("common_passwords.txt")
# The same keys in the same places: what stands on them in English, Russian and Kazakh.
ENGLISH = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
RUSSIAN = ("1234567890-=", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.")
KAZAKH = ('"әіңғ,.үұқөһ', *RUSSIAN[1:])
LAYOUTS = (ENGLISH, RUSSIAN, KAZAKH)
SHORTEST_WORD = 4
# So much of a password is looked at: what is longer is no common word, and the look for repetitions takes time with the
# square of the length, while anybody may send megabytes to the page of signing up.
LOOKED_AT = 200
# A password repeats itself where a piece of so many characters, or fewer, makes all of it.
SHORTEST_PIECE = 4
# Where so many of a hundred steps lead to a key beside the last, the keys were chosen, and no words.
STEPS_BESIDE = 70
# The service and the Court, as their names are written without spaces.
OF_THE_COURT = (
    "courtcase",
    "constitutionalcourt",
    "конституционныйсуд",
    "конституциялықсот",
    "конституциялыксот",
    "konstitutsionnyisud",
    "konstitucionnyisud",
    "konstituciyalyksot",
    "konstitutsiyalyqsot",
)
# Of an e-mail, these parts say nothing of whose it is.
PROVIDERS = frozenset({"mail", "gmail", "yandex", "example", "outlook", "info"})


class GuessablePasswordValidator:
    """Refuse a password that others try first; a sentence of several words passes."""

    def validate(self, password: str, user: object | None = None) -> None:
        """Raise ValidationError, in words that say what to do, for a common password or one of the account's own words."""
        looked_at = password[:LOOKED_AT]
        if is_common(looked_at):
            raise ValidationError(
                _(
                    "Others try this password first: it is a common word, a row of keys or a repetition. Take several words."
                ),
                code="password_too_common",
            )
        if holds_any(looked_at, own_words(user)):
            raise ValidationError(
                _("Your name, your e-mail and the name of the Court are tried first. Leave them out of the password."),
                code="password_of_own_words",
            )

    def get_help_text(self) -> str:
        """Return what a password must not be."""
        return gettext("Not a common word, a row of keys, your name, your e-mail or the name of the Court.")


def folded(text: str) -> str:
    """Return a text as it is compared: small letters, composed, and ё as е."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


@cache
def common_words() -> frozenset[str]:
    """Return Django's list and ours."""
    ours = COMMON_FILE.read_text(encoding="utf-8").split()
    return frozenset(CommonPasswordValidator().passwords) | {folded(one) for one in ours}


@cache
def exchanges() -> tuple[dict[int, int], ...]:
    """Return for each pair of keyboards what the keys of one write on the other."""
    pairs = []
    for typed in LAYOUTS:
        for meant in LAYOUTS:
            if typed is not meant:
                keys = zip("".join(typed), "".join(meant), strict=True)
                pairs.append({ord(one): ord(other) for one, other in keys})
    return tuple(pairs)


def as_typed(password: str) -> set[str]:
    """Return a password folded, and as the same keys write it on the other keyboards."""
    plain = folded(password)
    return {plain, *(plain.translate(table) for table in exchanges())}


def is_common(password: str) -> bool:
    """Say whether a password is a common word on any keyboard, bare or with digits about it, a repetition, or a row of keys."""
    plain = folded(password)
    if is_row_of_keys(plain):
        return True
    if 0 < len(repeated_piece(plain)) <= min(SHORTEST_PIECE, len(plain) - 1):
        return True
    # On the Kazakh keyboard digits are letters: a year behind a word is taken off before the keys are exchanged, and not.
    forms = as_typed(plain) | as_typed(re.sub(r"[\W\d_]+$", "", plain))
    return any(is_common_word(piece) for form in forms for piece in {form, repeated_piece(bare(form))})


def bare(text: str) -> str:
    """Return a text without signs and spaces."""
    return re.sub(r"[\W_]+", "", text)


def is_common_word(text: str) -> bool:
    """Say whether a text is on the list, as it is or without the digits and signs at its ends."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    return text in common_words() or (len(core) >= SHORTEST_WORD and (core in common_words() or is_row_of_keys(core)))


def repeated_piece(text: str) -> str:
    """Return the shortest piece that, written again and again, gives the text; the text itself where there is none."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * (len(text) // length + 1))[: len(text)] == text:
            return text[:length]
    return text


@cache
def places() -> dict[str, tuple[int, int]]:
    """Return row and column of each character, on whichever keyboard it stands."""
    return {
        one: (row, column) for layout in LAYOUTS for row, keys in enumerate(layout) for column, one in enumerate(keys)
    }


def is_row_of_keys(text: str) -> bool:
    """Say whether most characters of a text stand on a key beside the one before."""
    steps = [(places().get(one), places().get(other)) for one, other in pairwise(text)]
    beside = sum(1 for one, other in steps if one and other and is_beside(one, other))
    return len(steps) >= SHORTEST_WORD and beside * 100 >= len(steps) * STEPS_BESIDE


def is_beside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two keys touch, or are the same."""
    return abs(one[0] - other[0]) <= 1 and abs(one[1] - other[1]) <= 1


def own_words(user: object | None) -> Iterator[str]:
    """Yield what a password must not hold of an account: name and e-mail, whole and in parts, telephone, the Court's name."""
    yield from OF_THE_COURT
    for attribute in ("full_name", "email"):
        if len(whole := bare(folded(str(getattr(user, attribute, "") or "")))) >= SHORTEST_WORD:
            yield whole
        for word in re.split(r"[\W_]+", folded(str(getattr(user, attribute, "") or ""))):
            if len(word) >= SHORTEST_WORD and word not in PROVIDERS:
                yield word
    telephone = re.sub(r"\D", "", str(getattr(user, "phone", "") or ""))
    if telephone:
        yield telephone[-10:]


def holds_any(password: str, words: Iterator[str]) -> bool:
    """Say whether a password holds one of the words, forwards or backwards, whatever stands between, on any keyboard."""
    forms = [bare(one) for one in as_typed(password)]
    forms += [one[::-1] for one in forms]
    return any(word in form for word in words for form in forms)
