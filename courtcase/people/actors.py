"""Who does a thing: every operation is told, nothing is taken from the request or a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from courtcase.operations import NotAllowed

if TYPE_CHECKING:
    from courtcase.people.models import Account


@dataclass(frozen=True)
class Actor:
    """An account, the system itself, or somebody known only by a code they hold.

    `kind` is "account", "system", "holder" or "nobody"; `account` is set for the first alone; `name` says which part
    of the system acts (a task's name) or is empty; `subjects` are ids of register.Subject whose code the actor proved to hold;
    `epochs` says which of several codes of a subject that was (its id, then the count of codes before), where not the first.
    `petitioners` are those of several who petition together (id of the row, count of codes before) whose own code was proven.
    """

    kind: str
    account: Account | None = None
    name: str = ""
    subjects: frozenset[int] = frozenset()
    epochs: frozenset[tuple[int, int]] = frozenset()
    petitioners: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(
        cls,
        account: Account,
        *,
        subjects: frozenset[int] = frozenset(),
        epochs: frozenset[tuple[int, int]] = frozenset(),
        petitioners: frozenset[tuple[int, int]] = frozenset(),
    ) -> Actor:
        """Return the actor that is this account, holding also the codes of `subjects` (ids)."""
        return cls(kind="account", account=account, subjects=subjects, epochs=epochs, petitioners=petitioners)

    @classmethod
    def system(cls, name: str) -> Actor:
        """Return the system itself, acting through the task or command `name`."""
        return cls(kind="system", name=name)

    @classmethod
    def holder(
        cls,
        *subjects: int,
        epochs: frozenset[tuple[int, int]] = frozenset(),
        petitioners: frozenset[tuple[int, int]] = frozenset(),
    ) -> Actor:
        """Return somebody without an account who proved that they hold the codes of these subjects (ids)."""
        return cls(kind="holder", subjects=frozenset(subjects), epochs=epochs, petitioners=petitioners)

    @classmethod
    def nobody(cls) -> Actor:
        """Return an anonymous visitor."""
        return cls(kind="nobody")

    def without_codes(self) -> Actor:
        """Return the same actor as if no code had been proven: what they may still do is their own right."""
        kind = "nobody" if self.kind == "holder" else self.kind
        return Actor(kind=kind, account=self.account, name=self.name)

    @property
    def holds_codes(self) -> bool:
        """Say whether a code was proven: of a petition, or one petitioner's own."""
        return bool(self.subjects or self.petitioners)

    @property
    def is_system(self) -> bool:
        """Say whether the system acts on its own."""
        return self.kind == "system"

    @property
    def signed_in(self) -> Account:
        """Return the account; raises NotAllowed where there is none, for what only a person with an account does."""
        if self.account is None:
            raise NotAllowed()
        return self.account
