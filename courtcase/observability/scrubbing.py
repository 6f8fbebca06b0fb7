"""Keeping personal data out of logs: by the name of a value, and by the look of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

BLANK = "[removed]"

# Whole names, and words within a name: "petitioner_email" is as personal as "email".
PERSONAL_WORDS = frozenset(
    ("address", "addresses", "authorization", "body", "code", "cookie", "cookies", "csrfmiddlewaretoken")
    + ("email", "emails", "iin", "name", "names", "password", "passport", "phone", "phones")
    + ("secret", "signature", "text", "token", "tokens")
)
HARMLESS_NAMES = frozenset({"logger_name", "task_name", "kind_name", "status_code", "error_code", "view_name"})

# An IIN or BIN is twelve digits; a telephone eleven, or plus and more; an e-mail anything around an @.
PATTERNS = (
    re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    re.compile(r"(?<![\d.-])\d{12}(?![\d.-])"),
    re.compile(r"\+\d[\d\s()-]{8,18}\d"),
    re.compile(r"(?<![\w.-])[78][\s(-]{0,2}\d{3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?![\w.-])"),
    re.compile(r"(?<=[?&])[^\s=&]+=[^\s&\"']+"),
)
DEEPEST = 6


def is_personal(name: str) -> bool:
    """Say whether a value of this name is blanked whatever it holds."""
    lowered = name.lower()
    return lowered not in HARMLESS_NAMES and not PERSONAL_WORDS.isdisjoint(re.split(r"[^a-z]+", lowered))


def scrub_text(text: str) -> str:
    """Return `text` with what looks like an IIN, a telephone, an e-mail or a query string blanked."""
    for pattern in PATTERNS:
        text = pattern.sub(BLANK, text)
    return text


def scrub(value: Any, depth: int = 0) -> Any:
    """Return `value` with texts scrubbed and personal names blanked, through mappings and lists."""
    if isinstance(value, str):
        return scrub_text(value)
    if depth >= DEEPEST or isinstance(value, bytes | bytearray | memoryview):
        return BLANK
    if isinstance(value, Mapping):
        return {str(key): BLANK if is_personal(str(key)) else scrub(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [scrub(item, depth + 1) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value if not isinstance(value, int) or isinstance(value, bool) else scrub_number(value)
    return scrub_text(str(value))


def scrub_number(number: int) -> int | str:
    """Return `number` unless it has the twelve digits of an IIN."""
    return BLANK if len(str(abs(number))) == 12 else number


def drop_personal_data(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: the last before rendering, so that nothing passes it by."""
    kept_whole = {"request_id", "timestamp", "level", "logger"}
    for key in list(event):
        if key == "event":
            event[key] = scrub(event[key])
        elif key not in kept_whole:
            event[key] = BLANK if is_personal(key) else scrub(event[key])
    return event
