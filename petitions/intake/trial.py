"""The dry run: where the last petitions would go by a draft of the rules, beside where the rules in use send them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from petitions.intake.routing import facts_of, first_match, rules_in_use, with_facts
from petitions.intake.rungs import rules_of
from petitions.models import Ladder, Petition, RoutingRule

MOST_TRIED = 1000


class Trial(NamedTuple):
    """How many petitions a dry run went through; those that would go elsewhere, with the rule now and then ("": none)."""

    tried: int
    moved: list[tuple[str, str, str]]


def trial_of(draft: Ladder, *, at: datetime) -> Trial:
    """Return what `draft` would change for the last petitions filed. Four statements, however many rules and petitions.

    Rules are compared, not clerks: whose turn it is in a team depends on the day.
    """
    now, then = rules_in_use(at), rules_of(draft.rungs, at=at)
    last = with_facts(Petition.objects.filter(filed_on__isnull=False).order_by("-id"), at=at)[:MOST_TRIED]
    moved: list[tuple[str, str, str]] = []
    petitions = list(last)
    for petition in petitions:
        facts = facts_of(petition)
        before, after = first_match(now, facts), first_match(then, facts)
        if goes_to(before) != goes_to(after):
            moved.append((str(petition.public_id), code_of(before), code_of(after)))
    return Trial(len(petitions), moved)


def goes_to(rule: RoutingRule | None) -> tuple[object, ...]:
    """Return where a rule sends a petition; no rule sends it to the default queue."""
    return (rule.team_id, rule.target, rule.person_id) if rule is not None else ()


def code_of(rule: RoutingRule | None) -> str:
    """Return the code of a rule, or nothing for none."""
    return rule.code if rule is not None else ""


class Moved(NamedTuple):
    """One petition that would go elsewhere, as the page lists it."""

    petition: Petition
    before: RoutingRule | None
    after: RoutingRule | None


def shown(draft: Ladder, part: Sequence[Sequence[str]], *, at: datetime) -> list[Moved]:
    """Return a part of what the dry run of `draft` found, with the petitions and the rules it names."""
    found = Petition.objects.only("public_id", "register_number").in_bulk(
        [public_id for public_id, _before, _after in part], field_name="public_id"
    )
    petitions = {str(key): petition for key, petition in found.items()}
    now = {rule.code: rule for rule in rules_in_use(at)}
    then = {rule.code: rule for rule in rules_of(draft.rungs, at=at)}
    return [Moved(petitions[one], now.get(before), then.get(after)) for one, before, after in part if one in petitions]
