"""Where the demonstration is told: the cast, the law's rows it needs, and the things made so far, found by their keys."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from courtcase.law.models import Edition, Ground, Provision
from courtcase.law.queries import ground_on
from courtcase.people.actors import Actor
from courtcase.people.cast import BENCH_KEYS, INSTITUTIONS, institution_of_cast
from courtcase.people.models import Account, Institution
from courtcase.register.receipt_code import ALPHABET, SECRET_SIGNS, check_sign, grouped
from petitions.models import Petition, Sitting
from rulings.demo.plan import HEADS, OFFICERS, Plan, Planned, Step
from rulings.models import Ruling

RIGHTS_FROM, RIGHTS_TO = 12, 39  # articles of the Constitution of 1995 that hold rights and freedoms


@dataclass
class World:
    """Everything a step may ask for; what was made before is found by its id (`ids`) or, after an interruption, its instant."""

    cast: dict[str, Account]
    plan: Plan
    strict: bool = False
    stories: dict[str, Ruling] = field(default_factory=dict)
    kept: dict[str, Petition] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    abandoned: set[str] = field(default_factory=set)
    grounds: dict[str, Ground] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Return the actor that is a member of the cast."""
        return Actor.of(self.cast[key])

    def planned(self, step: Step) -> Planned:
        """Return the planned petition of a step."""
        return self.plan.petitions[step.key]

    def petition(self, key: str) -> Petition:
        """Return a petition by its key, as the last step left it. Raises Petition.DoesNotExist."""
        kept = self.kept.get(key)
        if kept is not None:
            self.touched.add(kept.subject_id)
            return kept
        petitions = Petition.objects.select_related("subject", "case__subject")
        if key in self.ids:
            found = petitions.get(pk=self.ids[key])
        else:
            found = petitions.get(created_at=self.plan.petitions[key].started_at, synthetic=True)
        self.keep(key, found)
        return found

    def keep(self, key: str, petition: Petition) -> None:
        """Remember a petition as an operation returned it, and that its record was written to."""
        self.kept[key] = petition
        self.touched.add(petition.subject_id)

    def forget(self, key: str) -> None:
        """Read a petition anew next time: an operation changed it without returning it."""
        self.kept.pop(key, None)

    def writer(self, planned: Planned, petition: Petition) -> Actor:
        """Return who acts for the petitioner: an account, an officer, or whoever holds the code."""
        if planned.road == "account":
            return self.actor(account_key(planned))
        if planned.road == "officer":
            return self.actor(OFFICERS[planned.kind])
        return Actor.holder(petition.subject_id)

    def submitter(self, planned: Planned, petition: Petition) -> Actor:
        """Return who submits what was written: the head of an institution, else whoever wrote it."""
        return self.actor(HEADS[planned.kind]) if planned.road == "officer" else self.writer(planned, petition)

    def acting_for(self, planned: Planned) -> list[Account]:
        """Return whoever acts for the institution that petitions: its officer and its head; nobody for another's petition."""
        return [self.cast[keys[planned.kind]] for keys in (OFFICERS, HEADS)] if planned.road == "officer" else []

    def clerk(self, petition: Petition) -> Actor:
        """Return who deals with a petition in intake: its clerk or, where it has none, the head of intake."""
        mine = next((one for one in self.cast.values() if one.pk == petition.assignee_id), None)
        return Actor.of(mine) if mine else self.actor("head_of_intake")

    def bench(self, number: int, seats: int) -> list[Account]:
        """Return the judges of the session `number`, each session's others."""
        return [self.cast[BENCH_KEYS[(number * seats + seat) % len(BENCH_KEYS)]] for seat in range(seats)]

    def institution(self, kind: str, at: datetime) -> Institution | None:
        """Return the cast's institution of a petitioner kind; None where the cast has none."""
        code = next((code for code, body in INSTITUTIONS.items() if body.kind == kind), None)
        return institution_of_cast(code, at) if code else None

    def ground(self, code: str, day: date) -> Ground:
        """Return a ground by its code as it stands on a legal day."""
        if code not in self.grounds:
            self.grounds[code] = ground_on(code, day)
        return self.grounds[code]

    @cached_property
    def norms(self) -> dict[str, list[int]]:
        """Return ids of provisions by act, in the order of the act."""
        found: dict[str, list[int]] = defaultdict(list)
        rows = Provision.objects.order_by("act__code", "sort_key", "pk").values_list("act__code", "pk")
        for act, pk in rows:
            found[act].append(pk)
        return found

    def norm_at(self, act: str, path: str) -> int | None:
        """Return the id of a provision by act and path (blank: the act as a whole); None where no act is named."""
        if not act:
            return None
        norms = Provision.objects.filter(act__code=act)
        return (norms.filter(path=path) if path else norms.filter(level="whole")).values_list("pk", flat=True).get()

    @cached_property
    def rights_by_edition(self) -> dict[str, list[int]]:
        """Return ids of the articles on rights, by constitution."""
        rows = Provision.objects.filter(
            act__kind="constitution", path__in=[str(n) for n in range(RIGHTS_FROM, RIGHTS_TO)]
        )
        found: dict[str, list[int]] = defaultdict(list)
        for act, pk in rows.order_by("sort_key", "pk").values_list("act__code", "pk"):
            found[act].append(pk)
        return found

    @cached_property
    def editions(self) -> list[Edition]:
        """Return the editions of the law with their Constitutions."""
        return list(Edition.objects.current().select_related("constitution"))

    def rights_on(self, day: date) -> list[int]:
        """Return ids of the articles on rights of the Constitution in force on a legal day."""
        in_force = (one for one in self.editions if one.applies_from <= day and (one.applies_to or day) >= day)
        return self.rights_by_edition.get(next(in_force).constitution.code, [])

    def sitting(self, step_at: datetime) -> Sitting:
        """Return the session called at an instant. Raises Sitting.DoesNotExist."""
        return Sitting.objects.get(called_at=step_at, synthetic=True)


def account_key(planned: Planned) -> str:
    """Return which of the cast files a petition by account: mostly the petitioner everyone knows."""
    return "stranger" if planned.index % 5 == 0 else "petitioner"


def code_of(planned: Planned) -> str:
    """Return the tracking code of a made-up petition: the same in every demonstration, so it guards nothing real."""
    place, secret = planned.index * 7_919 + 12_345, ""
    while len(secret) < SECRET_SIGNS:
        place, sign = divmod(place * 31 + 17 * (len(secret) + 1), 32)
        secret += ALPHABET[sign]
        place += planned.index * 104_729
    return grouped(secret + check_sign(secret))
