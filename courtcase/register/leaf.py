"""What an event's digest covers, and the guard that keeps personal data out of the record. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785

from courtcase.register import merkle

Scalar = str | int | bool | None
VERSION = 1
SALT_BYTES = 32
SAFE_INTEGER = 2**53 - 1  # JSON numbers beyond it are not the same everywhere
LONGEST_TEXT = 2_000
SORTED_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)

# An IIN or BIN, an e-mail address, a telephone of this country: none of them belongs into the record. Digests and
# random ids do, so a row of digits inside a hexadecimal word counts for nothing.
PERSONAL = (
    ("a row of twelve digits", re.compile(r"(?<![0-9a-fA-F])(?<![0-9a-fA-F]{4}-)\d{12}(?![0-9a-fA-F])")),
    ("an at sign", re.compile("@")),
    (
        "a telephone number",
        re.compile(r"(?:\+7|(?<![0-9a-fA-F])8)[\s(-]*7\d\d[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?![0-9a-fA-F])"),
    ),
)


class UnfitBody(ValueError):
    """An event's body that holds something other than JSON scalars, or looks like personal data."""


def check_body(body: Mapping[str, object]) -> None:
    """Raise UnfitBody unless `body` is a flat mapping of names to JSON scalars without evident personal data.

    The message names the key and never repeats the value.
    """
    for key, value in body.items():
        if not isinstance(key, str):
            raise UnfitBody("a key of an event's body must be text")
        if isinstance(value, str):
            check_text(key, value)
        elif isinstance(value, bool) or value is None:
            continue
        elif isinstance(value, int):
            check_integer(key, value)
        else:
            raise UnfitBody(f"{key}: only text, whole numbers, true, false and null belong into an event's body")


def check_text(key: str, value: str) -> None:
    """Raise UnfitBody when the text under `key` is long, or looks like somebody's number or address."""
    if len(value) > LONGEST_TEXT:
        raise UnfitBody(f"{key}: longer than {LONGEST_TEXT} letters; texts belong into sealed content")
    if "\x00" in value:
        raise UnfitBody(f"{key}: has a null byte")
    for what, pattern in PERSONAL:
        if pattern.search(value):
            raise UnfitBody(f"{key}: looks like personal data ({what})")


def check_integer(key: str, value: int) -> None:
    """Raise UnfitBody when the number under `key` is not the same in every JSON reader, or could be an IIN."""
    if abs(value) > SAFE_INTEGER:
        raise UnfitBody(f"{key}: the number is too large for JSON")
    if len(str(abs(value))) == 12:
        raise UnfitBody(f"{key}: looks like personal data (a row of twelve digits)")


def instant(at: datetime) -> str:
    """Return an aware instant as UTC text with microseconds, the same whatever zone it was given in."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf_data(
    *,
    uuid: UUID,
    subject: UUID,
    name: str,
    actor_kind: str,
    actor_ref: str,
    at: datetime,
    body: Mapping[str, Scalar],
    content_digest: bytes | None,
) -> bytes:
    """Return the canonical JSON (RFC 8785) of an event: what its digest covers and a receipt's proof carries.

    `actor_ref` is the account's public id, the system's name or empty. The salt is not in it: the digest of the content is.
    """
    facts: dict[str, Any] = {
        "v": VERSION,
        "event": str(uuid),
        "subject": str(subject),
        "name": name,
        "actor_kind": actor_kind,
        "actor": actor_ref,
        "at": instant(at),
        "body": dict(body),
        "content": content_digest.hex() if content_digest is not None else None,
    }
    # Under ASCII names Python's own sorted JSON of text and whole numbers is the canonical one, in a quarter of the time.
    return SORTED_JSON.encode(facts).encode() if all(map(str.isascii, body)) else rfc8785.dumps(facts)


def leaf_digest(data: bytes) -> bytes:
    """Return the digest of an event's canonical JSON: its leaf hash in the tree (RFC 9162, 2.1.1)."""
    return merkle.leaf_hash(data)


def salted_digest(*, salt: bytes, content: bytes) -> bytes:
    """Return HMAC-SHA256 of the content under its salt: without the salt it says nothing about the content."""
    return hmac.new(salt, content, hashlib.sha256).digest()
