"""What an event's digest covers is canonical JSON, whatever is written in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from courtcase.register.leaf import SAFE_INTEGER, Scalar, leaf_data

WHO = UUID("11111111-2222-4333-8444-555555555555")
# Lone surrogates are no text: neither JSON nor the database takes them.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = TEXT | st.integers(-SAFE_INTEGER, SAFE_INTEGER) | st.booleans() | st.none()


@given(body=st.dictionaries(TEXT, VALUES), name=TEXT, digest=st.none() | st.binary(min_size=32, max_size=32))
def test_an_event_is_written_as_rfc_8785_says(body: dict[str, Scalar], name: str, digest: bytes | None) -> None:
    written = leaf_data(
        uuid=WHO,
        subject=WHO,
        name=name,
        actor_kind="system",
        actor_ref="tests",
        at=datetime(2026, 11, 24, 6, tzinfo=UTC),
        body=body,
        content_digest=digest,
    )
    facts: dict[str, Any] = {
        "v": 1,
        "event": str(WHO),
        "subject": str(WHO),
        "name": name,
        "actor_kind": "system",
        "actor": "tests",
        "at": "2026-11-24T06:00:00.000000Z",
        "body": body,
        "content": digest.hex() if digest is not None else None,
    }
    assert written == rfc8785.dumps(facts)
