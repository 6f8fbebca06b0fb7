"""Receipt codes: short enough to read aloud, long enough not to be guessed, forgiving of how people type. Pure."""

from __future__ import annotations

import secrets
import unicodedata

# Crockford's base 32: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_SIGNS = 15  # 75 random bits
GROUP = 4
# Signs are elements of the field of 32; doubling in it takes this polynomial, x^5 + x^2 + 1.
POLYNOMIAL = 0b100101
SEPARATORS = frozenset(" -–—‑_.,/\t\r\n\u00a0\u2009")
LONGEST_TYPED = 80
# Letters of the same shape, and digits for letters that the alphabet leaves out.
SAME_SHAPE = str.maketrans(
    "OILАВЕКМНОРСТХҮУІЗҺҚҒ",
    "011ABEKMH0PCTXYY13HKF",
)
# The same keys on the Russian layout: whoever forgot to switch typed these.
RUSSIAN_KEYS = str.maketrans("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM")
# The Kazakh layout is the Russian one with letters in place of the digits.
KAZAKH_KEYS = RUSSIAN_KEYS | str.maketrans('"ӘІҢҒ,.ҮҰҚӨ', "1234567890-")
READINGS: tuple[dict[int, int], ...] = ({}, RUSSIAN_KEYS, KAZAKH_KEYS)


def generate() -> str:
    """Return a fresh code such as 7Q4M-K2XA-9PTR-W0CN: 75 random bits and a check sign, in groups of four."""
    return from_seed(secrets.token_bytes(SECRET_SIGNS))


def from_seed(seed: bytes) -> str:
    """Return the code that random bytes, fifteen at least, make: the same bytes make the same code."""
    # 32 signs: the lowest five bits of a byte choose each as often as any other.
    secret = "".join(ALPHABET[byte & 31] for byte in seed[:SECRET_SIGNS])
    return grouped(secret + check_sign(secret))


def grouped(code: str) -> str:
    """Return the code in groups of four joined by hyphens."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def check_sign(secret: str) -> str:
    """Return the check sign, which finds every single wrong sign and every two signs that changed places.

    It makes the sum of the signs, each times another power of the field's root, zero; no sign outside the alphabet
    is needed for that.
    """
    value = 0
    for sign in secret:
        value = doubled(value ^ ALPHABET.index(sign))
    return ALPHABET[value]


def doubled(element: int) -> int:
    """Return an element of the field of 32 times its root."""
    shifted = element << 1
    return shifted ^ POLYNOMIAL if shifted & 32 else shifted


def parse(typed: str) -> str | None:
    """Return the code as `generate` gave it, whatever case, spacing or alphabet it was typed in; None where it is none.

    O and 0, I, L and 1 are the same; Cyrillic letters count by their shape, and if that gives no code, by their key.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    upper = unicodedata.normalize("NFKC", typed).upper()
    for keys in READINGS:
        read = upper.translate(keys).translate(SAME_SHAPE)
        signs = "".join(sign for sign in read if sign not in SEPARATORS)
        if is_code(signs):
            return grouped(signs)
    return None


def is_code(signs: str) -> bool:
    """Say whether sixteen signs of the alphabet end with the right check sign."""
    if len(signs) != SECRET_SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return False
    return check_sign(signs[:-1]) == signs[-1]
