"""Short plain text as people type it: one line, nothing that cannot be printed."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.register.leaf import UnfitBody, check_text

# Marks that turn the direction of writing: in a name they let one text pass for another.
DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def squeezed(text: str) -> str:
    """Return the text composed (NFC), with runs of white space made one space, and trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def has_unprintable(text: str) -> bool:
    """Say whether the text holds control characters, null bytes, surrogates or marks of direction."""
    return any(sign in DIRECTION_MARKS or unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} for sign in text)


def checked_reason(reason: str, *, field: str = "reason") -> str:
    """Return the reason on one line.

    Raises OperationError beside `field` when it is empty, too long, unprintable or evidently personal: reasons name an
    order, are shown to others and outlive the person's data.
    """
    text = squeezed(reason)
    if not text or len(text) > 300 or has_unprintable(text):
        raise OperationError(_("Write the order or reason, at most 300 characters."), field=field, code="required")
    require_impersonal(text, field=field)
    return text


def require_impersonal(text: str, *, field: str) -> None:
    """Raise OperationError beside `field` for a text that the register does not take, because it is evidently personal."""
    try:
        check_text(field, text)
    except UnfitBody as error:
        message = _("Leave out personal data: no IIN, e-mail or telephone.")
        raise OperationError(message, field=field, code="personal") from error
