"""The very bytes that are signed: everything a ruling says in one language, as canonical JSON. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rfc8785

from courtcase.law.queries import cite
from rulings.models import BenchMember, Ruling, RulingProvision, RulingText

FORMAT = "courtcase-ruling-1"


def signed_bytes(
    *, ruling: Ruling, text: RulingText, norms: Sequence[RulingProvision], bench: Sequence[BenchMember]
) -> bytes:
    """Return the canonical JSON (RFC 8785) of a numbered and dated ruling in the language of `text`."""
    language = text.language
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "kind": str(ruling.kind),
            "language": language,
            "authentic": text.authentic,
            "number": ruling.in_language("number", language),
            "day": ruling.adopted_on.isoformat() if ruling.adopted_on else "",
            "title": ruling.in_language("title", language),
            "blocks": text.blocks,
            "norms": [norm_facts(norm, language) for norm in norms],
            "bench": [{"name": one.name_printed, "presides": one.presides} for one in bench],
        }
    )


def norm_facts(norm: RulingProvision, language: str) -> dict[str, Any]:
    """Return one norm and its outcome as they are signed."""
    return {
        "act": norm.provision.act.code,
        "path": norm.provision.path,
        "citation": cite(norm.provision, language),
        "outcome": str(norm.outcome),
        "in_part": norm.in_part,
        "extent": str(getattr(norm, f"extent_{language}")),
    }
