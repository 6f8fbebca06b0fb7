"""The cast of the tests: each member is made the first time a test names them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.auth.hashers import make_password

from courtcase.people.actors import Actor
from courtcase.people.cast import BENCH_KEYS, MEMBER_BY_KEY, create_member, institution_of_cast, team_of_cast
from courtcase.people.models import Account, Institution, Team

PASSWORD = "three plain words and 7"
# Their roles hold from here, so that a test may stand on any day the Court has worked.
BEFORE_THE_COURT = datetime(2022, 12, 1, tzinfo=UTC)


class Cast:
    """`cast.clerk`, `cast.petitioner`, ... are accounts; `cast.judges` the bench; `cast.actor("clerk")` an actor."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or BEFORE_THE_COURT
        self._hashed = make_password(PASSWORD)
        self._known: dict[str, Account] = {}

    def __getattr__(self, key: str) -> Account:
        if key.startswith("_") or key not in MEMBER_BY_KEY:
            raise AttributeError(key)
        if key not in self._known:
            self._known[key] = create_member(key, self._hashed, self.at)
        return self._known[key]

    @property
    def rapporteur(self) -> Account:
        """Return the first judge."""
        return self.judge1

    @property
    def judges(self) -> list[Account]:
        """Return the eleven judges, the Deputy and the Chair last."""
        return [getattr(self, key) for key in BENCH_KEYS]

    def actor(self, key: str) -> Actor:
        """Return the actor that is this member."""
        return Actor.of(getattr(self, key))

    def institution(self, code: str) -> Institution:
        """Return an institution of the cast: commissioner, prosecutor, supreme_court, justice."""
        return institution_of_cast(code, self.at)

    def team(self, code: str) -> Team:
        """Return a team of the cast: citizens, criminal, institutions."""
        return team_of_cast(code)
