from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from courtcase.law.adding import add_provision
from courtcase.law.models import Act, Provision
from courtcase.law.provisions import Segment
from courtcase.operations import operation
from courtcase.people.actors import Actor
from rulings.models import CitationState, Ruling
from rulings.steps import lock_for_links, save_next


@operation
def list_norm(
    *,
    ruling: Ruling,
    act: Act,
    segments: Sequence[Segment],
    headings: Mapping[str, str],
    source: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Provision:
    """Add a norm that a ruling cites to the list of law; what was found in the ruling's texts and names it leads there now.

    Nothing is confirmed by that. Returns the norm. Raises OperationError beside `words` or `source`, NotAllowed,
    StaleVersion, WrongState.
    """
    locked = lock_for_links(ruling=ruling, version=version, actor=actor, at=at)
    norm = add_provision(act=act, segments=segments, headings=headings, source=source, actor=actor, at=at)
    naming = locked.citations.filter(provision=None, cited=None, reads=f"{act.code} {norm.path}"[:200])
    naming.filter(state__in=[CitationState.FOUND, CitationState.REJECTED]).update(provision=norm)
    save_next(locked)
    return norm
