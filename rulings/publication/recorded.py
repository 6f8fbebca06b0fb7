"""What the register says of published data: a proof in the form of a receipt, which `verify_receipt.py` checks without us."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from courtcase.register.models import Event, Subject
from courtcase.register.proofs import receipt_proofs
from courtcase.register.queries import newest_root
from courtcase.register.witness import line_of
from rulings.publication.caching import public_page


def recorded(subject: Subject | None, *, events: Sequence[str], files: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the newest entry of one of `events` with its path, the earlier ones beside it; None where nothing was recorded.

    `files` are the SHA-256 of what is given out now, by name: `verify_receipt.py proof.json --roots … --file …` compares.
    """
    found = Event.objects.filter(subject=subject, name__in=events) if subject is not None else Event.objects.none()
    entries = list(found.select_related("subject", "actor").order_by("-pk"))
    if not entries:
        return None
    newest, *also = receipt_proofs(entries)
    root = newest_root()
    contents = [{"kind": "file", "name": name, "sha256": digest} for name, digest in files.items()]
    return {**newest, "contents": contents, "also": also, "witness": line_of(root) if root else None}


def proof_page(request: HttpRequest, proof: dict[str, Any] | None) -> HttpResponse:
    """Give out a proof as JSON; it grows once its entry is sealed and a root is published. Raises Http404 where there is none."""
    if proof is None:
        raise Http404
    content = json.dumps(proof, indent=2, ensure_ascii=False).encode()

    def made() -> HttpResponse:
        return HttpResponse(content, content_type="application/json")

    return public_page(request, stamp=["proof", sha256(content).hexdigest()], changed_at=None, render=made)
