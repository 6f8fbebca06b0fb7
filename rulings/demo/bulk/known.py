"""What the bulk way asks the database: each question once for a whole process, by the queries the operations ask with."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from courtcase.law.models import Provision, Term
from courtcase.law.queries import edition_on, series_on, term_on
from courtcase.law.terms import Due, due_on
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.queries import accounts_of_team, accounts_with_role
from courtcase.people.roles import Role
from petitions.content import PetitionContent
from petitions.intake.routing import Facts, matches, rules_in_use
from petitions.models import Petition, RoutingRule
from petitions.workflow import transition_named
from rulings.demo.bulk.crowd import Drawing
from rulings.demo.intake_steps import body_name, words
from rulings.demo.lapses import MORNING
from rulings.demo.plan import Planned, Step
from rulings.demo.roads import TRANSITIONS
from rulings.demo.times import instant
from rulings.demo.world import World
from rulings.demo.writing import norm_of

CURE = "cure"
ENDS_CURE = frozenset(step for step, row in TRANSITIONS.items() if CURE in row.stops and row.name != "lapse_cure")


class Known:
    """The law, the cast and the ladder of routing as they stand when a load begins. Nothing of it changes within one."""

    def __init__(self, *, world: World, drawing: Drawing, at: datetime) -> None:
        """Take the cast of `world`; the ladder is the one in use at the instant `at`."""
        self.world = world
        self.drawing = drawing
        self.at = at
        self.edition = lru_cache(maxsize=None)(edition_on)
        self.series = lru_cache(maxsize=None)(series_on)
        self.due = lru_cache(maxsize=None)(self.count_due)
        self.body = lru_cache(maxsize=None)(body_name)
        self.actors = {account.pk: Actor.of(account) for account in world.cast.values()}

    def count_due(self, term: str, day: date) -> tuple[Term, Due]:
        """Return a term as it stands on the legal day `day`, and its end when it begins on it."""
        row = term_on(term, day)
        return row, due_on(row, day)

    @cached_property
    def provisions(self) -> dict[int, Provision]:
        """Return every provision with its act, by id."""
        return {one.pk: one for one in Provision.objects.select_related("act__area")}

    @cached_property
    def ladder(self) -> list[RoutingRule]:
        """Return the rules of routing, first rung first."""
        return rules_in_use(self.at)

    @cached_property
    def clerks(self) -> dict[int, list[Account]]:
        """Return the clerks of each team (by its id), the older account first."""
        clerks = accounts_with_role(Role.CLERK, self.at)
        return {
            rule.team_id: list(accounts_of_team(rule.team_id, self.at).filter(pk__in=clerks)) for rule in self.ladder
        }

    @cached_property
    def heads(self) -> list[Account]:
        """Return the heads of intake, the older account first."""
        return list(accounts_with_role(Role.HEAD_OF_INTAKE, self.at))

    def facts_of(self, planned: Planned) -> Facts:
        """Return what routing will know of a petition: the same as `routing.facts_of` reads from its rows."""
        norm = norm_of(planned, self.world.norms)
        provision = self.provisions.get(norm) if norm is not None else None
        area = provision.act.area if provision else None
        return Facts(
            petitioner_kind=planned.kind,
            language=planned.language,
            area=area.code if area else "",
            acts=frozenset({provision.act.code} if provision else ()),
        )

    def rule_for(self, facts: Facts) -> int:
        """Return which rung of the ladder takes a petition of these facts; -1: none."""
        return next((place for place, rule in enumerate(self.ladder) if matches(rule, facts)), -1)

    def words(self, planned: Planned, step: Step) -> PetitionContent:
        """Return what is written in a petition begun by `step`."""
        return words(self.world, planned, step)

    def clerk(self, petition: Petition) -> Actor:
        """Return who deals with a petition in intake, as `World.clerk` says."""
        mine = self.actors.get(petition.assignee_id) if petition.assignee_id else None
        return mine or self.world.actor("head_of_intake")

    def life(self, planned: Planned) -> list[Step]:
        """Return the steps the bulk way takes with a petition, the lapse of its month for corrections among them."""
        steps = self.drawing.by_bulk(planned)
        returned = next((step for step in steps if step.name == "give_back"), None)
        if returned is None or not self.is_curable(planned, court_day(returned.at)):
            return steps
        assert CURE in transition_named("return").starts  # noqa: S101  the workflow's own row begins the month
        _term, due = self.due(CURE, court_day(returned.at))
        lapse = instant(due.day + timedelta(days=1), MORNING)
        ended = any(step.name in ENDS_CURE and step.at < lapse for step in self.drawing.steps(planned))
        if due.day >= self.drawing.today or ended:
            return steps
        return sorted([*steps, Step(lapse, planned.key, "lapse")], key=lambda step: step.at)

    def is_curable(self, planned: Planned, day: date) -> bool:
        """Say whether what the petition is returned for can be cured."""
        return self.world.ground(planned.fate.ground, day).curable
