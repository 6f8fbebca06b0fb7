"""A name of a ruling that outlives addresses, and the words by which it is cited."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import get_language, gettext

from rulings.models import Ruling

# An ordinal of ECLI is at most 25 letters, digits and full stops (Council conclusions 2019/C 360/01).
ORDINAL = re.compile(r"[0-9A-Z.]{1,25}")


def identifier_of(ruling: Ruling) -> str:
    """Return an identifier in the form of ECLI, such as ECLI:KZ:CC:2023:29; blank where number or year are not known.

    Kazakhstan takes no part in ECLI, so no registry vouches for it; country and court are settings.
    """
    ordinal = (ruling.slug or "").upper().replace("/", ".").replace("-", ".")
    if not ruling.number_value or not ruling.adopted_year or not ORDINAL.fullmatch(ordinal):
        return ""
    return f"ECLI:{settings.RULING_IDENTIFIER}:{ruling.adopted_year}:{ordinal}"


def citation_of(ruling: Ruling, heading: str, title: str) -> str:
    """Return the words by which a lawyer cites the ruling: what it is, of which court, about what, and where it stands."""
    court = gettext("Constitutional Court of the Republic of Kazakhstan")
    words = f"{heading}. {court}"
    opened, closed = "“”" if get_language() == "en" else "«»"
    about = f": {opened}{title}{closed}" if title else ""
    identifier = identifier_of(ruling)
    return f"{words}{about}. {identifier}" if identifier else f"{words}{about}."
