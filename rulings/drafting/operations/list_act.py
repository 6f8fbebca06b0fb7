from __future__ import annotations

from datetime import datetime
from typing import Any

from courtcase.law.adding import add_act
from courtcase.law.models import Act
from courtcase.law.time import court_day
from courtcase.operations import operation
from courtcase.people.actors import Actor
from rulings.drafting.found_citations import find_citations
from rulings.models import Ruling, RulingState
from rulings.steps import lock_for_links, save_next


@operation
def list_act(*, ruling: Ruling | None, facts: dict[str, Any], actor: Actor, at: datetime) -> Act:
    """Add an act with its `facts` to the list of law; the texts of a draft that may name it are read anew.

    What a person decided on the draft's citations stays. Returns the act. Raises what `add_act` raises, and WrongState.
    """
    act = add_act(**facts, actor=actor, at=at)
    if ruling is not None and ruling.state == RulingState.DRAFT:
        locked = lock_for_links(ruling=ruling, version=None, actor=actor, at=at)
        find_citations(locked, court_day(at))
        save_next(locked)
    return act
