"""The words of a petition as they are looked for: every stem a keyed digest, in the text and in what is asked. Pure.

The texts of petitions are kept sealed, so no index of them may be read: of two that use one word the same digest stands in
both, and which word it was is known to whoever has the key alone.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from functools import lru_cache, partial

from courtcase.keys.files import index_keys
from courtcase.keys.operations import blind_index
from courtcase.search.tokens import as_words, tokens
from petitions.content import PetitionContent
from petitions.intake.marking import FIELDS

PURPOSE = "petition.words"
# 48 bits: among a hundred thousand different words two are hardly ever one.
DIGEST_BYTES = 6
LEXEME = re.compile(r"'((?:[^']|'')*)'")
SIDE_BY_SIDE = "<->"


@lru_cache(maxsize=15_000)
def digest_of_word(lexeme: str, secret: bytes) -> str:
    """Return the eight signs that stand for a lexeme under an index key."""
    return urlsafe_b64encode(blind_index(lexeme, PURPOSE, secret=secret)[:DIGEST_BYTES]).decode()


def words_of(content: PetitionContent, language: str) -> str:
    """Return the digests of what a petition tells, argues and asks, as the text of a tsvector without places."""
    secret = index_keys()[0]
    said = "\n".join([*(str(content.get(field, "")) for field in FIELDS), content.get("provisions_typed", "")])
    return as_words(digest_of_word(token.lexeme, secret) for token in tokens(said, language))


def asked_of(query: str) -> str:
    """Return a tsquery with the digest in place of each lexeme; words that should stand side by side must both occur.

    Places are not kept, so a phrase is not told from its words.
    """
    together = query.replace(SIDE_BY_SIDE, "&")
    asked = [LEXEME.sub(partial(in_digest, secret), together) for secret in index_keys()]
    return asked[0] if len(asked) == 1 else " | ".join(f"({one})" for one in asked)


def in_digest(secret: bytes, match: re.Match[str]) -> str:
    """Return the digest that takes the place of a lexeme in a tsquery."""
    return f"'{digest_of_word(match[1].replace(chr(39) * 2, chr(39)), secret)}'"
