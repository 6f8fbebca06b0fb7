"""How every operation on the links of a ruling ends: its next version, its record and, once it is published, what is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from courtcase.people.actors import Actor
from courtcase.register.operations import record
from rulings.models import Ruling, RulingState
from rulings.publication.operations.show_links import show_links
from rulings.steps import save_next


def links_changed(
    ruling: Ruling,
    event: str,
    *,
    body: Mapping[str, str | int],
    before: Collection[int],
    actor: Actor,
    at: datetime,
) -> Ruling:
    """Save and record that links of a locked ruling changed; `before` are the ids of the rulings it cited. Returns it.

    What a draft changes is told as `event`, with `body`; of a ruling that was signed the register says that its links changed.
    """
    save_next(ruling)
    said = event if ruling.state == RulingState.DRAFT else "ruling.links_changed"
    record(subject=ruling.subject, event=said, actor=actor, at=at, body={**body, "version": ruling.version})
    if ruling.is_published:
        show_links(ruling, before=before, actor=actor, at=at)
    return ruling
