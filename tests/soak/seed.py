"""What stands in the database before the load comes: the cast, the ladder of routing, cases ready to be ruled on.

Run beside the servers: `python -m tests.soak.seed COUNT FILE` writes what the load needs to know to FILE, as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

# Cases in which a session was held long before the load: whatever the clock does, they lie in the past.
MEASURES, CLERKS = 6, 20
PREPARED_FROM = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def seed(count: int) -> dict[str, Any]:
    """Create the cast and `count` petitions that lie before a session; return who and what there is."""
    from django.contrib.auth.hashers import make_password

    from courtcase.people.cast import MEMBERS, create_member
    from tests.cast import BEFORE_THE_COURT, PASSWORD, Cast
    from tests.clerks import account_of
    from tests.petitions.walk import Walk
    from tests.rulings.desk import TEXTS, TITLES

    hashed = make_password(PASSWORD)
    for member in MEMBERS:
        create_member(member.key, hashed, BEFORE_THE_COURT)
    walk = Walk(Cast(), now=PREPARED_FROM)
    walk.rules()
    clerks = [account_of(walk.cast, number, hashed=hashed, at=BEFORE_THE_COURT) for number in range(CLERKS)]
    return {
        "password": PASSWORD,
        "members": {member.key: member.email for member in MEMBERS},
        # Whoever works in a crowd signs in as themselves.
        "clerks": [clerk.email for clerk in clerks],
        "titles": TITLES,
        "texts": TEXTS,
        # Where workers are watched alone, there is nothing but their crowd.
        "measures": measures(walk) if count else [],
        "cases": [case(walk) for _number in range(count)],
    }


def measures(walk: Any) -> list[str]:
    """Return the ids of what a published ruling calls for, and count the figures of the year."""
    from courtcase.people.actors import Actor
    from rulings.statistics.operations.keep_year import keep_years
    from tests.rulings.desk import Desk

    desk = Desk(walk)
    ruling = desk.final_signed()
    made = [desk.measure(ruling) for _number in range(MEASURES)]
    desk.publish(ruling)
    keep_years(actor=Actor.system("soak"), at=walk.tick())
    return [str(measure.public_id) for measure in made]


def case(walk: Any) -> dict[str, Any]:
    """Return one petition that lies before a held session, by the ids that the desk's forms name."""
    petition = walk.reported()
    sitting = walk.session(petition)
    judges = [str(seat.judge.public_id) for seat in sitting.members.select_related("judge")]
    return {
        "petition": str(petition.public_id),
        "sitting": str(sitting.public_id),
        "judges": judges,
        "day": sitting.day.strftime("%d.%m.%Y"),
    }


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[2]).write_text(json.dumps(seed(int(sys.argv[1]))), encoding="utf-8")
