"""Receipt codes: short enough to copy by hand, long enough not to be guessed, forgiving of how people type."""

from __future__ import annotations

import secrets

# Crockford's base 32: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_SIGNS = 15  # 75 bits
GROUP = 4
# The check sign is the value modulo 37, the last five of which are signs of their own in Crockford's scheme.
CHECK_ALPHABET = ALPHABET + "*~$=U"
# What people type instead: look-alikes, Cyrillic letters of the same shape, and the Russian and Kazakh layouts' keys.
LOOKALIKES = str.maketrans(
    {
        "O": "0",
        "I": "1",
        "L": "1",
        "А": "A",
        "В": "B",
        "С": "C",
        "Е": "E",
        "Н": "H",
        "К": "K",
        "М": "M",
        "О": "0",
        "Р": "P",
        "Т": "T",
        "Х": "X",
        "З": "3",
        "І": "1",
        "Ү": "Y",
        "У": "Y",
    }
)


def generate() -> str:
    """Return a fresh code such as 7Q4M-K2XA-9PTR-W0CN: 75 random bits and a check sign, in groups."""
    while True:
        secret = "".join(secrets.choice(ALPHABET) for place in range(SECRET_SIGNS))
        check = check_sign(secret)
        if check in ALPHABET:
            return grouped(secret + check)


def grouped(code: str) -> str:
    """Return the code in groups of four joined by hyphens."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def check_sign(secret: str) -> str:
    """Return the sign that finds every single wrong sign and every swap of two neighbours."""
    value = 0
    for sign in secret:
        value = (value * 32 + ALPHABET.index(sign)) % 37
    return CHECK_ALPHABET[value]


def parse(typed: str) -> str | None:
    """Return the code as `generate` gave it, whatever case, spacing or alphabet it was typed in; None where it is none."""
    signs = "".join(sign for sign in typed.upper().translate(LOOKALIKES) if sign not in " -–—_.\t\n\u00a0")
    if len(signs) != SECRET_SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return None
    return grouped(signs) if check_sign(signs[:-1]) == signs[-1] else None
